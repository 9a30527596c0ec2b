import { Injectable } from '@nestjs/common';
import { parseTransactionId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import type { ShownTransaction } from '../../rendering/render-transaction.js';
import { LedgerLink } from '../ledger/ledger-link.service.js';
import { Problem, isNotFound } from '../problems/problem.js';
import { KeyReused, refuseReusedKey } from './key-reuse.js';
import type { FirstUse } from './key-reuse.js';
import type { WaitUntil } from '../http/prefer.js';
import { ShownTransactions } from './shown-transactions.service.js';
import type { FaultyRequest, StartRequest } from './start-request.js';
import { Transactions } from './transactions.service.js';
import type { ReadRequest, Started } from './transactions.service.js';

/** What a request to start came to, as it is shown. */
export interface NetStarted extends Started {
  readonly net: ShownTransaction;
  /** Reported as not sent, and what came afterwards may mean a charge. */
  readonly isInDoubt: boolean;
}

/** A transaction as it was found. */
export interface FoundTransaction {
  readonly snapshot: Snapshot;
  /** Where the ledger alone has it. */
  readonly remembered?: ShownTransaction;
}

/** Starts and reads transactions, and adds what is known about them from elsewhere. */
@Injectable()
export class NetTransactions {
  constructor(
    private readonly transactions: Transactions,
    private readonly shown: ShownTransactions,
    private readonly ledger: LedgerLink,
  ) {}

  /** @throws Problem */
  async start(request: StartRequest | FaultyRequest): Promise<NetStarted> {
    const remembering = this.ledger.remember(request.transactionId);
    const { transactions } = this;
    const starting =
      'fault' in request
        ? transactions.startFaulty(request, remembering)
        : transactions.start(request, remembering);
    const started = await starting.catch(async (error: unknown) => {
      throw error instanceof KeyReused ? await this.judgeReuse(error.first) : error;
    });
    const { snapshot, replayed, remembered } = started;
    if (remembered) return this.addDoubt(started, remembered);
    this.ledger.notifyProjector(snapshot);
    if (replayed) return this.addDoubt(started, await this.completeAfterUndo(snapshot, request.waitUntil));
    return { ...started, net: await this.shown.completeNew(snapshot), isInDoubt: false };
  }

  /** Whoever charges anew must know whether the first request charged. */
  private async judgeReuse({ snapshot, hasLateCharge = false }: FirstUse): Promise<Problem> {
    const isUncharged = isFinal(snapshot.status) && snapshot.outcome.moneyMoved === 'no' && !hasLateCharge;
    const isProven = isUncharged && !(await this.shown.mayHaveCharged(snapshot));
    return refuseReusedKey(snapshot.accepted, isProven);
  }

  /** What the ledger remembers of late news stays when Temporal has forgotten it. */
  private async addDoubt(started: Started, net: ShownTransaction): Promise<NetStarted> {
    const { snapshot } = started;
    const isNotSent = snapshot.status === 'not_sent';
    const hasLateCharge = net.late?.moneyMoved === 'yes';
    const isInDoubt = isNotSent && (hasLateCharge || (await this.shown.mayHaveCharged(snapshot)));
    return { ...started, net, isInDoubt };
  }

  /** @throws Problem `not-found`, for another merchant's transaction too; `orchestrator-unavailable`, `ledger-unavailable` */
  async read(request: ReadRequest): Promise<ShownTransaction> {
    const { snapshot, remembered } = await this.find(request);
    if (remembered !== undefined) return remembered;
    this.ledger.notifyProjector(snapshot);
    return this.completeAfterUndo(snapshot, request.waitUntil);
  }

  /** A sale whose void or return is under way is not final: whoever waits for its end waits for that of the undo. */
  private async completeAfterUndo(snapshot: Snapshot, waitUntil: WaitUntil): Promise<ShownTransaction> {
    const shown = await this.shown.complete(snapshot);
    const undoId = findUndoUnderWay(shown);
    if (undoId === undefined || !waitUntil.forFinal) return shown;
    try {
      await this.transactions.waitForEnd(undoId, waitUntil);
      return await this.shown.complete(await this.transactions.readAgain(snapshot));
    } catch (error) {
      // The sale is known as it stood before the wait.
      if (error instanceof Problem) return shown;
      throw error;
    }
  }

  /** As {@link read}, without what is known about it from elsewhere. */
  async find(request: ReadRequest): Promise<FoundTransaction> {
    try {
      return { snapshot: await this.transactions.read(request) };
    } catch (error) {
      const remembered = isNotFound(error) ? await this.findRemembered(request) : undefined;
      if (remembered === undefined) throw error;
      return this.lookAgain(request, remembered);
    }
  }

  /** It may have been started since the first look. */
  private async lookAgain(request: ReadRequest, remembered: ShownTransaction): Promise<FoundTransaction> {
    try {
      return { snapshot: await this.transactions.read(request) };
    } catch (error) {
      if (!isNotFound(error)) throw error;
      return { snapshot: remembered.snapshot, remembered };
    }
  }

  private async findRemembered({ id, caller }: ReadRequest): Promise<ShownTransaction | undefined> {
    const known = parseTransactionId(id);
    const remembered = known && (await this.ledger.require(known));
    return remembered?.snapshot.accepted.merchant === caller.merchant ? remembered : undefined;
  }

  /** Adds what is known about it from elsewhere. @throws Problem `orchestrator-unavailable` */
  complete(snapshot: Snapshot): Promise<ShownTransaction> {
    return this.shown.complete(snapshot);
  }
}

/** The undo that has its permission, or the one that the service has started. */
function findUndoUnderWay({ snapshot, undos }: ShownTransaction): TransactionId | undefined {
  if (snapshot.status !== 'reversing') return undefined;
  return undos.find(({ state }) => state === 'open')?.transactionId ?? snapshot.reversal?.transactionId;
}
