import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { Caller } from '../../config/merchants/merchants.js';
import { parseTransactionId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import type { Accepted } from '../../domain/transaction.js';
import { Problem, notFoundProblem } from '../problems/problem.js';
import { refuseUnavailable } from '../store/unavailable.js';
import type { Opening } from './terminal-reader.service.js';
import { mayOpenNextAttempt } from '../store/run.js';
import type { Run } from '../store/run.js';
import { Runs } from '../store/runs.service.js';
import type { FaultyRequest, KeyedRequest, StartRequest } from './start-request.js';
import { TerminalReader } from './terminal-reader.service.js';
import { TransactionOpener } from './transaction-opener.service.js';
import type { WaitUntil } from '../http/prefer.js';
import { faultyRetryProblem, keyUseUnknownProblem, requireSameRequest } from './key-reuse.js';
import type { ShownTransaction } from '../../rendering/render-transaction.js';

/** What a request to start came to. */
export interface Started {
  readonly snapshot: Snapshot;
  /** The key had been used before: this request started nothing. */
  readonly replayed: boolean;
  /** As the ledger remembers it: Temporal has forgotten it. */
  readonly remembered?: ShownTransaction;
}

/** A request to read a transaction. */
export interface ReadRequest {
  readonly caller: Caller;
  /** As it came with the address. */
  readonly id: string;
  readonly waitUntil: WaitUntil;
}

/** Starts and reads transactions, by ids alone: nothing here asks Temporal's index. */
@Injectable()
export class Transactions {
  constructor(
    private readonly opener: TransactionOpener,
    private readonly runs: Runs,
    private readonly terminals: TerminalReader,
  ) {}

  /**
   * First the key, whoever holds the terminal; then the terminal; then the start.
   *
   * @param remembering what the ledger knows of a key that Temporal does not have.
   * @throws Problem
   */
  async start(request: StartRequest, remembering?: Promise<ShownTransaction | undefined>): Promise<Started> {
    const { transactionId: id } = request;
    const [found, terminal] = await Promise.all([this.runs.find(id), this.terminals.readUnlessSeen(request)]);
    const remembered = found === undefined ? await remembering : undefined;
    // The ledger may know of it by a request beside this one, which has started it meanwhile; or its recovery alone still runs.
    const run = remembered === undefined ? found : await this.runs.findOrRecovery(id);
    if (run === undefined) {
      if (remembered !== undefined) return answerRemembered(remembered, request);
      return this.open({
        request,
        attempt: 1,
        ...(terminal ?? (await this.terminals.readTerminal(request))),
      });
    }
    return this.answerKnown(run, request);
  }

  /**
   * What was accepted stays answered when the rules for bodies change: the key is judged first.
   *
   * @param remembering as of {@link start}.
   * @throws Problem: the fault of the body where the key is unused.
   */
  async startFaulty(
    request: FaultyRequest,
    remembering?: Promise<ShownTransaction | undefined>,
  ): Promise<Started> {
    const run = await this.runs.find(request.transactionId).catch((error: unknown) => {
      throw error instanceof Problem ? keyUseUnknownProblem(request) : error;
    });
    if (run !== undefined) return this.answerKnown(run, request);
    const remembered = await remembering;
    if (remembered === undefined) throw request.fault;
    const recovered = await this.runs.findOrRecovery(request.transactionId);
    if (recovered !== undefined) return this.answerKnown(recovered, request);
    return answerRemembered(remembered, request);
  }

  private async answerKnown(run: Run, request: StartRequest | FaultyRequest): Promise<Started> {
    const latest = await this.runs.present(run, QUERY_BEFORE_RETRY_MS);
    requireSameRequest({ snapshot: latest }, request);
    if (run.kind === 'lost' && !run.isRecovering) await this.opener.recover(run.snapshot.accepted);
    if (run.kind === 'running' && mayOpenNextAttempt(latest, Date.now())) {
      if (!('fault' in request)) return this.tryAgain(request, latest);
      if (latest.status === 'not_sent') throw faultyRetryProblem(request);
    }
    return { snapshot: await this.repeat(latest, request.waitUntil), replayed: true };
  }

  /** @throws Problem `not-found`, for another merchant's transaction too */
  async read({ caller, id, waitUntil }: ReadRequest): Promise<Snapshot> {
    const known = parseTransactionId(id);
    const run = known && (await this.runs.findOrRecovery(known));
    const snapshot = run && (await this.runs.present(run));
    if (snapshot === undefined || snapshot.accepted.merchant !== caller.merchant) {
      const detail =
        'No transaction of this merchant has this id, or it is older than this service remembers.';
      throw notFoundProblem(detail);
    }
    return this.runs.waitUntilFinal(snapshot.accepted.transactionId, snapshot, waitUntil);
  }

  /** Returns once the transaction is final, or the caller's time is over. @throws Problem `orchestrator-unavailable` */
  async waitForEnd(id: TransactionId, waitUntil: WaitUntil): Promise<void> {
    const run = await this.runs.find(id);
    if (run !== undefined) await this.runs.waitUntilFinal(id, await this.runs.present(run), waitUntil);
  }

  /** A transaction that was read before, as it stands now. @throws Problem `orchestrator-unavailable` */
  async readAgain(before: Snapshot): Promise<Snapshot> {
    return (await this.runs.readSnapshot(before.accepted.transactionId)) ?? before;
  }

  private async open(opening: Opening): Promise<Started> {
    const { request } = opening;
    const { accepted, afterDispatch } = await this.opener.open(opening);
    const isStored = afterDispatch !== undefined && !isSameAcceptance(afterDispatch.accepted, accepted);
    const current = isStored ? rejectOutdated(afterDispatch) : afterDispatch;
    const snapshot = await this.follow(accepted, current, request.waitUntil);
    requireSameRequest({ snapshot }, request);
    return { snapshot, replayed: isStored || !isSameAcceptance(snapshot.accepted, accepted) };
  }

  /** The number of the attempt is decided once: whoever else asks for the same shares it. */
  private async tryAgain(request: StartRequest, latest: Snapshot): Promise<Started> {
    const { previous } = latest.accepted;
    const next = { request, attempt: latest.accepted.attempt + 1, previous };
    const { attempt } = next;
    for (let tries = 0; ; tries += 1) {
      const started = await this.open({ ...next, ...(await this.terminals.readTerminal(request)) });
      const isOpened =
        started.snapshot.accepted.attempt >= attempt || !mayOpenNextAttempt(started.snapshot, Date.now());
      const leftMs = request.waitUntil.deadlineMs - Date.now();
      if (isOpened || leftMs <= 0) return started;
      await pause(Math.min(computeRetryPauseMs(tries), leftMs));
    }
  }

  private async repeat(latest: Snapshot, waitUntil: WaitUntil): Promise<Snapshot> {
    if (latest.status !== 'dispatching')
      return this.runs.waitUntilFinal(latest.accepted.transactionId, latest, waitUntil);
    const afterDispatch = await this.opener.attach(latest.accepted, waitUntil.deadlineMs);
    return this.follow(latest.accepted, rejectOutdated(afterDispatch), waitUntil);
  }

  private async follow(
    { transactionId: id }: Accepted,
    afterDispatch: Snapshot | undefined,
    waitUntil: WaitUntil,
  ): Promise<Snapshot> {
    if (afterDispatch !== undefined && (isFinal(afterDispatch.status) || !waitUntil.forFinal)) {
      await this.runs.waitForRelease(id, afterDispatch);
      return afterDispatch;
    }
    const latest = afterDispatch ?? (await this.readPresent(id));
    return this.runs.waitUntilFinal(id, latest, waitUntil);
  }

  private async readPresent(id: TransactionId): Promise<Snapshot> {
    const run = await this.runs.find(id);
    if (run === undefined) throw refuseUnavailable(id);
    return this.runs.present(run);
  }
}

const MIN_RETRY_PAUSE_MS = 50;
const MAX_RETRY_PAUSE_MS = 500;

/** Between two tries to open an attempt; of a random length, so that requests with one key do not come all at once. */
function computeRetryPauseMs(tries: number): number {
  const longest = Math.min(MIN_RETRY_PAUSE_MS * 2 ** Math.min(tries, 10), MAX_RETRY_PAUSE_MS);
  return (longest * (1 + Math.random())) / 2;
}

/** Only a worker can say that a key may try again: a slow one is waited for. */
const QUERY_BEFORE_RETRY_MS = 3_000;

/** The stored answer of an attempt that was not sent, or waited, may be old: its turn, a callback or the next attempt came after it. */
function rejectOutdated(stored: Snapshot | undefined): Snapshot | undefined {
  return stored?.status === 'not_sent' || stored?.status === 'queued' ? undefined : stored;
}

/** Whether this very request started it. The time of acceptance does not tell: its run corrects that of an API that is ahead. */
function isSameAcceptance(one: Accepted, other: Accepted): boolean {
  return one.acceptanceId === other.acceptanceId;
}

/** What the ledger knows is answered, and never starts anything. */
function answerRemembered(remembered: ShownTransaction, request: KeyedRequest): Started {
  const { snapshot, late } = remembered;
  requireSameRequest({ snapshot, hasLateCharge: late?.moneyMoved === 'yes' }, request);
  return { snapshot, replayed: true, remembered };
}
