import type { LeaseGrant } from '../activities/contract.js';
import { terminalIsToBeAsked } from '../domain/asking.js';
import { canOutlastBudget } from '../domain/policy.js';
import type { Verdict } from '../domain/verdict.js';
import { askGetnet, askGetnetAtOnce } from './ask-getnet.js';
import { askTerminal } from './ask-terminal.js';
import type { Attempt } from './attempt.js';
import type { OpenQuestion } from './attempts.js';
import { isHistoryFull } from './history-limit.js';
import { giveUpDoubts, weigh } from './transaction-news.js';
import type { TransactionState } from './transaction-state.js';
import { searchDetails, whyAPersonIsNeeded } from './ui-details.js';

/**
 * Until it is known how the present attempt ended: a callback, a late answer or the time for the next status query wakes it,
 * and only the query's answer counts. Beyond its budget the transaction says so and keeps asking, rarely. Silence is never
 * read as a decline.
 */
export async function searchForOutcome(state: TransactionState, terminal: LeaseGrant): Promise<void> {
  while (!state.isSettled && state.current.notSent === undefined && !maySendAgain(state)) {
    await waitForNewsOrQuery(state);
    if (state.isSettled) return;
    if (untilAttention(state) <= 0) state.needsAttention(whyAPersonIsNeeded(state));
    if (untilNextQuery(state) <= 0) await askAboutEach(state, terminal);
  }
}

/** A command that was withheld is sent later, but never by a run that repeats an earlier one. */
function maySendAgain({ current, repeatsAnEarlierRun }: TransactionState): boolean {
  return current.isWithheld && !repeatsAnEarlierRun;
}

/** One round of verifying callbacks about attempts that Getnet had refused; nothing else is under way meanwhile. */
export async function verifyDoubts(state: TransactionState, terminal: LeaseGrant): Promise<void> {
  await waitForNewsOrQuery(state);
  if (untilAttention(state) <= 0) {
    if (state.isSettled) return giveUpDoubts(state);
    state.needsAttention(whyAPersonIsNeeded(state));
  }
  if (untilNextQuery(state) <= 0) await askAboutEach(state, terminal);
}

async function waitForNewsOrQuery(state: TransactionState): Promise<void> {
  const seen = state.newsCount;
  const due = untilNextQuery(state);
  if (due <= 0) return;
  // Time stands still within a workflow task: a loop over this has to wait, however little, to get on.
  const wait = Math.max(Math.min(due, untilAttention(state), untilNextExpires(state)), 1);
  state.describe(searchDetails(state, wait));
  const summary = state.openQuestions.length > 0 ? 'until the next status query' : 'until a person is needed';
  await state.clock.waitAtMost(wait, () => state.alarm.ringsOr(() => state.newsCount > seen, wait, summary));
}

/** Milliseconds until the next status query: never, while there is no number, or the dispatch has not answered. */
function untilNextQuery(state: TransactionState): number {
  if (isHistoryFull()) return Infinity;
  const due = askableQuestions(state).map(({ attempt }) => attempt.schedule.nextAskAt);
  return Math.min(Infinity, ...due) - state.clock.now();
}

function askableQuestions({ openQuestions }: TransactionState): readonly OpenQuestion[] {
  return openQuestions.filter(({ attempt }) => !attempt.isOutstanding);
}

/** A dispatch that always answers within the budget needs no timer of its own. */
function untilAttention(state: TransactionState): number {
  const { snapshot, current, policy, doubtedAttempts } = state;
  if (snapshot.status === 'needs_attention') return Infinity;
  if (current.isOutstanding && !canOutlastBudget(policy)) return Infinity;
  const isDecided = state.isSettled || current.isDecided;
  const open = isDecided ? doubtedAttempts : [current, ...doubtedAttempts];
  return Math.min(Infinity, ...open.map((attempt) => budgetLeft(attempt, state)));
}

/** Milliseconds until the attempt that waits for the verification can no longer be sent. */
function untilNextExpires({ attempts: { next }, clock, isProven }: TransactionState): number {
  return next === undefined || isProven ? Infinity : next.accepted.dispatchBy - clock.now();
}

/** Milliseconds until a person is needed: from the acceptance, or from the callback that raised the doubt. */
function budgetLeft({ accepted, doubtedSince }: Attempt, { policy, clock }: TransactionState): number {
  const since = doubtedSince ?? Date.parse(accepted.createdAt);
  return since + policy.limits.attentionAfter - clock.now();
}

async function askAboutEach(state: TransactionState, terminal: LeaseGrant): Promise<void> {
  if (state.snapshot.status !== 'needs_attention') state.enter('verifying');
  const now = state.clock.now();
  const due = askableQuestions(state).filter(({ attempt }) => attempt.schedule.nextAskAt <= now);
  const atOnce = due.filter(({ attempt }) => attempt.schedule.isDueAtOnce);
  for (const { attempt } of distinctAttempts(due)) attempt.schedule.beginQuery();
  for (const question of due) {
    // What was learned meanwhile may have settled it, or disproved the number.
    if (!isOpen(state, question)) continue;
    const verdict = await ask(state, question, { terminal, atOnce: atOnce.includes(question) });
    question.attempt.recordVerdict(question.number, verdict);
    weigh(state, { ...question, verdict, source: 'status_query' });
    if (isOpen(state, question)) await askSecondWitness(state, terminal, question);
  }
  for (const { attempt } of distinctAttempts(due)) attempt.schedule.planNextAsk();
}

function isOpen({ openQuestions }: TransactionState, { attempt, number }: OpenQuestion): boolean {
  return openQuestions.some((open) => open.attempt === attempt && open.number === number);
}

function distinctAttempts(questions: readonly OpenQuestion[]): readonly OpenQuestion[] {
  return questions.filter(
    ({ attempt }, place) => questions.findIndex((other) => other.attempt === attempt) === place,
  );
}

interface Asking {
  readonly terminal: LeaseGrant;
  /** In the same workflow task, because a callback says that the answer is there. */
  readonly atOnce: boolean;
}

async function ask(
  state: TransactionState,
  { attempt, number }: OpenQuestion,
  { terminal, atOnce }: Asking,
): Promise<Verdict> {
  const question = attempt.questionAbout(number, state.policy);
  if (atOnce) {
    const answer = await askGetnetAtOnce(state, question, terminal);
    if (answer !== undefined) return answer;
  }
  const budgetLeftMs = untilAttention(state);
  return askGetnet(state, question, budgetLeftMs);
}

/** Where the cloud says nothing final, the terminal may (contract §5.2). */
async function askSecondWitness(
  state: TransactionState,
  terminal: LeaseGrant,
  { attempt, number }: OpenQuestion,
): Promise<void> {
  if (!terminalIsToBeAsked(state.policy, attempt.schedule.emptyQueries)) return;
  // It may be at work on another command of ours, which a question would disturb.
  if (state.attempts.mayBeAtTerminal(attempt)) return;
  const verdict = await askTerminal(state, attempt.questionAbout(number, state.policy), terminal);
  if (verdict) weigh(state, { attempt, number, verdict, source: 'device_query' });
}
