import type { Lease } from '../activities/contract.js';
import { getNotSentReason, isMoreInformative, isOutdated } from '../domain/dispatch.js';
import type { DispatchOutcome, HandOutAnswer } from '../domain/dispatch.js';
import type { IdPosTxs } from '../domain/ids.js';
import type { ProvenNumber } from '../domain/own-numbers.js';
import type { Policy, TimeLimits } from '../domain/policy.js';
import type { NotSent } from '../domain/record.js';
import type { OpenOutcome } from '../domain/resolution-refusals.js';
import type { StatusQuestion } from '../domain/status-question.js';
import type { EpochMs } from '../domain/time.js';
import type { Accepted } from '../domain/transaction.js';
import type { UndoState } from '../domain/undo.js';
import type { Proof, Verdict } from '../domain/verdict.js';
import { AttemptNumbers } from './attempt-numbers.js';
import { QuerySchedule } from './query-schedule.js';
import type { CallbackHint } from './transaction.messages.js';
import type { WorkflowClock } from './workflow-clock.js';

/** Callbacks beyond this no longer make us ask at once, unless they name the end of the command or a new number. */
const MAX_PROMPT_CALLBACKS = 12;
/** Further callbacks about one attempt are ignored. */
const MAX_DIGESTS = 200;

/** One attempt at a transaction: what Getnet said to it, and by which numbers it may be asked about. */
export class Attempt {
  readonly schedule: QuerySchedule;
  /** The dispatch's outcome, by the activity's result or by signal, whichever came first. */
  dispatched: DispatchOutcome | undefined;
  /** The command was given to a worker, and its answer is outstanding. */
  isOutstanding = false;
  /** The worker asked this run right before sending and held the command back: nothing was sent, and it may still be sent. */
  isWithheld = false;
  /** What it took the terminal with. */
  lease: Lease | undefined;
  /** How often the command was given to a worker. */
  handOuts = 0;
  /** When the command was given to a worker. */
  handedOutAtMs = 0;
  /** Why it provably never reached the terminal. */
  notSent: NotSent | undefined;
  /** The command is on its way, or provably is not: the caller can be answered, in a new task where a local activity may have told it. */
  answerTiming: 'at_once' | 'in_new_task' | undefined;
  /** Of a void or return: it may be on the list of its sale's undos. */
  mayHavePermission = false;
  /** Of a void or return: the state that was last reported. */
  reportedUndo: UndoState | undefined;
  /** It was proven to have charged, or given back, after it had been reported as not sent. */
  hasCharged = false;
  /** It was proven to have charged nothing. */
  isDeclined = false;
  /** Getnet refused it, and the budget ended before it was known whether it charged all the same. */
  isGivenUp = false;
  /** It waits for its turn at the terminal. */
  isQueued = false;
  /** The queue of the terminal has called it. */
  isCalled = false;
  /** The terminal takes no new payment: a clause that says why. It is not sent, if it was not before. */
  refusedBecause: string | undefined;
  /** Since when it may use up its budget: its acceptance, or the grant of a terminal it had waited for. */
  budgetStartMs: number;
  accepted: Accepted;
  /** What had the terminal before the earlier attempts. */
  earlier: Pick<StatusQuestion, 'before'> = {};
  /** The run of the lease under which its terminal was last asked how it ended, and did not answer. */
  unansweredLease: string | undefined;
  /** When a callback first named a number for a command that Getnet had refused. */
  doubtedSinceMs: number | undefined;
  private readonly ownNumbers = new AttemptNumbers();
  private readonly digests = new Set<string>();
  /** When the worker had sent it, as it reported. */
  private sentByMs: number | undefined;

  constructor(
    accepted: Accepted,
    private readonly limits: TimeLimits,
    private readonly clock: Pick<WorkflowClock, 'nowMs'>,
  ) {
    this.accepted = accepted;
    this.budgetStartMs = Date.parse(accepted.createdAt);
    this.schedule = new QuerySchedule(this.budgetStartMs, limits, clock);
  }

  /** It waited, and was given the terminal. Its time to send runs anew. */
  startAfterWait(dispatchBy: EpochMs): void {
    this.accepted = { ...this.accepted, dispatchBy };
    this.budgetStartMs = this.clock.nowMs();
    this.schedule.restartBudget(this.budgetStartMs);
  }

  /** The numbers that may be this attempt's, our own acknowledgement's first. */
  get numbers(): readonly IdPosTxs[] {
    return this.ownNumbers.all;
  }

  buildQuestion(number: IdPosTxs, policy: Policy): StatusQuestion {
    const idFromCallback = this.ownNumbers.mustNameUs(number);
    return { accepted: this.accepted, policy, idPosTxs: number, idFromCallback, ...this.earlier };
  }

  get hasCallback(): boolean {
    return this.digests.size > 0;
  }

  /** The other numbers of which nobody knows yet whether they charged. */
  listOpenBeside(number: IdPosTxs | undefined): readonly IdPosTxs[] {
    return this.ownNumbers.listOpenBeside(number);
  }

  /** What is said of the other numbers of which nobody knows yet whether they charged. */
  listHintsBeside(number: IdPosTxs | undefined): readonly CallbackHint[] {
    return this.ownNumbers.listHintsBeside(number, this.accepted.customId);
  }

  /** What is said of each of its numbers, whatever Getnet answered; of the command itself, where it has none. */
  listHints(): readonly CallbackHint[] {
    return this.ownNumbers.listHints(this.accepted.customId);
  }

  /** Callbacks that claim another end than the one that is proven of this number. */
  listHintsAgainst(number: IdPosTxs | undefined, proven: Proof['kind']): readonly CallbackHint[] {
    return this.ownNumbers.listHintsAgainst(number, proven);
  }

