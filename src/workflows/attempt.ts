import type { Lease } from '../activities/contract.js';
import { notSentReasonFor, isMoreInformative } from '../domain/dispatch.js';
import type { DispatchOutcome } from '../domain/dispatch.js';
import type { IdPosTxs } from '../domain/ids.js';
import { chooseDecline } from '../domain/own-numbers.js';
import type { ProvenNumber } from '../domain/own-numbers.js';
import type { Policy, TimeLimits } from '../domain/policy.js';
import type { NotSent } from '../domain/record.js';
import type { OpenOutcome } from '../domain/resolution.js';
import type { StatusQuestion } from '../domain/status-question.js';
import type { Accepted } from '../domain/transaction.js';
import type { UndoState } from '../domain/undo.js';
import type { Verdict } from '../domain/verdict.js';
import { QuerySchedule } from './query-schedule.js';
import type { CallbackHint } from './transaction.messages.js';
import type { WorkflowClock } from './workflow-clock.js';

/** Callbacks beyond this no longer make us ask at once, unless they name the end of the command or a new number. */
const MOST_PROMPT_CALLBACKS = 12;
/** Further callbacks about one attempt are ignored. */
const MOST_DIGESTS = 200;
/** So many numbers from callbacks are kept, the latest first. */
const MOST_NUMBERS = 5;

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
  /** Epoch ms: when the command was given to a worker. */
  handedOutAtMs = 0;
  /** Why it provably never reached the terminal. */
  notSent: NotSent | undefined;
  /** The command is on its way, or provably is not: the caller can be answered. */
  isAnswerable = false;
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
  /** Since when it may use up its budget: its acceptance, or the grant of a terminal it had waited for. Epoch ms. */
  budgetStartMs: number;
  accepted: Accepted;
  /** What had the terminal before the earlier attempts. */
  earlier: Pick<StatusQuestion, 'before'> = {};
  /** When a callback first named a number for a command that Getnet had refused. */
  doubtedSinceMs: number | undefined;
  private acknowledged: IdPosTxs | undefined;
  /** Latest first. */
  private namedByCallbacks: IdPosTxs[] = [];
  private readonly disproved = new Set<IdPosTxs>();
  private readonly digests = new Set<string>();
  /** Of callbacks that claim an approval; undefined for one without a number. */
  private readonly claimedApproved = new Set<IdPosTxs | undefined>();
  private readonly reportedApproved = new Set<IdPosTxs>();
  /** By Getnet's latest answer another operation's, or unknown to Getnet after the lifecycle. */
  private readonly unowned = new Set<IdPosTxs>();
  /** What callbacks said of each number: an approval, where one did. */
  private readonly hints = new Map<IdPosTxs, CallbackHint>();
  /** Getnet has said of it that it is in process, or approved without what makes that proof. */
  private readonly begun = new Set<IdPosTxs>();
  private charged: IdPosTxs | undefined;
  /** It is the attempt's outcome once no other number may have charged. */
  private heldDecline: ProvenNumber | undefined;
  /** Epoch ms: when the worker had sent it, as it reported. */
  private sentByMs: number | undefined;

  constructor(
    accepted: Accepted,
    private readonly limits: TimeLimits,
    private readonly clock: Pick<WorkflowClock, 'now'>,
  ) {
    this.accepted = accepted;
    this.budgetStartMs = Date.parse(accepted.createdAt);
    this.schedule = new QuerySchedule(this.budgetStartMs, limits, clock);
  }

  /** It waited, and was given the terminal. @param dispatchBy epoch ms: its time to send runs anew. */
  startAfterWait(dispatchBy: number): void {
    this.accepted = { ...this.accepted, dispatchBy };
    this.budgetStartMs = this.clock.now();
    this.schedule.restartBudget(this.budgetStartMs);
  }

  /** The numbers that may be this attempt's, our own acknowledgement's first. */
  get numbers(): readonly IdPosTxs[] {
    const all = this.acknowledged === undefined ? [] : [this.acknowledged];
    return [...new Set([...all, ...this.namedByCallbacks])].filter((number) => !this.disproved.has(number));
  }

  questionAbout(number: IdPosTxs, policy: Policy): StatusQuestion {
    // Only an answer that names our `customId` counts where the number is not, or not alone, our acknowledgement's.
    const isAlone = this.numbers.length === 1 && this.heldDecline === undefined;
    const idFromCallback = number !== this.acknowledged || !isAlone;
    return { accepted: this.accepted, policy, idPosTxs: number, idFromCallback, ...this.earlier };
  }

  get hasCallback(): boolean {
    return this.digests.size > 0;
  }

  /** The numbers that neither charged nor surely did not. */
  private get openNumbers(): readonly IdPosTxs[] {
    return this.numbers.filter((number) => number !== this.charged && !this.unowned.has(number));
  }

  /** The other numbers of which nobody knows yet whether they charged. */
  listOpenBeside(number: IdPosTxs | undefined): readonly IdPosTxs[] {
    return this.openNumbers.filter((other) => other !== number);
  }

  /** What callbacks say of the other open numbers, or what Getnet itself has begun to say. */
  listHintsBeside(number: IdPosTxs | undefined): readonly CallbackHint[] {
    return this.listOpenBeside(number).flatMap((other) => this.hints.get(other) ?? this.buildHint(other));
  }

  private buildHint(idPosTxs: IdPosTxs): readonly CallbackHint[] {
    if (!this.begun.has(idPosTxs)) return [];
    const { customId } = this.accepted;
    return [{ version: 1, customId, idPosTxs, digest: `${idPosTxs}: begun`, claims: 'nothing' }];
  }

  /** @returns a number by which a callback claims an approval: the preferred one, if it is one. */
  findClaimed(preferred: IdPosTxs | undefined): IdPosTxs | undefined {
    const claimed = this.numbers.filter((number) => this.claimedApproved.has(number));
    return claimed.find((number) => number === preferred) ?? claimed[0];
  }

  /** One number charged, and the terminal may still be at work on another. */
  get mayBeLive(): boolean {
    return this.charged !== undefined && this.openNumbers.length > 0 && !this.schedule.isLifecycleOver;
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
    const isStanding = (number: IdPosTxs | undefined) => number === undefined || !this.disproved.has(number);
    return {
      isOutstanding: this.isOutstanding,
      liveUntilMs: (this.sentByMs ?? this.accepted.dispatchBy) + this.limits.lifecycleLimit,
      numbers: this.numbers,
      hasCallback: this.hasCallback,
      isClaimedApproved: [...this.claimedApproved].some(isStanding),
      isReportedApproved: [...this.reportedApproved].some(isStanding),
    };
  }

  /**
   * @param at epoch ms, when the worker knew it: the command was sent before.
   * @returns whether the outcome says more than what was known before.
   */
  recordDispatch(outcome: DispatchOutcome, at?: number): boolean {
    this.isWithheld = outcome.kind === 'withheld';
    if (!this.isWithheld) this.sentByMs ??= at;
    if (this.isWithheld || !isMoreInformative(outcome, this.dispatched)) return false;
    this.dispatched = outcome;
    if ('idPosTxs' in outcome) this.acknowledged ??= outcome.idPosTxs;
    if (outcome.kind === 'finished') this.acknowledged ??= outcome.proof.idPosTxs;
    return true;
  }

  /** What this run was told of its own dispatch counts for nothing: it repeats an earlier run, and never sends. */
  forgetDispatch(): void {
    this.dispatched = undefined;
    this.notSent = undefined;
    this.isWithheld = false;
  }

  /** A refusal counts only while there is no callback about this attempt: Getnet calls back only about what it took. */
  get refusal(): NotSent | undefined {
    const reason = this.dispatched && !this.hasCallback ? notSentReasonFor(this.dispatched) : undefined;
    return reason && { reason, ...findDetail(this.dispatched) };
  }

  /** @returns false for a repeat of a callback, and for one that says nothing new. */
  recordCallback(hint: CallbackHint): boolean {
    const { idPosTxs, digest, claims } = hint;
    if (this.digests.has(digest) || this.digests.size >= MOST_DIGESTS) return false;
    this.digests.add(digest);
    if (claims === 'approved') this.claimedApproved.add(idPosTxs);
    if (idPosTxs !== undefined) this.keepHint(idPosTxs, hint);
    const isNewNumber = idPosTxs !== undefined && !this.numbers.includes(idPosTxs);
    // We ask again about a later *yes*, whatever was found before.
    if (isNewNumber && claims === 'approved') this.disproved.delete(idPosTxs);
    if (isNewNumber && !this.disproved.has(idPosTxs)) this.addNumber(idPosTxs);
    const isFinal = claims === 'approved' || claims === 'declined';
    const isPrompt = claims !== 'in_process' && this.digests.size <= MOST_PROMPT_CALLBACKS;
    const isNews = isFinal || isNewNumber || isPrompt;
    if (isNews) this.schedule.requestQueryNow();
    return isNews;
  }

  recordVerdict(number: IdPosTxs, verdict: Verdict): void {
    this.schedule.recordVerdict(verdict);
    if (verdict.kind === 'approved_without_code') this.reportedApproved.add(number);
    if (verdict.kind === 'approved_without_code' || verdict.kind === 'pending') this.begun.add(number);
    const isForeign = verdict.kind === 'contradiction' && verdict.foreign;
    const isUnknownToGetnet = verdict.kind === 'not_found' && this.schedule.isLifecycleOver;
    const isUnowned = isForeign || isUnknownToGetnet;
    if (isUnowned) this.unowned.add(number);
    else this.unowned.delete(number);
    if (number === this.acknowledged || !isUnowned) return;
    // *Not found* does not close the only number, nor the number of a doubt.
    if (isForeign || (this.notSent === undefined && this.acknowledged !== undefined))
      this.disproved.add(number);
  }

  /**
   * Takes the proof about one number. An approval ends the attempt; a decline ends it only when no other number may have charged.
   *
   * @returns how the attempt ended; undefined while another number may have charged.
   */
  recordProof(found: ProvenNumber): ProvenNumber | undefined {
    const { proof } = found.proven;
    const number = found.number ?? proof.idPosTxs ?? this.acknowledged;
    if (proof.kind === 'approved') {
      this.charged = number;
      return found;
    }
    if (number !== undefined) this.markUncharged(number);
    this.heldDecline = chooseDecline(this.heldDecline, found, this.acknowledged);
    return this.provenDecline;
  }

  /** How the attempt ended, where every number of it is known not to have charged. */
  get provenDecline(): ProvenNumber | undefined {
    return this.openNumbers.length === 0 ? this.heldDecline : undefined;
  }

  /** Getnet proved that the command of this number charged nothing. */
  markUncharged(number: IdPosTxs): void {
    this.disproved.add(number);
  }

  /** A person says that it charged nothing: Getnet is not asked about it any more. */
  giveUpAsDeclined(): void {
    this.isDeclined = true;
    for (const number of this.numbers) this.markUncharged(number);
  }

  private keepHint(number: IdPosTxs, hint: CallbackHint): void {
    if (hint.claims === 'approved') this.unowned.delete(number);
    if (this.hints.get(number)?.claims !== 'approved') this.hints.set(number, hint);
  }

  private addNumber(number: IdPosTxs): void {
    this.namedByCallbacks = [number, ...this.namedByCallbacks.filter((other) => other !== number)];
    this.namedByCallbacks.splice(MOST_NUMBERS);
    if (this.notSent !== undefined) this.doubtedSinceMs ??= this.clock.now();
  }
}

function findDetail(outcome: DispatchOutcome | undefined): { readonly detail?: string } {
  if (outcome?.kind === 'unreachable') return { detail: outcome.cause };
  return outcome?.kind === 'refused' && outcome.message !== undefined ? { detail: outcome.message } : {};
}
