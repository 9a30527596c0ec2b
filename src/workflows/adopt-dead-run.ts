import type { DeadRun, DeadRunNews } from './recovery.messages.js';
import type { CustomId } from '../domain/ids.js';
import { findProof } from '../domain/late-result.js';
import { isUndo } from '../domain/transaction-type.js';
import { recordCallback, recordAnswer, recordDispatch, applyVerdict } from './transaction-news.js';
import { adoptGrant } from './first-run-news.js';
import type { TransactionState } from './transaction-state.js';

type DeadRunHistory = Extract<DeadRun, { kind: 'dead' }>;

/** Takes all that a dead run had learned, in the order in which it had learned it. */
export function adoptDeadRun(state: TransactionState, dead: DeadRunHistory): void {
  state.addEvidence({ source: 'first_run', says: `its run ${dead.ending}` });
  // A run that is not known as a whole may have sent what its history does not tell.
  if (!dead.isComplete) {
    state.repeatsAnEarlierRun = true;
    state.isRecalled = true;
  }
  for (const news of dead.news) adopt(state, news);
  closeAttempts(state, dead);
  for (const { customId, finding } of dead.findings) {
    const verdict = findProof(finding);
    if (verdict === undefined) continue;
    const { idPosTxs: number = verdict.idPosTxs, evidence: source = 'status_query' } = finding;
    state.attempts.handleWhenOpened(customId, (attempt) =>
      applyVerdict(state, { attempt, number, verdict, source }),
    );
  }
  for (const attempt of state.attempts.all) {
    attempt.mayHavePermission ||= isUndo(attempt.accepted.type);
    // It was handed over by its deadline, or never: Getnet's lifecycle runs from then.
    attempt.schedule.recordHandover(Math.min(state.clock.nowMs(), attempt.accepted.dispatchBy));
    if (attempt.numbers.length > 0) attempt.schedule.requestQueryNow();
  }
}

function adopt(state: TransactionState, news: DeadRunNews): void {
  switch (news.kind) {
    case 'opened':
      return openAttempt(state, news.accepted);
    case 'scheduled':
      return state.attempts.handleWhenOpened(news.customId, (attempt) => attempt.recordHandOut());
    case 'dispatched':
      return state.attempts.handleWhenOpened(news.customId, (attempt) =>
        recordDispatch(state, { attempt, outcome: news.outcome, source: 'first_run' }),
      );
    case 'answered':
      return recordAnswer(state, news, 'first_run');
    case 'hint':
      return recordCallback(state, news.hint);
  }
}

/** A further attempt was opened only because the one before was not sent. */
function openAttempt(state: TransactionState, accepted: DeadRunHistory['accepted']): void {
  if (accepted.attempt <= state.accepted.attempt) return adoptGrant(state, accepted);
  state.current.notSent ??= { reason: 'dispatch-expired' };
  state.openNext(state.attempts.createAttempt(accepted));
}

/** What was never given to a worker was never sent; what was, and of which no answer came, may have been. */
function closeAttempts(state: TransactionState, { news, isComplete }: DeadRunHistory): void {
  const scheduled = new Set<CustomId>(
    news.flatMap((one) => (one.kind === 'scheduled' ? [one.customId] : [])),
  );
  for (const attempt of state.attempts.all) {
    if (attempt.notSent !== undefined || attempt.dispatched !== undefined) continue;
    const isWithheldOrNever = attempt.isWithheld || !scheduled.has(attempt.accepted.customId);
    if (isWithheldOrNever && isComplete && !attempt.hasCallback) {
      attempt.notSent = { reason: 'dispatch-expired', detail: NEVER_SENT };
      state.addEvidence({ source: 'first_run', says: NEVER_SENT });
    } else if (!isWithheldOrNever) {
      recordDispatch(state, { attempt, outcome: NOT_REPORTED, source: 'first_run' });
    }
  }
}

const NEVER_SENT = 'its run had ended before the command was given to a worker';

const NOT_REPORTED = { kind: 'unknown', cause: 'its run ended before the dispatch reported' } as const;
