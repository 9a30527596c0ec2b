import { isAgreement } from '../domain/callback-agreement.js';
import { describeDispatch } from '../domain/dispatch.js';
import type { DispatchOutcome } from '../domain/dispatch.js';
import type { IdPosTxs } from '../domain/ids.js';
import { compareWithSale, findProvenOutcome, describeVerdict } from '../domain/proof.js';
import type { ProvenNumber } from '../domain/own-numbers.js';
import * as record from '../domain/record.js';
import type { EvidenceItem } from '../domain/record.js';
import type { Status } from '../domain/status.js';
import type { ProofSource, Verdict } from '../domain/verdict.js';
import { chooseAnswerTiming } from './answer-in-new-task.js';
import type { Attempt } from './attempt.js';
import { verifyClaimsAgainst } from './contradicted-claims.js';
import type { AnsweredSignal, CallbackHint } from './transaction.messages.js';
import type { TransactionState } from './transaction-state.js';
import { REPEATED } from './unknown-details.js';

/** The answer of a dispatch, as the activity's result or as the signal `answered`. */
export interface DispatchNews {
  readonly attempt: Attempt;
  readonly outcome: DispatchOutcome;
  readonly source?: EvidenceItem['source'] | undefined;
  /** When it was known. */
  readonly at?: AnsweredSignal['at'];
}

/** Takes the answer of a dispatch. A refusal is noted, and confirmed before the transaction says *not sent*. */
export function recordDispatch(
  state: TransactionState,
  { attempt, outcome, at, source = 'dispatch' }: DispatchNews,
): void {
  state.clock.advance(at);
  attempt.isOutstanding = false;
  state.newsCount += 1;
  if (!attempt.recordDispatch(outcome, at)) return state.applyLateCharges();
  if (outcome.kind === 'reset') state.repeatsAnEarlierRun = true;
  state.addEvidence({ source, says: describeDispatch(outcome) });
  attempt.notSent ??= state.repeatsAnEarlierRun ? undefined : attempt.refusal;
  if (attempt.notSent !== undefined || outcome.kind === 'reset') return;
  if (attempt.refusal) return state.needsAttention(REPEATED);
  attempt.answerTiming ??= chooseAnswerTiming(attempt.accepted);
  if (outcome.kind === 'finished') {
    applyVerdict(state, { attempt, number: undefined, verdict: outcome.proof, source: 'sync_response' });
  }
  if (!state.isSettled && attempt === state.current) awaitOutcome(state, outcome);
  if ('idPosTxs' in outcome && attempt === state.current)
    verifyOtherNumber(state, outcome.idPosTxs, 'nothing');
}

/**
 * Takes a dispatch's answer on its second way, on which it may come at any time later. Only the activity's own result tells that a
 * command was withheld, and what a worker that was given up did not send, another one may have sent.
 */
export function recordAnswer(
  state: TransactionState,
  answer: Omit<AnsweredSignal, 'version'>,
  source?: DispatchNews['source'],
): void {
  const { customId, outcome, at } = answer;
  if (outcome.kind === 'withheld') return;
  state.attempts.handleWhenOpened(customId, (attempt) => {
    if (!attempt.isOutdated(answer)) recordDispatch(state, { attempt, outcome, at, source });
  });
}

function awaitOutcome(state: TransactionState, outcome: DispatchOutcome): void {
  const { current: attempt } = state;
  if ('idPosTxs' in outcome) state.snapshot = record.withIdPosTxs(state.snapshot, outcome.idPosTxs);
  enterSearch(state, 'in_progress');
  // A lost worker may still have sent it, up to the deadline.
  const isUnknown = outcome.kind !== 'acknowledged';
  const now = state.clock.nowMs();
  attempt.schedule.recordHandover(isUnknown ? Math.max(now, attempt.accepted.dispatchBy) : now);
  // With a callback, or a number in an unclear answer: ask now, not after the first window.
  if (attempt.hasCallback || (isUnknown && attempt.numbers.length > 0)) attempt.schedule.requestQueryNow();
}

/** The search goes on: a call for a person, or a cancel request, stays in view. */
export function enterSearch(state: TransactionState, status: 'in_progress' | 'verifying'): void {
  const shown: readonly Status[] = ['needs_attention', 'cancel_requested'];
  if (!shown.includes(state.snapshot.status)) state.enter(status);
}

/** A callback names what to ask about; it proves nothing. */
export function recordCallback(state: TransactionState, hint: CallbackHint): void {
  const { idPosTxs, claims, customId, at } = hint;
  state.clock.advance(at);
  const about = customId === state.accepted.customId ? '' : ` about ${customId}`;
  const number = idPosTxs === undefined ? '' : ` for ${idPosTxs}`;
  state.addEvidence({ source: 'callback', says: `claims ${claims}${number}${about}` });
  // The run takes in more until its last step: after a person's verdict, too, which Getnet may contradict.
  if (state.isProven && !isAgreement(state.snapshot, hint)) {
    state.contradictions.push(hint);
    state.newsCount += 1;
  }
  state.attempts.handleWhenOpened(customId, (attempt) => {
    if (attempt.recordCallback(hint)) state.newsCount += 1;
    state.showDoubt();
  });
}

