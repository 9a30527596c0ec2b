import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { isUndo } from '../../domain/transaction-type.js';
import { getCountryPack } from '../../getnet/countries/countries.js';
import { UnsettledPayments } from '../terminals/unsettled.service.js';
import { UndoCheck } from '../undos/undo-check.service.js';
import type { AcceptedUndo } from '../undos/undo-request.js';
import type { Opening } from './terminal-reader.service.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { Accepted } from '../../domain/transaction.js';
import { Acceptances } from './acceptances.service.js';
import { FreeTerminals } from './free-terminals.service.js';
import { TransactionStarter } from '../store/transaction-starter.service.js';

/** What has to hold before an attempt is started. */
@Injectable()
export class Preconditions {
  constructor(
    private readonly judge: UndoCheck,
    private readonly unsettled: UnsettledPayments,
    private readonly terminals: FreeTerminals,
  ) {}

  /**
   * The sale to undo first: while another undo of it is under way, that is the answer, and not the terminal it keeps busy.
   *
   * @returns what was found out about the sale to undo, undefined for what undoes nothing.
   * @throws Problem of the undo rules, `terminal-busy`, `terminal-quarantined`, `not-settled`, `orchestrator-unavailable`
   */
  async check(opening: Opening): Promise<AcceptedUndo | undefined> {
    const undo = await this.checkUndo(opening);
    await this.terminals.requireFree(opening);
    const { type, evenIfUnsettled } = opening.request.body;
    const { closesBatch } = getCountryPack(opening.terminal.country).commands[type] ?? {};
    if (closesBatch && evenIfUnsettled !== true) await this.unsettled.requireNone(opening.terminal);
    return undo;
  }

  private async checkUndo({ request, attempt, terminal }: Opening): Promise<AcceptedUndo | undefined> {
    const { body, transactionId } = request;
    const { type } = body;
    const undoing = getCountryPack(terminal.country).commands[type]?.undoing;
    if (undoing === undefined || !isUndo(type)) return undefined;
    return this.judge.check({ attempt: { transactionId, attempt }, type, body, terminal, undoing });
  }
}

/** An attempt that was asked for, and the snapshot after its dispatch if that came in time. */
export interface Opened {
  readonly accepted: Accepted;
  readonly afterDispatch: Snapshot | undefined;
}

/** Opens new attempts, where nothing stands in the way. */
@Injectable()
export class TransactionOpener {
  constructor(
    private readonly acceptances: Acceptances,
    private readonly conditions: Preconditions,
    private readonly starter: TransactionStarter,
  ) {}

  /** @throws Problem where something stands in the way; `orchestrator-unavailable` */
  async open(opening: Opening): Promise<Opened> {
    const { request, attempt, terminal, lease } = opening;
    const { caller, transactionId, body, requestHash, waitUntil } = request;
    const undo = await this.conditions.check(opening);
    const holder = lease?.memo.holder.transactionId;
    // Our own earlier attempt does not count as a previous holder: its number may turn out to be ours.
    const previous = holder === transactionId ? opening.previous : holder;
    const acceptance = {
      attempt: { transactionId, attempt },
      body,
      requestHash,
      terminal,
      undo,
      previous,
      acceptedBy: caller.keyId,
      acceptanceId: randomUUID(),
      createdAt: new Date(),
    };
    const input = this.acceptances.accept(acceptance);
    const { accepted } = input;
    const { deadlineMs } = waitUntil;
    const afterDispatch = await (attempt === 1
      ? this.starter.start(input, deadlineMs)
      : this.starter.tryAgain(accepted, deadlineMs));
    return { accepted, afterDispatch };
  }

  /** The key of a run that ended without an outcome is used once more: its outcome is searched for, and nothing is sent. */
  recover(lost: Accepted): Promise<void> {
    return this.starter.recover(lost);
  }

  /** Waits for the dispatch of an attempt that has been opened. @returns undefined where it did not come in time. */
  attach(accepted: Accepted, deadlineMs: number): Promise<Snapshot | undefined> {
    return this.starter.attach(accepted, deadlineMs);
  }
}