  /** @returns a number by which a callback claims an approval: the preferred one, if it is one. */
  findClaimed(preferred: IdPosTxs | undefined): IdPosTxs | undefined {
    return this.ownNumbers.findClaimed(preferred);
  }

  /** The terminal may still be at work on it: on another number than the one that charged, or although Getnet had refused it. */
  get mayBeLive(): boolean {
    return (this.isDoubted || this.ownNumbers.hasChargedAmongOpen) && !this.schedule.isLifecycleOver;
  }

  /** Getnet refused it, and called back about it all the same: nothing more is sent until that is settled. */
  get isDoubted(): boolean {
    return this.notSent !== undefined && !this.hasCharged && this.numbers.length > 0;
  }

  /** It was given to a worker, and is not known not to have been sent, or to have been declined. */
  get isInFlight(): boolean {
    return this.isOutstanding || (this.dispatched !== undefined && !this.isKnownNotCharged);
  }

  /** It is known that it charged nothing. */
  get isKnownNotCharged(): boolean {
    return this.notSent !== undefined || this.isDeclined;
  }

  /** What speaks for or against a person's verdict about it. */
  get openOutcome(): Omit<OpenOutcome, 'repeatsAnEarlierRun'> {
    return {
      isOutstanding: this.isOutstanding,
      liveUntilMs: (this.sentByMs ?? this.accepted.dispatchBy) + this.limits.lifecycleLimit,
      numbers: this.numbers,
      hasCallback: this.hasCallback,
      ...this.ownNumbers.claims,
    };
  }

  /** The command was given to a worker. What was told of it before counts for nothing: only so is it given to another one. */
  recordHandOut(handOut = this.handOuts + 1): void {
    this.forgetDispatch();
    this.handOuts = handOut;
  }

  /** Whether an answer is of a worker that was given up, and says nothing of the command, which another one has or is given next. */
  isOutdated(answer: HandOutAnswer): boolean {
    return isOutdated(answer, this.isWithheld ? this.handOuts + 1 : this.handOuts);
  }

  /**
   * @param at when the worker knew it: the command was sent before.
   * @returns whether the outcome says more than what was known before.
   */
  recordDispatch(outcome: DispatchOutcome, at?: EpochMs): boolean {
    this.isWithheld = outcome.kind === 'withheld';
    if (!this.isWithheld) this.sentByMs ??= at;
    if (this.isWithheld || !isMoreInformative(outcome, this.dispatched)) return false;
    this.dispatched = outcome;
    if ('idPosTxs' in outcome) this.ownNumbers.recordAcknowledgement(outcome.idPosTxs);
    if (outcome.kind === 'finished') this.ownNumbers.recordAcknowledgement(outcome.proof.idPosTxs);
    return true;
  }

  /** What was told of its dispatch counts for nothing. */
  forgetDispatch(): void {
    this.dispatched = undefined;
    this.notSent = undefined;
    this.isWithheld = false;
  }

  /** A refusal counts only while there is no callback about this attempt: Getnet calls back only about what it took. */
  get refusal(): NotSent | undefined {
    const reason = this.dispatched && !this.hasCallback ? getNotSentReason(this.dispatched) : undefined;
    return reason && { reason, ...findDetail(this.dispatched) };
  }

  /** @returns false for a repeat of a callback, and for one that says nothing new. */
  recordCallback(hint: CallbackHint): boolean {
    const { digest, claims } = hint;
    if (this.digests.has(digest) || this.digests.size >= MAX_DIGESTS) return false;
    this.digests.add(digest);
    const { isNew, isAdded } = this.ownNumbers.recordHint(hint);
    if (isAdded && this.notSent !== undefined) this.doubtedSinceMs ??= this.clock.nowMs();
    const isFinal = claims === 'approved' || claims === 'declined';
    const isPrompt = claims !== 'in_process' && this.digests.size <= MAX_PROMPT_CALLBACKS;
    const isNews = isFinal || isNew || isPrompt;
    if (isNews) this.schedule.requestQueryNow();
    return isNews;
  }

  recordVerdict(number: IdPosTxs, verdict: Verdict): void {
    this.schedule.recordVerdict(verdict);
    const { isLifecycleOver } = this.schedule;
    const isNotSent = this.notSent !== undefined;
    this.ownNumbers.recordVerdict(number, verdict, { isLifecycleOver, isNotSent });
  }

  /**
   * Takes the proof about one number. An approval ends the attempt; a decline ends it only when no other number may have charged.
   *
   * @returns how the attempt ended; undefined while another number may have charged.
   */
  recordProof(found: ProvenNumber): ProvenNumber | undefined {
    return this.ownNumbers.recordProof(found);
  }

  /** How the attempt ended, where every number of it is known not to have charged. */
  get provenDecline(): ProvenNumber | undefined {
    return this.ownNumbers.provenDecline;
  }

  /** Getnet proved that the command of this number charged nothing. */
  markUncharged(number: IdPosTxs): void {
    this.ownNumbers.markUncharged(number);
  }

  /** A person says that it charged nothing: Getnet is not asked about it any more. */
  giveUpAsDeclined(): void {
    this.isDeclined = true;
    for (const number of this.numbers) this.markUncharged(number);
  }
}

function findDetail(outcome: DispatchOutcome | undefined): { readonly detail?: string } {
  if (outcome?.kind === 'unreachable') return { detail: outcome.cause };
  return outcome?.kind === 'refused' && outcome.message !== undefined ? { detail: outcome.message } : {};
}
