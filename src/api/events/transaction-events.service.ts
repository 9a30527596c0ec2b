import { Injectable } from '@nestjs/common';
import type { Caller } from '../../config/merchants/merchants.js';
import { computeStreamEndMs } from '../../domain/event-stream.js';
import { parseTransactionId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { countStates } from '../../domain/snapshot-at-state.js';
import type { RunView } from '../store/run-view.js';
import { RunWatches } from '../store/run-watches.service.js';
import type { Watching } from '../store/run-watches.service.js';
import { NetTransactions } from '../transactions/net-transactions.service.js';
import type { FoundTransaction } from '../transactions/net-transactions.service.js';
import type { StreamEnds } from './event-streams.service.js';
import { ShownStates } from './shown-states.service.js';
import { writeComment, writeEvent } from './sse.js';
import { HEARTBEAT_MS, waitForNews } from './stream-clock.js';
import { TransactionCursor } from './transaction-cursor.js';

/** A request for the events of one transaction. */
export interface TransactionEventsRequest {
  readonly caller: Caller;
  /** As it came with the address. */
  readonly id: string;
  readonly lastEventId: string | undefined;
}

/** The event streams of single transactions: each state once, in order. */
@Injectable()
export class TransactionEvents {
  constructor(
    private readonly transactions: NetTransactions,
    private readonly watches: RunWatches,
    private readonly states: ShownStates,
  ) {}

  /** @throws Problem `not-found`, for another merchant's transaction too; `orchestrator-unavailable` */
  async open({ caller, id, lastEventId }: TransactionEventsRequest) {
    const cursor = new TransactionCursor(lastEventId);
    const { snapshot, remembered } = await this.findOwn(caller, id);
    if (remembered !== undefined) return () => this.writeRemembered(snapshot, cursor);
    return (ends: StreamEnds) => this.write(snapshot.accepted.transactionId, cursor, ends);
  }

  private async findOwn(caller: Caller, id: string): Promise<FoundTransaction> {
    const known = parseTransactionId(id);
    const view = known && this.watches.findView(known);
    if (view?.snapshot.accepted.merchant === caller.merchant) return view;
    return this.transactions.find({ caller, id, waitUntil: { deadlineMs: 0, forFinal: false } });
  }

  /** The ledger alone has it: nothing more comes. */
  private async *writeRemembered(snapshot: Snapshot, cursor: TransactionCursor): AsyncGenerator<string> {
    yield writeComment('open');
    yield* this.writeNew({ snapshot, isClosed: true, isRenumbered: false }, cursor);
    yield writeComment('end');
  }

  private async *write(
    transactionId: TransactionId,
    cursor: TransactionCursor,
    ends: StreamEnds,
  ): AsyncGenerator<string> {
    yield writeComment('open');
    const watching = this.watches.open(transactionId);
    try {
      yield* this.writeStates(watching, cursor, ends);
    } finally {
      watching.close();
    }
  }

  private async *writeStates(
    watching: Watching,
    cursor: TransactionCursor,
    ends: StreamEnds,
  ): AsyncGenerator<string> {
    let heartbeatMs = Date.now() + HEARTBEAT_MS;
    for (;;) {
      const { view } = watching;
      if (view !== undefined) yield* this.writeNew(view, cursor);
      const endMs = view === undefined ? Infinity : computeEndMs(view);
      if (Date.now() >= endMs) return yield writeComment('end');
      const waking = { ...ends, listen: watching.listen, hasNews: () => watching.view !== view };
      const wake = await waitForNews(Math.min(heartbeatMs, endMs), waking);
      if (wake === 'gone' || wake === 'leaving') return;
      if (Date.now() < heartbeatMs) continue;
      yield writeComment('');
      heartbeatMs = Date.now() + HEARTBEAT_MS;
    }
  }

  private async *writeNew(view: RunView, cursor: TransactionCursor): AsyncGenerator<string> {
    if (cursor.mustReset(view)) {
      const n = countStates(view.snapshot);
      cursor.moveTo(n, view);
      yield writeEvent({ name: 'reset', id: String(n), data: await this.states.render(view, n) });
    }
    for (let n = cursor.next(view); n !== undefined; n = cursor.next(view)) {
      cursor.moveTo(n, view);
      yield writeEvent({ name: 'state', id: String(n), data: await this.states.render(view, n) });
    }
  }
}

/** A run that has ended without an outcome has no end of its own: what it came to is searched for. */
function computeEndMs({ snapshot, isClosed }: RunView): number {
  return isClosed ? 0 : computeStreamEndMs(snapshot);
}
