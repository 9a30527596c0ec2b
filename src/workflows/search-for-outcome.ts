import type { LeaseGrant } from '../activities/contract.js';
import { shouldQueryTerminal } from '../domain/query-ladder.js';
import { canOutlastBudget } from '../domain/policy.js';
import type { Verdict } from '../domain/verdict.js';
import { answerOperator } from './answer-operator.js';
import { askGetnet, askGetnetAtOnce } from './ask-getnet.js';
import { askTerminal } from './ask-terminal.js';
import type { Attempt } from './attempt.js';
import { listAskable } from './attempts.js';
import type { OpenQuestion } from './attempts.js';
import { isHistoryFull } from './history-limit.js';
import { computeMsUntilSilent, reportSilence, reportUnknown } from './report-to-quarantine.js';
import { enterSearch, giveUpDoubts, applyVerdict } from './transaction-news.js';
import type { TransactionState } from './transaction-state.js';
import { describeSearch, explainAttention } from './ui-details.js';

/**
 * Asks until the present attempt's outcome is known. A callback, a late answer or the time of the next status query wakes it,
 * and only the query's answer counts. Past its budget the transaction asks for a person and keeps asking, rarely. Silence is
 * never read as a decline.
 */
export async function searchForOutcome(state: TransactionState, terminal: LeaseGrant): Promise<void> {
  while (!state.isSettled && state.current.notSent === undefined && !mustGoOn(state)) {
    await waitForNewsOrQuery(state);
    if (!state.isSettled && state.operator.isWaiting) await answerOperator(state, terminal);
    if (state.isSettled) return;
    if (computeMsUntilAttention(state) <= 0) state.needsAttention(explainAttention(state));
    if (computeMsUntilNextQuery(state) <= 0) await askAboutEach(state, terminal);
    reportUnknown(state);
    reportSilence(state);
  }
}

/** A command that was withheld is sent later; a run that repeats an earlier one never sends, and first reads that one. */
function mustGoOn({ current, repeatsAnEarlierRun, isRecalled }: TransactionState): boolean {
  return repeatsAnEarlierRun ? !isRecalled : current.isWithheld;
}

/** One round of verifying callbacks about attempts that Getnet had refused; nothing else is under way meanwhile. */
export async function verifyDoubts(state: TransactionState, terminal: LeaseGrant): Promise<void> {
  await waitForNewsOrQuery(state);
  if (state.operator.isWaiting) await answerOperator(state, terminal);
  if (computeMsUntilAttention(state) <= 0) {
    if (state.isSettled) return giveUpDoubts(state);
    state.needsAttention(explainAttention(state));
  }
  if (computeMsUntilNextQuery(state) <= 0) await askAboutEach(state, terminal);
  reportUnknown(state);
}

async function waitForNewsOrQuery(state: TransactionState): Promise<void> {
  const seen = state.newsCount;
  const dueMs = computeMsUntilNextQuery(state);
  if (dueMs <= 0 || state.operator.isWaiting) return;
  // Time does not advance within a workflow task, so the loop has to wait at least 1 ms.
  const answerMs = Math.max(
    Math.min(dueMs, computeMsUntilAttention(state), computeMsUntilNextExpires(state)),
    1,
  );
  state.describe(describeSearch(state, answerMs));
  const waitMs = Math.max(Math.min(answerMs, computeMsUntilSilent(state)), 1);
  const summary = state.openQuestions.length > 0 ? 'until the next status query' : 'until a person is needed';
  const endMs = state.clock.nowMs() + waitMs;
  await state.clock.waitAtMost(waitMs, () =>
    state.alarm.waitForNews(() => state.newsCount > seen, { endMs, waitMs, summary }),
  );
}

/** `Infinity` while there is no number, or the dispatch has not answered. */
export function computeMsUntilNextQuery(state: TransactionState): number {
  if (isHistoryFull()) return Infinity;
  const due = listAskableQuestions(state).map(({ attempt }) => attempt.schedule.nextQueryAtMs);
  return Math.min(Infinity, ...due) - state.clock.nowMs();
}

function listAskableQuestions({ openQuestions }: TransactionState): readonly OpenQuestion[] {
  return listAskable(openQuestions);
}

