import { Injectable } from '@nestjs/common';
import type { Caller } from '../../config/merchants.js';
import { transactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import { movesMoney } from '../../domain/transaction-type.js';
import type { Accepted } from '../../domain/transaction.js';
import { notFound, problem } from '../problems/problem.js';
import { orchestratorUnavailable } from '../temporal/unavailable.js';
import { AttemptFinder } from './attempts.service.js';
import type { Patience } from './patience.js';
import { acceptedOf } from './run.js';
import type { Run } from './run.js';
import { Runs } from './runs.service.js';
import type { StartRequest } from './start-request.js';
import { TransactionOpener } from './transaction-opener.js';

/** What a request to start came to. */
export interface Started {
  readonly snapshot: Snapshot;
  /** The key had been used before: this request started nothing. */
  readonly replayed: boolean;
}

/** A request to read a transaction. */
export interface ReadRequest {
  readonly caller: Caller;
  /** As it came with the address. */
  readonly id: string;
  readonly patience: Patience;
}

/** Starts and reads transactions. */
@Injectable()
export class Transactions {
  constructor(
    private readonly finder: AttemptFinder,
    private readonly opener: TransactionOpener,
    private readonly runs: Runs,
  ) {}

  /** First the key, whoever holds the terminal; then the terminal; then the start. @throws Problem */
  async start(request: StartRequest): Promise<Started> {
    const { latest, next } = await this.finder.attemptsAt(request.transactionId);
    if (latest === undefined) return this.open(request, next);
    requireSameRequest(acceptedOf(latest), request);
    if (next !== undefined) return this.open(request, next);
    return { snapshot: await this.repeat(latest, request.patience), replayed: true };
  }

  /** @throws Problem `not-found`, for another merchant's transaction too */
  async read({ caller, id, patience }: ReadRequest): Promise<Snapshot> {
    const known = transactionId(id);
    const latest = known && (await this.finder.attemptsAt(known)).latest;
    if (latest === undefined || acceptedOf(latest).merchant !== caller.merchant) {
      const detail =
        'No transaction of this merchant has this id, or it is older than this service remembers.';
      throw notFound(detail);
    }
    return this.runs.present(await this.runs.whenEnded(latest, patience));
  }

  private async open(request: StartRequest, attempt: number): Promise<Started> {
    const { transactionId } = request;
    if (attempt > 1 && movesMoney(request.body.type))
      await this.finder.requireUndoubted({ transactionId, attempt: attempt - 1 });
    const { accepted, told } = await this.opener.open(request, attempt);
    const snapshot = await this.follow(accepted, told, request.patience);
    requireSameRequest(snapshot.accepted, request);
    return { snapshot, replayed: snapshot.accepted.createdAt !== accepted.createdAt };
  }

  private async repeat(latest: Run, patience: Patience): Promise<Snapshot> {
    if (latest.kind === 'closed') return latest.snapshot;
    const told = await this.runs.dispatched(latest.accepted, patience.until);
    // The stored answer is as old as the dispatch: only an end is worth repeating.
    return this.follow(latest.accepted, told && isFinal(told.status) ? told : undefined, patience);
  }

  private async follow(
    accepted: Accepted,
    told: Snapshot | undefined,
    patience: Patience,
  ): Promise<Snapshot> {
    if (told !== undefined && (isFinal(told.status) || !patience.forTheEnd)) return told;
    const run = await this.runs.find(accepted);
    if (run === undefined) throw orchestratorUnavailable(accepted.transactionId);
    return this.runs.present(await this.runs.whenEnded(run, patience));
  }
}

function requireSameRequest(accepted: Accepted, { requestHash }: StartRequest): void {
  if (accepted.requestHash === requestHash) return;
  const { transactionId } = accepted;
  const detail =
    `This Idempotency-Key belongs to ${transactionId}, which was started with another body. Nothing was started for this ` +
    'request. If it is meant to pay the same thing, read that transaction first; only a new payment takes a new key.';
  throw problem('idempotency-key-reused', detail, { transactionId });
}
