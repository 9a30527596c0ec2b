import { CancellationScope, TemporalFailure, condition, setHandler, sleep } from '@temporalio/workflow';
import type { LeaseGrant } from '../activities/contract.js';
import type { QueueNews } from '../activities/queue-contract.js';
import { computeDispatchByMs } from '../domain/policy.js';
import { startAfterWait } from '../domain/record.js';
import type { NotSent } from '../domain/record.js';
import type { Holder } from '../domain/snapshot.js';
import { isSale } from '../domain/transaction-type.js';
import type { Waiter } from '../domain/waiting-line.js';
import {
  buildBusy,
  buildLeaseClaim,
  buildLeaseHolder,
  buildQuarantined,
  confirmNotSent,
  recordGrant,
  requestLease,
} from './acquire-terminal.js';
import { chooseAnswerTiming } from './answer-in-new-task.js';
import { leaseProxy, queueProxy } from './activity-proxies.js';
import { turnCameSignal } from './transaction.messages.js';
import type { TurnSignal } from './transaction.messages.js';
import type { TransactionState } from './transaction-state.js';
import { describeQueued } from './ui-details.js';

/** Takes the terminal, or waits for it where the caller wants that, or ends the attempt *not sent*. */
export async function acquireOrWait(state: TransactionState): Promise<LeaseGrant> {
  const { maxWaitMs, createdAt } = state.accepted;
  const grant = await requestLease(state);
  if (grant.kind !== 'held' || maxWaitMs === undefined) return recordGrant(state, grant);
  return new Wait(state, Date.parse(createdAt) + maxWaitMs, grant.holder).waitUntilOver();
}

/** A waiter joins again after so long: a queue that somebody ended by hand comes back. */
const JOIN_AGAIN_MS = 30_000;
const PAUSE_AFTER_FAILURE_MS = 1_000;

/** An attempt that waits for its turn at a busy terminal. */
class Wait {
  private joinedAt: number | undefined;
  private joinsNextAtMs = 0;

  constructor(
    private readonly state: TransactionState,
    private readonly deadlineMs: number,
    private holder: Holder | undefined,
  ) {}

  /** Ends with the terminal, at the deadline, or when the transaction is cancelled. */
  async waitUntilOver(): Promise<LeaseGrant> {
    const { state, deadlineMs } = this;
    state.current.isQueued = true;
    state.enter('queued');
    state.publish();
    state.describe(describeQueued(state, deadlineMs));
    for (;;) {
      const why = this.findReasonToLeave();
      if (why !== undefined) return this.leave(why);
      const grant = state.current.isCalled ? await this.acquireInTurn() : await this.keepWaiting();
      if (grant !== undefined) return grant;
    }
  }

  /** A callback about an earlier attempt is verified before anything else: the place is given up for that. */
  private findReasonToLeave(): NotSent | undefined {
    const { state, deadlineMs, holder } = this;
    if (state.cancelRequested) return { reason: 'cancelled' };
    const { refusedBecause } = state.current;
    if (refusedBecause !== undefined) return buildQuarantined(refusedBecause);
    if (state.doubtedAttempts.length > 0 || state.clock.nowMs() >= deadlineMs) return buildBusy({ holder });
    return undefined;
  }

  private async acquireInTurn(): Promise<LeaseGrant | undefined> {
    const { state } = this;
    state.current.isCalled = false;
    const grant = await this.requestLease();
    switch (grant?.kind) {
      case undefined:
        // The lease may have been started all the same: it is asked for once more.
        await sleep(PAUSE_AFTER_FAILURE_MS);
        state.clock.advance(state.clock.nowMs() + PAUSE_AFTER_FAILURE_MS);
        state.current.isCalled = true;
        return undefined;
      case 'acquired':
        return this.start(grant);
      case 'held':
        this.holder = grant.holder ?? this.holder;
        await notifyQueue(state, 'missed');
        return undefined;
      case 'quarantined':
        return this.leave(buildQuarantined(grant.detail));
      case 'expired':
        return this.leave(buildBusy({ holder: this.holder }));
      case 'reset':
        return this.stop(grant);
    }
  }

  /** @returns undefined where Temporal did not answer. */
  private async requestLease(): Promise<LeaseGrant | undefined> {
    const { state, deadlineMs: grantBy } = this;
    const { dispatchWithin } = state.policy.limits;
    try {
      const claim = { ...buildLeaseClaim(state), turn: { grantBy, dispatchWithin } };
      return await state.clock.read(leaseProxy.acquireLease(claim));
    } catch (failure) {
      if (!(failure instanceof TemporalFailure)) throw failure;
      return undefined;
    }
  }

