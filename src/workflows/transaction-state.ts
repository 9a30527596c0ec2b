import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { toCancelled } from '../domain/cancel.js';
import { MAX_ATTEMPTS } from '../domain/ids.js';
import { listOtherCharges, warnMaybeChargedTwice, withLateCharges } from '../domain/late-charge.js';
import { mayTryAgain } from '../domain/not-sent.js';
import { limitToRunStart } from '../domain/policy.js';
import * as confirmation from '../domain/confirmation.js';
import * as record from '../domain/record.js';
import type { ConfirmationState, Reversal } from '../domain/snapshot.js';
import type { EvidenceItem, LateCharge, PersonalSettlement, ProvenSettlement } from '../domain/record.js';
import { isFinal } from '../domain/status.js';
import type { Status } from '../domain/status.js';
import type { Accepted } from '../domain/transaction.js';
import { InterruptibleWait } from './interruptible-wait.js';
import { Attempts } from './attempts.js';
import type { OpenQuestion } from './attempts.js';
import type { Attempt } from './attempt.js';
import { CancelProgress } from './cancel-progress.js';
import { ChangingSnapshot } from './changing-snapshot.js';
import { OperatorRequests } from './operator-requests.js';
import { buildFoundAttributes } from './search-attributes.messages.js';
import type { CallbackHint, TransactionInput } from './transaction.messages.js';
import { DOUBTED, REPEATED } from './unknown-details.js';
import { WorkflowClock } from './workflow-clock.js';

/** What one transaction knows, and how it stands. The decisions are the domain's. */
export class TransactionState extends ChangingSnapshot {
  readonly clock: WorkflowClock;
  readonly alarm = new InterruptibleWait();
  readonly operator = new OperatorRequests();
  readonly policy: TransactionInput['policy'];
  /** As the run was started with. */
  readonly announces: TransactionInput['announces'];
  readonly attempts: Attempts;
  /** As an activity found: a decision of ours on the run id would change the path of what is replayed. */
  repeatsAnEarlierRun = false;
  /** What the first run had learned has been read. */
  isRecalled = false;
  /** Somebody asked for a cancel: what is not sent yet is not sent. */
  cancelRequested = false;
  readonly cancel = new CancelProgress();
  /** The lease of the present attempt has been given back. */
  isLeaseReleased = false;
  /** The key may try again: the attempt before was not sent, and its time is not over. */
  isParked = false;
  /** What has been reported for its terminal: that it needs a person, and that nothing was heard of it. */
  readonly reported = { isUnknown: false, isSilent: false };
  /** Grows with whatever should end a wait. */
  newsCount = 0;
  /** The present attempt was declined, which is told only once no earlier one may have charged. */
  heldDecline: ProvenSettlement | undefined;
  /** The present attempt was reported as not sent. */
  private wasReportedNotSent = false;
  /** Charges by attempts that were reported as not sent, until the present attempt is settled too. */
  lateCharges: readonly LateCharge[] = [];

  constructor({ accepted, policy, announces }: TransactionInput) {
    const startedAtMs = workflowInfo().startTime.getTime();
    const { limits } = policy;
    const limited = limitToRunStart(accepted, startedAtMs, limits);
    super(record.openRecord(limited));
    this.policy = policy;
    this.announces = announces;
    this.clock = new WorkflowClock(startedAtMs);
    this.attempts = new Attempts(limited, limits, this.clock);
  }

  get isSettled(): boolean {
    return isFinal(this.snapshot.status);
  }

  /** It is known how the transaction ended, and it was sent. */
  get isProven(): boolean {
    return this.isSettled && this.snapshot.status !== 'not_sent';
  }

  /** A person's word is no proof: what comes later is still verified. */
  get isSettledByPerson(): boolean {
    return this.isSettled && this.snapshot.outcome.evidence === 'operator';
  }

  get current(): Attempt {
    return this.attempts.current;
  }

  get accepted(): Accepted {
    return this.current.accepted;
  }

  get doubtedAttempts(): readonly Attempt[] {
    return this.attempts.doubtedAttempts;
  }

  get openQuestions(): readonly OpenQuestion[] {
    return this.attempts.openQuestions(this.isSettled);
  }

  /** A repeat of the key asks for the next attempt. */
  requestNext(accepted: Accepted): Attempt {
    this.isParked = false;
    this.newsCount += 1;
    this.clock.startAttempt(accepted, { mayGoBack: this.doubtedAttempts.length === 0 });
    return this.attempts.requestNext(accepted);
  }

  openNext(next: Attempt): void {
    this.attempts.open(next);
    this.wasReportedNotSent = false;
    this.isLeaseReleased = false;
    this.snapshot = record.startNextAttempt(this.snapshot, next.accepted);
    this.publish();
  }

  addLateCharge(charge: LateCharge): void {
    this.lateCharges = [...this.lateCharges, charge];
    this.newsCount += 1;
  }

  /** While the present attempt is on its way, a charge by an earlier one waits for its end: both may have charged. */
  applyLateCharges(): void {
    const { lateCharges, current } = this;
    if (lateCharges.length === 0) return;
    const isOpen = current.isInFlight && !this.isSettled;
    if (isOpen && this.snapshot.status !== 'needs_attention') return;
    this.lateCharges = [];
    this.snapshot = withLateCharges(this.snapshot, lateCharges, this.nowIso);
    this.contradictions.push(...listOtherCharges(this.snapshot, lateCharges));
    if (isOpen) this.leaveOpen(current);
    this.isParked = false;
    this.attempts.answerAll();
  }