/** What an answer of Getnet says about one of our commands. */
export interface VerdictNews {
  readonly attempt: Attempt;
  /** The number that was asked about; undefined for the answer to the command itself. */
  readonly number: IdPosTxs | undefined;
  readonly verdict: Verdict;
  readonly source: ProofSource;
}

/** Weighs a verdict: proof ends the search, or settles a doubt; anything else is noted. */
export function applyVerdict(
  state: TransactionState,
  { attempt, number, verdict, source }: VerdictNews,
): void {
  state.addEvidence({ source, says: describeVerdict(verdict) });
  const found = findProvenOutcome(verdict, attempt.schedule);
  if (found === undefined) {
    endIfUncharged(state, attempt);
    return state.showDoubt();
  }
  const proven = { ...compareWithSale(found, attempt.accepted), source };
  verifyClaimsAgainst(state, attempt, { number, proven });
  if (attempt === state.current && attempt.notSent === undefined)
    return recordProofOfCurrentAttempt(state, { number, proven });
  if (proven.proof.kind === 'approved') {
    attempt.hasCharged = true;
    attempt.recordProof({ number, proven });
    state.addLateCharge({ ...proven, accepted: attempt.accepted, idPosTxs: number });
    verifyBeside(state, attempt.listHintsBeside(number));
  } else if (number !== undefined) attempt.markUncharged(number);
  state.applyLateCharges();
  state.showDoubt();
}

/** A number of the present attempt is proven. A decline of one says nothing about the others. */
function recordProofOfCurrentAttempt(state: TransactionState, found: ProvenNumber): void {
  const { current } = state;
  const { number = found.proven.proof.idPosTxs, proven } = found;
  state.newsCount += 1;
  if (state.isProven)
    return proven.proof.kind === 'approved' ? verifyOtherNumber(state, number, 'approved') : undefined;
  const others = current.listOpenBeside(number);
  const ended = current.recordProof(found);
  if (ended) return endCurrent(state, ended);
  const says = `${number ?? 'the command'} charged nothing; ${others.join(', ')} may have`;
  state.addEvidence({ source: proven.source, says });
}

/** An answer may have told that the last other number is not ours, so that what is proven already is the end. */
function endIfUncharged(state: TransactionState, attempt: Attempt): void {
  if (attempt !== state.current || state.isSettled || attempt.isDeclined) return;
  const decline = attempt.provenDecline;
  if (decline) endCurrent(state, decline);
}

/** The present attempt's outcome is proven. A decline is shown only where no earlier attempt charged, or may have. */
function endCurrent(state: TransactionState, { number, proven }: ProvenNumber): void {
  const { current } = state;
  current.isDeclined = proven.proof.kind === 'declined';
  // The number whose answer was proof is the transaction's, whatever the acknowledgement said.
  const numbered = number === undefined ? state.snapshot : { ...state.snapshot, idPosTxs: number };
  if (current.isDeclined && mayHaveChargedEarlier(state)) state.heldDecline = proven;
  else state.snapshot = record.recordProof(numbered, proven, state.nowIso);
  const { idPosTxs } = state.snapshot;
  if (!current.isDeclined && idPosTxs) verifyBeside(state, current.listHintsBeside(idPosTxs));
  state.applyLateCharges();
}

/** An attempt that was reported as not sent charged, or may have. */
function mayHaveChargedEarlier({ lateCharges, doubtedAttempts }: TransactionState): boolean {
  return lateCharges.length > 0 || doubtedAttempts.length > 0;
}

/** What is said of other numbers is verified beside this run, as it is after its end: a second one may have charged. */
function verifyBeside(state: TransactionState, hints: readonly CallbackHint[]): void {
  state.contradictions.push(...hints);
}

/** The outcome is known already: what is learned of another number now is verified like a callback. */
function verifyOtherNumber(
  state: TransactionState,
  idPosTxs: IdPosTxs | undefined,
  claims: 'approved' | 'nothing',
): void {
  if (idPosTxs === undefined || !state.isProven) return;
  const { customId } = state.accepted;
  const digest = `${idPosTxs}: ${claims}`;
  const hint: CallbackHint = { version: 1, customId, idPosTxs, digest, claims };
  if (!isAgreement(state.snapshot, hint)) verifyBeside(state, [hint]);
}

/** A person's verdict, or the first run's proof, does not hide an approval that a callback claims for another number: it is verified. */
export function verifyOtherClaims(state: TransactionState, attempt: Attempt): void {
  const { accepted, idPosTxs } = state.snapshot;
  if (idPosTxs === undefined || attempt.accepted.customId !== accepted.customId) return;
  const claims = attempt.listHintsBeside(idPosTxs).filter((hint) => hint.claims === 'approved');
  verifyBeside(state, claims);
}

/** The outcome is proven, and the budget is over before it is known whether an attempt that Getnet had refused charged as well. */
export function giveUpDoubts(state: TransactionState): void {
  for (const attempt of state.doubtedAttempts) {
    state.leaveOpen(attempt);
    attempt.isGivenUp = true;
    for (const number of attempt.numbers) attempt.markUncharged(number);
  }
}
