import { log } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { Verdict } from '../domain/verdict.js';
import type { QueryActivities, StatusQuestion } from './contract.js';
import type { Dependencies } from './dependencies.js';

/** Asks how a command ended: Getnet's cloud, which does not occupy the terminal, or the terminal itself (contract §5). */
export function queryActivities(deps: Dependencies): QueryActivities {
  const { getnet } = deps;
  return {
    async queryStatus(question) {
      const { verdict, retryAfter } = await getnet.status(question);
      if (verdict.kind === 'silent') throw silence(verdict, retryAfter);
      return noticed(deps, question, verdict);
    },
    async queryDevice(question) {
      const { verdict } = await getnet.statusAtDevice(question);
      return noticed(deps, question, verdict);
    },
  };
}

function noticed({ count }: Dependencies, question: StatusQuestion, verdict: Verdict): Verdict {
  if (verdict.kind === 'contradiction') {
    count('contradicting_answer');
    log.error('Getnet answered for another command: check the terminal', subjectOf(question, verdict));
  }
  return verdict;
}

/** Benign: asking again is all there is to do, and the transaction's own budget raises the alarm. */
function silence({ cause }: Extract<Verdict, { kind: 'silent' }>, retryAfter: number | undefined) {
  return ApplicationFailure.create({
    type: 'GetnetSilent',
    message: cause,
    nextRetryDelay: retryAfter,
    category: ApplicationFailureCategory.BENIGN,
  });
}

function subjectOf(
  { accepted, idPosTxs }: StatusQuestion,
  verdict: Extract<Verdict, { kind: 'contradiction' }>,
) {
  return { customId: accepted.customId, idPosTxs, fields: verdict.fields };
}
