import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { Caller } from '../../config/merchants/merchants.js';
import { parseTransactionId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import type { Accepted } from '../../domain/transaction.js';
import { LedgerLink } from '../ledger/ledger-link.service.js';
import { isNotFound, notFound } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';
import { refuseUnavailable } from '../store/unavailable.js';
import type { Opening } from './terminal-reader.service.js';
import { mayOpenNextAttempt } from '../store/run.js';
import { Runs } from '../store/runs.service.js';
import type { StartRequest } from './start-request.js';
import { TerminalReader } from './terminal-reader.service.js';
import { TransactionOpener } from './transaction-opener.service.js';
import type { WaitUntil } from '../http/prefer.js';
import { KeyReused, refuseReusedKey, requireSameRequest } from './key-reuse.js';
import type { FirstUse } from './key-reuse.js';
import { ShownTransactions } from './shown-transactions.service.js';
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
    // The ledger may know of it by a request beside this one, which has started it meanwhile.
    const run = remembered === undefined ? found : await this.runs.find(id);
    if (run === undefined) {
      if (remembered !== undefined) return answerRemembered(remembered, request);
      return this.open({
        request,
        attempt: 1,
        ...(terminal ?? (await this.terminals.readTerminal(request))),
      });
    }
    const latest = await this.runs.present(run, QUERY_BEFORE_RETRY_MS);
    requireSameRequest({ snapshot: latest }, request);
    if (run.kind === 'lost' && !run.isRecovering) await this.opener.recover(run.snapshot.accepted);
    if (run.kind === 'running' && mayOpenNextAttempt(latest, Date.now()))
      return this.tryAgain(request, latest);
    return { snapshot: await this.repeat(latest, request.waitUntil), replayed: true };
  }

  /** @throws Problem `not-found`, for another merchant's transaction too */
  async read({ caller, id, waitUntil }: ReadRequest): Promise<Snapshot> {
    const known = parseTransactionId(id);
    const run = known && (await this.runs.find(known));
    const snapshot = run && (await this.runs.present(run));
    if (snapshot === undefined || snapshot.accepted.merchant !== caller.merchant) {
      const detail =
        'No transaction of this merchant has this id, or it is older than this service remembers.';
      throw notFound(detail);
    }
    return this.runs.whenFinal(snapshot.accepted.transactionId, snapshot, waitUntil);
  }

  private async open(opening: Opening): Promise<Started> {
    const { request } = opening;
    const { accepted, afterDispatch } = await this.opener.open(opening);
    const isStored = afterDispatch !== undefined && !isSameAcceptance(afterDispatch.accepted, accepted);
    const current = isStored ? unlessOutdated(afterDispatch) : afterDispatch;
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
      await pause(Math.min(retryPauseMs(tries), leftMs));
    }
  }

  private async repeat(latest: Snapshot, waitUntil: WaitUntil): Promise<Snapshot> {
    if (latest.status !== 'dispatching')
      return this.runs.whenFinal(latest.accepted.transactionId, latest, waitUntil);
    const afterDispatch = await this.opener.attach(latest.accepted, waitUntil.deadlineMs);
    return this.follow(latest.accepted, unlessOutdated(afterDispatch), waitUntil);
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
    return this.runs.whenFinal(id, latest, waitUntil);
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
function retryPauseMs(tries: number): number {
  const longest = Math.min(MIN_RETRY_PAUSE_MS * 2 ** Math.min(tries, 10), MAX_RETRY_PAUSE_MS);
  return (longest * (1 + Math.random())) / 2;
}

/** Only a worker can say that a key may try again: a slow one is waited for. */
const QUERY_BEFORE_RETRY_MS = 3_000;

/** The stored answer of an attempt that was not sent, or waited, may be old: its turn, a callback or the next attempt came after it. */
function unlessOutdated(stored: Snapshot | undefined): Snapshot | undefined {
  return stored?.status === 'not_sent' || stored?.status === 'queued' ? undefined : stored;
}

/** Whether this very request started it. The time of acceptance does not tell: its run corrects that of an API that is ahead. */
function isSameAcceptance(one: Accepted, other: Accepted): boolean {
  return one.acceptanceId === other.acceptanceId;
}

/** What the ledger knows is answered, and never starts anything. */
function answerRemembered(remembered: ShownTransaction, request: StartRequest): Started {
  const { snapshot, late } = remembered;
  requireSameRequest({ snapshot, hasLateCharge: late?.moneyMoved === 'yes' }, request);
  return { snapshot, replayed: true, remembered };
}

/** What a request to start came to, as it is shown. */
export interface NetStarted extends Started {
  readonly net: ShownTransaction;
  /** Reported as not sent, and what came afterwards may mean a charge. */
  readonly isInDoubt: boolean;
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
  async start(request: StartRequest): Promise<NetStarted> {
    const remembering = this.ledger.remember(request.transactionId);
    const started = await this.transactions.start(request, remembering).catch(async (error: unknown) => {
      throw error instanceof KeyReused ? await this.judgeReuse(error.first) : error;
    });
    const { snapshot, replayed, remembered } = started;
    if (remembered) return this.addDoubt(started, remembered);
    this.ledger.tell(snapshot);
    if (replayed) return this.addDoubt(started, await this.shown.complete(snapshot));
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

  /** @throws Problem `not-found`, for another merchant's transaction too; `orchestrator-unavailable` */
  async read(request: ReadRequest): Promise<ShownTransaction> {
    try {
      return await this.readNow(request);
    } catch (error) {
      const remembered = isNotFound(error) ? await this.findRemembered(request) : undefined;
      if (remembered === undefined) throw error;
      // It may have been started since the first look.
      return this.readNow(request).catch((again: unknown) => {
        if (isNotFound(again)) return remembered;
        throw again;
      });
    }
  }

  private async readNow(request: ReadRequest): Promise<ShownTransaction> {
    const snapshot = await this.transactions.read(request);
    this.ledger.tell(snapshot);
    return this.shown.complete(snapshot);
  }

  private async findRemembered({ id, caller }: ReadRequest): Promise<ShownTransaction | undefined> {
    const known = parseTransactionId(id);
    const remembered = known && (await this.ledger.remember(known));
    return remembered?.snapshot.accepted.merchant === caller.merchant ? remembered : undefined;
  }

  /** Adds what is known about it from elsewhere. @throws Problem `orchestrator-unavailable` */
  complete(snapshot: Snapshot): Promise<ShownTransaction> {
    return this.shown.complete(snapshot);
  }
}
