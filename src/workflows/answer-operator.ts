import type { LeaseGrant } from '../activities/contract.js';
import type { IdPosTxs } from '../domain/ids.js';
import { REPORTED_NOT_SENT_BEFORE } from '../domain/record.js';
import { describeResolution } from '../domain/resolution.js';
import { findEvidenceAgainst } from '../domain/resolution-refusals.js';
import { askGetnet } from './ask-getnet.js';
import { askTerminal } from './ask-terminal.js';
import type { Attempt } from './attempt.js';
import { listAskable } from './attempts.js';
import type { OpenQuestion } from './attempts.js';
import type { PendingResolution } from './operator-requests.js';
import { readOpenCase, toResolution } from './resolve-outcome.js';
import { giveUpDoubts, applyVerdict, verifyOtherClaims } from './transaction-news.js';
import type { TransactionState } from './transaction-state.js';

/** Handles operators' requests: asks Getnet about every number, then settles by a verdict that nothing contradicts. */
export async function answerOperator(state: TransactionState, terminal: LeaseGrant): Promise<void> {
  const { operator } = state;
  const { pending, isStatusWaiting } = operator;
  const finishStatusRequests = operator.takeStatusRequests();
  await askAboutAll(state, isStatusWaiting ? terminal : undefined);
  finishStatusRequests();
  if (pending === undefined) return;
  operator.pending = undefined;
  if (state.snapshot.status === 'needs_attention') settleByVerdict(state, pending);
  else pending.isOvertaken = true;
}

/**
 * Asks about every number, and again where news about one arrives meanwhile.
 *
 * @param terminal with which the terminal itself is asked, too, where the country has that.
 */
async function askAboutAll(state: TransactionState, terminal: LeaseGrant | undefined): Promise<void> {
  const asked = new Set<IdPosTxs>();
  const isDue = ({ attempt, number }: OpenQuestion) => !asked.has(number) || attempt.schedule.isDueNow;
  for (;;) {
    const due = listAskable(state.openQuestions).filter(isDue);
    if (due.length === 0) return;
    for (const { attempt } of due) attempt.schedule.beginQuery();
    const budgetMs = state.policy.limits.getnetTimeout + 2_000;
    const verdicts = await Promise.all(
      due.map(({ attempt, number }) =>
        askGetnet(state, attempt.buildQuestion(number, state.policy), budgetMs),
      ),
    );
    for (const [place, question] of due.entries()) {
      asked.add(question.number);
      const verdict = verdicts[place];
      // The answer before may have ended the question; an approval then is a second charge.
      if (verdict === undefined || (verdict.kind !== 'approved' && !isOpen(state, question))) continue;
      question.attempt.recordVerdict(question.number, verdict);
      applyVerdict(state, { ...question, verdict, source: 'status_query' });
      if (terminal && isOpen(state, question)) await askAtTerminal(state, question, terminal);
    }
    for (const { attempt } of due) attempt.schedule.planNextQuery();
  }
}

function isOpen({ openQuestions }: TransactionState, { attempt, number }: OpenQuestion): boolean {
  return openQuestions.some((open) => open.attempt === attempt && open.number === number);
}

/** Only after the lifecycle: before, the question would disturb the command itself. */
async function askAtTerminal(
  state: TransactionState,
  { attempt, number }: OpenQuestion,
  terminal: LeaseGrant,
): Promise<void> {
  if (!state.policy.deviceQuery || !attempt.schedule.isLifecycleOver) return;
  if (state.attempts.mayBeAtTerminal(attempt)) return;
  const verdict = await askTerminal(state, attempt.buildQuestion(number, state.policy), terminal);
  if (verdict) applyVerdict(state, { attempt, number, verdict, source: 'device_query' });
}

function settleByVerdict(state: TransactionState, pending: PendingResolution): void {
  const { request, actors } = pending;
  const resolution = toResolution(request);
  const refusal = findEvidenceAgainst(readOpenCase(state, request), request.verdict);
  if (refusal) {
    pending.refusal = refusal;
    state.addEvidence({
      source: 'operator',
      says: `refused: ${describeResolution(resolution)}: ${refusal.why}`,
    });
    return;
  }
  const subject = chooseSubject(state);
  markAttempts(state, subject, request.verdict);
  const { accepted, notSent } = subject;
  const isLate = request.verdict === 'approved' && notSent !== undefined;
  state.settleByPerson({
    resolution: { ...resolution, actors, at: state.nowIso },
    accepted,
    idPosTxs: subject.findClaimed(state.snapshot.idPosTxs) ?? state.snapshot.idPosTxs ?? subject.numbers[0],
    ...(isLate && { warning: REPORTED_NOT_SENT_BEFORE }),
  });
  pending.isSettled = true;
  if (request.verdict !== 'approved') return;
  giveUpDoubts(state);
  verifyOtherClaims(state, subject);
}

/** The command that the verdict is about: the latest that may have been sent. */
function chooseSubject({ attempts, current }: TransactionState): Attempt {
  const { openAttempts: undecided } = attempts;
  return undecided.findLast(({ dispatched }) => dispatched !== undefined) ?? undecided.at(-1) ?? current;
}

function markAttempts(
  state: TransactionState,
  subject: Attempt,
  verdict: PendingResolution['request']['verdict'],
): void {
  switch (verdict) {
    case 'approved':
      subject.hasCharged = true;
      return;
    case 'declined':
      for (const attempt of state.attempts.openAttempts) attempt.giveUpAsDeclined();
      return;
    case 'not_sent':
      subject.notSent = { reason: 'cancelled' };
  }
}