  /** The lease says until when it protects a command: the time to send follows from it, whichever try has taken it. */
  private async start(grant: LeaseGrant & { readonly kind: 'acquired' }): Promise<LeaseGrant> {
    const { state } = this;
    state.current.isQueued = false;
    state.current.startAfterWait(computeDispatchByMs(grant.lease.until, state.policy.limits));
    state.snapshot = startAfterWait(state.snapshot, state.accepted, state.nowIso);
    state.publish();
    await notifyQueue(state, 'took');
    return recordGrant(state, grant);
  }

  /** This run repeats an earlier one: it does not wait. */
  private stop(grant: LeaseGrant): LeaseGrant {
    this.state.current.isQueued = false;
    return recordGrant(this.state, grant);
  }

  private async leave(why: NotSent): Promise<LeaseGrant> {
    const { state } = this;
    state.current.isQueued = false;
    const reply = this.joinedAt === undefined ? undefined : await notifyQueue(state, 'leaves');
    const isBusy = why.reason === 'terminal-busy';
    await confirmNotSent(state, isBusy ? buildBusy(reply ?? why) : why);
    return { kind: 'held' };
  }

  /** Until something happens, or the time has come to join again. */
  private async keepWaiting(): Promise<LeaseGrant | undefined> {
    const { state, deadlineMs } = this;
    if (state.clock.nowMs() >= this.joinsNextAtMs && (await this.join()) === 'reset')
      return this.stop({ kind: 'reset' });
    const { current, clock } = state;
    current.answerTiming ??= chooseAnswerTiming(current.accepted);
    const hasNews = () => current.isCalled || this.findReasonToLeave() !== undefined;
    const waitMs = Math.max(Math.min(deadlineMs, this.joinsNextAtMs) - clock.nowMs(), 1);
    const wait = () => condition(hasNews, waitMs, { summary: 'until its turn comes' });
    await clock.waitAtMost(waitMs, async () => !(await wait()));
    return undefined;
  }

  private async join(): Promise<'joined' | 'reset' | 'failed'> {
    const { state, deadlineMs: deadline, joinedAt } = this;
    const { device, run } = buildLeaseClaim(state);
    const waiter = { ...buildWaiter(state), deadline };
    this.joinsNextAtMs = state.clock.nowMs() + PAUSE_AFTER_FAILURE_MS;
    try {
      const joined = await state.clock.read(queueProxy.joinQueue({ device, run, waiter, joinedAt }));
      this.joinedAt ??= joined.at;
      this.joinsNextAtMs = state.clock.nowMs() + JOIN_AGAIN_MS;
      return joined.kind;
    } catch (failure) {
      if (!(failure instanceof TemporalFailure)) throw failure;
      return 'failed';
    }
  }
}

function buildWaiter(state: TransactionState): Omit<Waiter, 'joinedAt' | 'deadline'> {
  const { merchant, workflowId, runId, attempt } = buildLeaseHolder(state);
  const { transactionId, type } = state.accepted;
  const waiter = { transactionId, merchant, workflowId, runId, attempt };
  return isSale(type) ? { ...waiter, isPayment: true } : waiter;
}

export function registerTurns(state: TransactionState): void {
  setHandler(turnCameSignal, (turn) => CancellationScope.nonCancellable(() => recordTurn(state, turn)), {
    description: 'The queue of the terminal calls this transaction: it is its turn',
  });
}

/** The queue calls an attempt. One that waits no more says so again, so that the next one is called. */
async function recordTurn(
  state: TransactionState,
  { attempt, at, refusedBecause }: TurnSignal,
): Promise<void> {
  state.clock.advance(at);
  const { current } = state;
  const isCurrent = current.accepted.attempt === attempt;
  if (refusedBecause !== undefined) {
    if (isCurrent) current.refusedBecause = refusedBecause;
    return;
  }
  const isWaiting = current.isQueued && isCurrent;
  if (isWaiting) current.isCalled = true;
  else await notifyQueue(state, 'leaves', attempt);
}

/** A queue that was not notified calls again, and is notified then. */
async function notifyQueue(
  state: TransactionState,
  kind: QueueNews['kind'],
  attempt = state.accepted.attempt,
): Promise<{ readonly holder?: Holder } | undefined> {
  const { device, holder } = buildLeaseClaim(state);
  try {
    const waiter = { runId: holder.runId, attempt };
    return await state.clock.read(queueProxy.tellQueue({ device, kind, waiter }));
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return undefined;
  }
}