/** A dispatch that always answers within the budget needs no timer of its own. */
function computeMsUntilAttention(state: TransactionState): number {
  const { snapshot, current, policy } = state;
  if (snapshot.status === 'needs_attention') return Infinity;
  if (current.isOutstanding && !canOutlastBudget(policy)) return Infinity;
  return computeMsUntilBudgetEnds(state);
}

/** Until the first budget of what is open is used up; `Infinity` where nothing is open. */
export function computeMsUntilBudgetEnds(state: TransactionState): number {
  const { current, doubtedAttempts } = state;
  const isDecided = state.isSettled || current.isKnownNotCharged;
  const open = isDecided ? doubtedAttempts : [current, ...doubtedAttempts];
  return Math.min(Infinity, ...open.map((attempt) => computeBudgetLeftMs(attempt, state)));
}

/** Until the attempt that waits for the verification can no longer be sent. */
function computeMsUntilNextExpires({ attempts: { next }, clock, isProven }: TransactionState): number {
  return next === undefined || isProven ? Infinity : next.accepted.dispatchBy - clock.nowMs();
}

/** The budget runs from the acceptance, from the grant after a wait, or from the callback that raised the doubt. */
function computeBudgetLeftMs(
  { budgetStartMs, doubtedSinceMs }: Attempt,
  { policy, clock }: TransactionState,
): number {
  const since = doubtedSinceMs ?? budgetStartMs;
  return since + policy.limits.attentionAfter - clock.nowMs();
}

async function askAboutEach(state: TransactionState, terminal: LeaseGrant): Promise<void> {
  enterSearch(state, 'verifying');
  const now = state.clock.nowMs();
  const due = listAskableQuestions(state).filter(({ attempt }) => attempt.schedule.nextQueryAtMs <= now);
  const atOnce = due.filter(({ attempt }) => attempt.schedule.isDueNow);
  for (const { attempt } of listDistinctAttempts(due)) attempt.schedule.beginQuery();
  for (const question of due) {
    // What was learned meanwhile may have settled it, or disproved the number.
    if (!isQuestionOpen(state, question)) continue;
    const verdict = await queryAttempt(state, question, { terminal, atOnce: atOnce.includes(question) });
    question.attempt.recordVerdict(question.number, verdict);
    applyVerdict(state, { ...question, verdict, source: 'status_query' });
    if (isQuestionOpen(state, question)) await askSecondWitness(state, terminal, question);
  }
  for (const { attempt } of listDistinctAttempts(due)) attempt.schedule.planNextQuery();
}

function isQuestionOpen({ openQuestions }: TransactionState, { attempt, number }: OpenQuestion): boolean {
  return openQuestions.some((open) => open.attempt === attempt && open.number === number);
}

function listDistinctAttempts(questions: readonly OpenQuestion[]): readonly OpenQuestion[] {
  return questions.filter(
    ({ attempt }, place) => questions.findIndex((other) => other.attempt === attempt) === place,
  );
}

interface QueryContext {
  readonly terminal: LeaseGrant;
  /** In the same workflow task, because a callback says that the answer is there. */
  readonly atOnce: boolean;
}

async function queryAttempt(
  state: TransactionState,
  { attempt, number }: OpenQuestion,
  { terminal, atOnce }: QueryContext,
): Promise<Verdict> {
  const question = attempt.buildQuestion(number, state.policy);
  if (atOnce) {
    const answer = await askGetnetAtOnce(state, question, terminal);
    if (answer !== undefined) return answer;
  }
  const budgetLeftMs = computeMsUntilAttention(state);
  return askGetnet(state, question, budgetLeftMs);
}

/** Where the cloud says nothing final, the terminal may (contract §5.2). */
async function askSecondWitness(
  state: TransactionState,
  terminal: LeaseGrant,
  { attempt, number }: OpenQuestion,
): Promise<void> {
  if (!shouldQueryTerminal(state.policy, attempt.schedule.emptyQueries)) return;
  // The terminal may still work on another command of ours, which a query would disturb.
  if (state.attempts.mayBeAtTerminal(attempt)) return;
  const verdict = await askTerminal(state, attempt.buildQuestion(number, state.policy), terminal);
  if (verdict) applyVerdict(state, { attempt, number, verdict, source: 'device_query' });
}
