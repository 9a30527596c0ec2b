import { setCurrentDetails, upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import { dispatchInWords } from '../domain/dispatch.js';
import type { DispatchOutcome } from '../domain/dispatch.js';
import { MAX_ATTEMPTS } from '../domain/ids.js';
import type { CustomId, IdPosTxs } from '../domain/ids.js';
import { mayTryAgain } from '../domain/not-sent.js';
import type { Policy } from '../domain/policy.js';
import { comparedWithSale, settledBy, verdictInWords } from '../domain/proof.js';
import * as record from '../domain/record.js';
import type { EvidenceItem, LateCharge, NotSent } from '../domain/record.js';
import type { Snapshot } from '../domain/snapshot.js';
import { isFinal } from '../domain/status.js';
import type { Status } from '../domain/status.js';
import type { Accepted } from '../domain/transaction.js';
import type { ProofSource, Verdict } from '../domain/verdict.js';
import { Attempt } from './attempt.js';
import { foundBy } from './search-attributes.messages.js';
import type { CallbackHint, ParkedMemo, TransactionInput } from './transaction.messages.js';
import { WorkflowClock } from './workflow-clock.js';

/** A number that one attempt may have at Getnet. */
export interface OpenQuestion {
  readonly attempt: Attempt;
  readonly number: IdPosTxs;
}

/** What one transaction knows, and what it does with each piece of news. The decisions are the domain's. */
export class TransactionState {
  readonly clock = new WorkflowClock();
  readonly policy: Policy;
  readonly attempts: Attempt[];
  snapshot: Snapshot;
  /** As an activity found: a decision of ours on the run id would change the path of what is replayed. */
  repeatsAnEarlierRun = false;
  /** What the first run had learned has been read. */
  isRecalled = false;
  cancelRequested = false;
  /** The lease of the present attempt has been given back. */
  isLeaseReleased = false;
  /** The next attempt, which a repeat of the key asks for; undefined while none does. */
  next: Attempt | undefined;
  /** The key may try again: the attempt before was not sent, and its time is not over. */
  isParked = false;
  /** Grows with whatever should end a wait. */
  newsCount = 0;
  /** The present attempt was reported as not sent. */
  private wasReportedNotSent = false;
  /** A charge by an attempt that was reported as not sent, until the present attempt is settled too. */
  private lateCharge: LateCharge | undefined;

  constructor({ accepted, policy }: TransactionInput) {
    this.policy = policy;
    this.attempts = [new Attempt(accepted, policy.limits, this.clock)];
    this.snapshot = record.opened(accepted);
  }

  get current(): Attempt {
    const [first, ...others] = this.attempts;
    const latest = others.at(-1) ?? first;
    if (latest === undefined) throw new TypeError('a transaction has at least one attempt');
    return latest;
  }

  get accepted(): Accepted {
    return this.current.accepted;
  }

  /** What the whole transaction was first accepted with. */
  get firstAccepted(): Accepted {
    return this.attempts[0]?.accepted ?? this.accepted;
  }

  get isSettled(): boolean {
    return isFinal(this.snapshot.status);
  }

  get doubtedAttempts(): readonly Attempt[] {
    return this.attempts.filter(({ isDoubted }) => isDoubted);
  }

  /** Nothing more is sent while there is one: it charged, or may have, although Getnet had refused it. */
  get obstacles(): readonly Attempt[] {
    return this.attempts.filter(({ isDoubted, hasCharged }) => isDoubted || hasCharged);
  }

  /** Everything Getnet is to be asked about: nothing of an earlier attempt is forgotten while a later one is open. */
  get openQuestions(): readonly OpenQuestion[] {
    const open = this.attempts.filter((attempt) => this.isUndecided(attempt));
    return open.flatMap((attempt) => attempt.numbers.map((number) => ({ attempt, number })));
  }

  isOpen({ attempt, number }: OpenQuestion): boolean {
    return this.isUndecided(attempt) && attempt.numbers.includes(number);
  }

  private isUndecided(attempt: Attempt): boolean {
    return (
      attempt.isDoubted || (attempt === this.current && attempt.notSent === undefined && !this.isSettled)
    );
  }

  /** The outcome is proven, and nobody could tell whether another attempt charged as well. */
  giveUpDoubts(): void {
    for (const attempt of this.doubtedAttempts) {
      this.snapshot = record.warned(this.snapshot, maybeChargedTwice(attempt));
      for (const number of attempt.numbers) attempt.disprove(number);
    }
  }

  attemptNamed(customId: CustomId): Attempt {
    return this.attempts.find(({ accepted }) => accepted.customId === customId) ?? this.current;
  }

  /** A repeat of the key asks for the next attempt. */
  requestNext(accepted: Accepted): Attempt {
    this.next = new Attempt(accepted, this.policy.limits, this.clock);
    this.isParked = false;
    this.newsCount += 1;
    return this.next;
  }

  openNext(next: Attempt): void {
    this.attempts.push(next);
    this.next = undefined;
    this.wasReportedNotSent = false;
    this.isLeaseReleased = false;
    this.snapshot = record.triedAgain(this.snapshot, next.accepted);
    this.publish();
  }

  /** The answer of the dispatch, as the activity's result or as the signal `answered`. */
  takeDispatch(
    attempt: Attempt,
    outcome: DispatchOutcome,
    source: EvidenceItem['source'] = 'dispatch',
  ): void {
    attempt.isOutstanding = false;
    this.newsCount += 1;
    if (!attempt.takeDispatch(outcome)) return this.applyLateCharge();
    if (outcome.kind === 'reset') this.repeatsAnEarlierRun = true;
    this.addEvidence({ source, says: dispatchInWords(outcome) });
    attempt.notSent ??= this.repeatsAnEarlierRun ? undefined : attempt.refusal;
    if (attempt.notSent !== undefined || outcome.kind === 'reset') return;
    if (attempt.refusal) return this.needsAttention(REPEATED);
    attempt.isAnswerable = true;
    if (outcome.kind === 'finished')
      this.weigh({ attempt, number: undefined }, outcome.proof, 'sync_response');
    if (!this.isSettled) this.awaitOutcome(attempt, outcome);
  }

  /** The latest dispatch of the first run may be of an attempt that this run has not opened. */
  takeFirstRunsDispatch({ accepted, outcome }: { accepted: Accepted; outcome: DispatchOutcome }): void {
    if (accepted.attempt > this.accepted.attempt)
      this.openNext(new Attempt(accepted, this.policy.limits, this.clock));
    this.takeDispatch(this.attemptNamed(accepted.customId), outcome, 'first_run');
  }

  private awaitOutcome(attempt: Attempt, outcome: DispatchOutcome): void {
    if (attempt !== this.current) return;
    if ('idPosTxs' in outcome) this.snapshot = record.withIdPosTxs(this.snapshot, outcome.idPosTxs);
    if (this.snapshot.status !== 'needs_attention') this.enter('in_progress');
    // Whoever was lost on the way may still have sent it, up to the deadline.
    const isUnknown = outcome.kind !== 'acknowledged';
    const at = this.clock.now();
    attempt.schedule.handedOver(isUnknown ? Math.max(at, attempt.accepted.dispatchBy) : at);
    // A number in an answer that is odd, or a callback in hand: ask now, not after the first window.
    if (attempt.hasCallback || (isUnknown && attempt.numbers.length > 0)) attempt.schedule.askNow();
  }

  /** A callback names what to ask about; it proves nothing. */
  takeCallback(hint: CallbackHint): void {
    const { idPosTxs, claims, customId } = hint;
    const attempt = this.attemptNamed(customId);
    const about = attempt === this.current ? '' : ` about ${customId}`;
    this.addEvidence({
      source: 'callback',
      says: `claims ${claims}${idPosTxs ? ` for ${idPosTxs}` : ''}${about}`,
    });
    if (attempt.takeCallback(hint)) this.newsCount += 1;
    this.showDoubt();
  }

  /** A verdict about one of our commands: proof ends the search, anything else is noted. */
  weigh(
    { attempt, number }: { attempt: Attempt; number: IdPosTxs | undefined },
    verdict: Verdict,
    source: ProofSource,
  ): void {
    this.addEvidence({ source, says: verdictInWords(verdict) });
    const settlement = settledBy(verdict, attempt.schedule);
    if (settlement === undefined) return this.showDoubt();
    const proven = { ...comparedWithSale(settlement, attempt.accepted), source };
    if (attempt === this.current && attempt.notSent === undefined) {
      this.snapshot = record.settled(this.withNumber(number), proven, this.now);
      return this.applyLateCharge();
    }
    if (proven.proof.kind === 'approved') {
      attempt.hasCharged = true;
      this.lateCharge = { ...proven, accepted: attempt.accepted, idPosTxs: number };
      this.newsCount += 1;
    } else if (number !== undefined) attempt.disprove(number);
    this.applyLateCharge();
    this.showDoubt();
  }

  /** The number whose answer was proof is the transaction's, whatever the acknowledgement said. */
  private withNumber(number: IdPosTxs | undefined): Snapshot {
    return number === undefined ? this.snapshot : { ...this.snapshot, idPosTxs: number };
  }

  /** While the present attempt is on its way, a charge by an earlier one waits for its end: both may have charged. */
  private applyLateCharge(): void {
    const { lateCharge, current } = this;
    if (lateCharge === undefined) return;
    const isOnItsWay =
      current.isOutstanding || (current.dispatched !== undefined && current.notSent === undefined);
    const isOpen = isOnItsWay && !this.isSettled;
    if (isOpen && this.snapshot.status !== 'needs_attention') return;
    this.lateCharge = undefined;
    const hasCharged = this.snapshot.status === 'approved' || this.snapshot.status === 'completed';
    if (!hasCharged) this.snapshot = record.chargedAfterAll(this.snapshot, lateCharge, this.now);
    if (hasCharged) this.snapshot = record.warned(this.snapshot, chargedTwice(lateCharge));
    if (isOpen) this.snapshot = record.warned(this.snapshot, maybeChargedTwice(current));
    for (const attempt of this.attempts) attempt.isAnswerable = true;
  }

  /** A transaction that was not sent is shown as unknown while Getnet says otherwise and nobody has verified it. */
  private showDoubt(): void {
    const { notSent } = this.current;
    const isDoubted = this.doubtedAttempts.length > 0;
    for (const attempt of this.attempts) if (!attempt.isDoubted) attempt.doubtedSince = undefined;
    if (isDoubted && this.snapshot.status === 'not_sent') {
      this.snapshot = record.doubted(this.snapshot, IN_DOUBT, this.now);
      this.publish();
    }
    if (!isDoubted && notSent && this.wasReportedNotSent && !this.isSettled) {
      this.snapshot = record.undoubted(this.snapshot, notSent, this.now);
      this.publish();
    }
  }

  private get now(): string {
    return new Date(this.clock.now()).toISOString();
  }

  addEvidence(item: EvidenceItem): void {
    this.snapshot = record.withEvidence(this.snapshot, item, this.now);
  }

  enter(status: Status): void {
    this.snapshot = record.entered(this.snapshot, status, this.now);
  }

  /** This run was reset, or started again by hand: it never sends and never says *not sent*. */
  findRepeated(): void {
    this.repeatsAnEarlierRun = true;
    this.wasReportedNotSent = false;
    this.current.notSent = undefined;
    this.snapshot = record.reopened(this.snapshot, REPEATED, this.now);
  }

  /** Provably nothing was sent. */
  enterNotSent(why: NotSent): void {
    this.current.notSent = why;
    this.wasReportedNotSent = true;
    this.snapshot = record.neverSent(this.snapshot, why, this.now);
    const isOver = this.accepted.attempt >= MAX_ATTEMPTS || !mayTryAgain(why.reason);
    if (!isOver) this.snapshot = record.parked(this.snapshot, new Date(this.retryUntil).toISOString());
    this.applyLateCharge();
    this.showDoubt();
  }

  /** Whether the transaction was not sent, or seems so, and may still turn out otherwise. */
  get isOpenToNews(): boolean {
    return this.snapshot.status === 'not_sent' || this.doubtedAttempts.length > 0;
  }

  /** The time to try again runs from the first acceptance. Epoch ms. */
  get retryUntil(): number {
    return Date.parse(this.firstAccepted.createdAt) + this.policy.limits.retryWithin;
  }

  /** From now on the key may try again. */
  park(): void {
    const { reason } = this.current.notSent ?? {};
    const { retryUntil } = this.snapshot;
    this.isParked = retryUntil !== undefined;
    const parked: ParkedMemo = { attempt: this.accepted.attempt, reason, retryUntil };
    upsertMemo({ parked });
    this.publish();
  }

  /** What the first run had proven is this reset run's outcome too. */
  adopt(earlier: Snapshot): void {
    if (earlier.status === 'not_sent') return this.findRepeated();
    this.snapshot = record.withEvidence(earlier, { source: 'first_run', says: earlier.status }, this.now);
  }

  needsAttention(why: string): void {
    if (this.snapshot.status === 'needs_attention' || this.isSettled) return;
    this.snapshot = record.needingAttention(this.snapshot, why, this.now);
    this.applyLateCharge();
    this.publish();
  }

  /** Somebody asked Temporal to cancel: before the dispatch nothing is sent, after it the truth is still awaited. */
  requestCancel(): void {
    this.cancelRequested = true;
    this.newsCount += 1;
    this.addEvidence({ source: 'operator', says: 'cancellation requested in Temporal' });
  }

  /** Shows the present state to operators who search. */
  publish(): void {
    upsertSearchAttributes(foundBy(this.snapshot));
  }

  /** Tells a reader of the Temporal UI, in words, what is going on. */
  describe(details: string): void {
    setCurrentDetails(details);
  }
}

function chargedTwice({ accepted, idPosTxs }: LateCharge): string {
  return `charged-twice: ${accepted.customId} was approved too, as ${idPosTxs}, after Getnet had refused it; give one of the two back`;
}

function maybeChargedTwice({ accepted }: Attempt): string {
  return `whether ${accepted.customId} charged as well is not known: check the terminal for a second charge`;
}

const REPEATED =
  'This run repeats an earlier one, which does not tell whether the command reached the terminal. Check with Getnet.';

const IN_DOUBT =
  'Getnet had refused the command and called back about it all the same: it is being verified, and nothing more is sent until then.';

/** @returns a record that says *not sent*, as a run that repeats an earlier one may show it. */
export function repeated(snapshot: Snapshot): Snapshot {
  return record.reopened(snapshot, REPEATED, new Date().toISOString());
}
