import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { dispatchInWords, notSentBy, tellsMore } from '../domain/dispatch.js';
import type { DispatchOutcome } from '../domain/dispatch.js';
import type { IdPosTxs } from '../domain/ids.js';
import type { Policy } from '../domain/policy.js';
import { comparedWithSale, settledBy, verdictInWords } from '../domain/proof.js';
import * as record from '../domain/record.js';
import type { Lesson, NotSent } from '../domain/record.js';
import type { Snapshot } from '../domain/snapshot.js';
import { isFinal } from '../domain/status.js';
import type { Status } from '../domain/status.js';
import type { Accepted } from '../domain/transaction.js';
import type { ProofSource, Verdict } from '../domain/verdict.js';
import { foundBy } from './search-attributes.messages.js';
import { Clues } from './transaction.clues.js';
import type { CallbackHint, TransactionInput } from './transaction.messages.js';

/** What one transaction knows, and what it does with each piece of news. The decisions are the domain's. */
export class TransactionStory {
  readonly accepted: Accepted;
  readonly policy: Policy;
  readonly clues: Clues;
  snapshot: Snapshot;
  /** The command is on its way, or provably is not. */
  callerCanBeAnswered = false;
  /** As an activity found: a decision of ours on the run id would change the path of what is replayed. */
  repeatsAnEarlierRun = false;
  cancelRequested = false;
  /** Of a void or return: it may stand in the list of its sale's undos. */
  mayBeGranted = false;
  /** What the dispatch is known to have come to, by whichever way it came home first. */
  dispatched: DispatchOutcome | undefined;
  /** Grows with whatever should end a wait. */
  newsCount = 0;

  constructor({ accepted, policy }: TransactionInput) {
    this.accepted = accepted;
    this.policy = policy;
    this.clues = new Clues(Date.parse(accepted.createdAt), policy.limits);
    this.snapshot = record.opened(accepted);
  }

  get isSettled(): boolean {
    return isFinal(this.snapshot.status);
  }

  /** The numbers to ask Getnet about: our own, else those the callbacks named. */
  get numbersToAsk(): readonly IdPosTxs[] {
    const own = this.snapshot.idPosTxs;
    return own === undefined ? this.clues.numbers : [own];
  }

  /** The answer of the dispatch, by the activity's result or by the signal `answered`. */
  takeDispatch(told: DispatchOutcome, source: Lesson['source'] = 'dispatch'): void {
    if (!tellsMore(told, this.dispatched)) return;
    this.dispatched = told;
    if (told.kind === 'reset') this.repeatsAnEarlierRun = true;
    this.newsCount += 1;
    this.learn({ source, says: dispatchInWords(told) });
    const reason = notSentBy(told);
    if (reason !== undefined) this.neverSent({ reason, ...detailOf(told) });
    if (told.kind === 'finished') this.weigh(told.proof, 'sync_response');
    if (told.kind === 'acknowledged' || told.kind === 'unknown') this.awaitOutcome(told);
  }

  private awaitOutcome(told: Extract<DispatchOutcome, { kind: 'acknowledged' | 'unknown' }>): void {
    this.snapshot = record.numbered(this.snapshot, told.idPosTxs);
    if (this.snapshot.status !== 'needs_attention') this.enter('in_progress');
    // Whoever was lost on the way may still have sent it, up to the deadline.
    this.clues.handedOver(
      told.kind === 'unknown' ? Math.max(Date.now(), this.accepted.dispatchBy) : Date.now(),
    );
    // An answer that names our command and says something odd about it: ask now, not after the first window.
    if (told.kind === 'unknown' && told.idPosTxs !== undefined) this.clues.askNow();
  }

  /** A callback names what to ask about; it proves nothing. */
  takeCallback(hint: CallbackHint): void {
    const { idPosTxs, claims } = hint;
    this.learn({ source: 'callback', says: `claims ${claims}${idPosTxs ? ` for ${idPosTxs}` : ''}` });
    if (this.clues.take(hint)) this.newsCount += 1;
  }

  /** A verdict about our command: proof ends the search, anything else is noted. */
  weigh(verdict: Verdict, source: ProofSource): void {
    this.learn({ source, says: verdictInWords(verdict) });
    const settlement = settledBy(verdict, this.clues);
    if (settlement === undefined) return;
    const seen = comparedWithSale(settlement, this.accepted);
    this.snapshot = record.settled(this.snapshot, { ...seen, source }, now());
  }

  learn(lesson: Lesson): void {
    this.snapshot = record.learned(this.snapshot, lesson, now());
  }

  enter(status: Status): void {
    this.snapshot = record.entered(this.snapshot, status, now());
  }

  /** A run that repeats an earlier one never says *not sent*: it cannot know what others did since. */
  neverSent(why: NotSent): void {
    if (this.repeatsAnEarlierRun)
      this.needsAttention(`This run repeats an earlier one; *${why.reason}* may not be all there is to it.`);
    else this.snapshot = record.neverSent(this.snapshot, why, now());
  }

  /** What the first run had proven is this reset run's outcome too. */
  adopt(earlier: Snapshot): void {
    if (earlier.status === 'not_sent') {
      return this.needsAttention('This run repeats one that ended not sent. Use a new key.');
    }
    this.snapshot = record.learned(earlier, { source: 'first_run', says: earlier.status }, now());
  }

  needsAttention(why: string): void {
    if (this.snapshot.status === 'needs_attention' || this.isSettled) return;
    this.snapshot = record.needingAttention(this.snapshot, why, now());
    this.publish();
  }

  /** Somebody asked Temporal to cancel: before the dispatch nothing is sent, after it the truth is still awaited. */
  callOff(): void {
    this.cancelRequested = true;
    this.learn({ source: 'operator', says: 'cancellation requested in Temporal' });
  }

  /** Shows the present state to operators who search. */
  publish(): void {
    upsertSearchAttributes(foundBy(this.snapshot));
  }

  /** Tells a reader of the Temporal UI, in words, what is going on. */
  say(details: string): void {
    setCurrentDetails(details);
  }
}

function detailOf(told: DispatchOutcome): { readonly detail?: string } {
  if (told.kind === 'unreachable') return { detail: told.cause };
  return told.kind === 'refused' && told.message !== undefined ? { detail: told.message } : {};
}

function now(): string {
  return new Date().toISOString();
}