  /**
   * The outcome is another attempt's, and nobody could tell whether this one charged as well: that is verified beside this run, so that
   * a person can settle it where Getnet never tells.
   */
  leaveOpen(attempt: Attempt): void {
    const warning = warnMaybeChargedTwice(attempt.accepted.customId);
    this.snapshot = record.withWarning(this.snapshot, warning);
    this.contradictions.push(...attempt.listHints());
  }

  /** A transaction that was not sent is shown as unknown while Getnet says otherwise and nobody has verified it. */
  showDoubt(): void {
    const { notSent } = this.current;
    const isDoubted = this.doubtedAttempts.length > 0;
    for (const attempt of this.attempts.all) if (!attempt.isDoubted) attempt.doubtedSinceMs = undefined;
    if (isDoubted && this.snapshot.status === 'not_sent') {
      this.snapshot = record.openDoubt(this.snapshot, DOUBTED, this.nowIso);
      this.publish();
    }
    if (!isDoubted && notSent && this.wasReportedNotSent && !this.isSettled) {
      this.snapshot = record.closeDoubt(this.snapshot, notSent, this.nowIso);
      this.publish();
    }
    if (!isDoubted && this.heldDecline) {
      this.snapshot = record.recordProof(this.snapshot, this.heldDecline, this.nowIso);
      this.heldDecline = undefined;
    }
  }

  get nowIso(): string {
    return new Date(this.clock.nowMs()).toISOString();
  }

  addEvidence(item: EvidenceItem): void {
    this.snapshot = record.withEvidence(this.snapshot, item, this.nowIso);
  }

  enter(status: Status): void {
    this.snapshot = record.enterStatus(this.snapshot, status, this.nowIso);
  }

  /** This run was reset, or started again by hand: it never sends and never says *not sent*. */
  markRepeated(): void {
    this.repeatsAnEarlierRun = true;
    this.wasReportedNotSent = false;
    this.current.forgetDispatch();
    this.snapshot = record.reopenUnknown(this.snapshot, REPEATED, this.nowIso);
    this.publish();
  }

  /** Provably nothing was sent. */
  enterNotSent(known: record.NotSent): void {
    const why = this.cancel.isTaken ? toCancelled(known) : known;
    this.current.notSent = why;
    this.wasReportedNotSent = true;
    this.snapshot = record.recordNotSent(this.snapshot, why, this.nowIso);
    const isOver = this.accepted.attempt >= MAX_ATTEMPTS || !mayTryAgain(why.reason);
    if (!isOver) this.snapshot = record.park(this.snapshot, new Date(this.retryUntilMs).toISOString());
    this.applyLateCharges();
    this.showDoubt();
  }

  /** Whether the transaction was not sent, or seems so, and may still turn out otherwise. */
  get mayStillChange(): boolean {
    return this.snapshot.status === 'not_sent' || this.doubtedAttempts.length > 0;
  }

  /** The time to try again runs from the first acceptance. */
  get retryUntilMs(): number {
    return Date.parse(this.attempts.first.accepted.createdAt) + this.policy.limits.retryWithin;
  }

  settleByPerson(settled: PersonalSettlement): void {
    this.snapshot = record.recordResolution(this.snapshot, settled, this.nowIso);
    this.wasReportedNotSent = this.snapshot.status === 'not_sent';
    this.heldDecline = undefined;
    this.isParked = false;
    this.newsCount += 1;
  }

  needsAttention(why: string): void {
    if (this.snapshot.status === 'needs_attention' || this.isSettled) return;
    this.snapshot = record.requestAttention(this.snapshot, why, this.nowIso);
    this.applyLateCharges();
    this.publish();
  }

  /** Callbacks that contradict the proven outcome, and are not yet verified beside this run. */
  readonly contradictions: CallbackHint[] = [];

  /** The sale is approved: from now on it can be confirmed. */
  openConfirmation(): void {
    this.snapshot = confirmation.openConfirmation(this.snapshot, this.clock.nowMs());
    this.publish();
  }

  /** Whoever is first decides. */
  decideConfirmation(decided: Exclude<ConfirmationState, 'open'>): void {
    this.newsCount += 1;
    this.snapshot = confirmation.decideConfirmation(this.snapshot, decided, this.nowIso);
  }

  /** The sale is not wanted: it is being undone. */
  openReversal(): void {
    this.snapshot = { ...this.snapshot, reversal: { state: 'open', since: this.nowIso } };
    this.publish();
  }

  /** The undo has been started: which, and why that one. */
  noteReversal(started: Required<Pick<Reversal, 'transactionId' | 'type' | 'reason'>>): void {
    const { reversal } = this.snapshot;
    if (reversal) this.snapshot = { ...this.snapshot, reversal: { ...reversal, ...started } };
  }

  endReversal(state: 'done' | 'failed', detail?: string): void {
    const { reversal } = this.snapshot;
    if (reversal === undefined) return;
    const ended: Reversal = { ...reversal, state, endedAt: this.nowIso, ...(detail && { detail }) };
    this.snapshot = { ...this.snapshot, reversal: ended };
    this.publish();
  }

  /** Shows the present state to operators who search. */
  publish(): void {
    upsertSearchAttributes(buildFoundAttributes(this.snapshot));
  }

  /** Tells a reader of the Temporal UI, in words, what is going on. */
  describe(details: string): void {
    setCurrentDetails(details);
  }
}
