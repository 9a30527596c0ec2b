import { TemporalFailure } from '@temporalio/workflow';
import type { StatusQuestion } from '../activities/contract.js';
import type { IdPosTxs } from '../domain/ids.js';
import type { Policy } from '../domain/policy.js';
import type { Accepted } from '../domain/transaction.js';
import type { Verdict } from '../domain/verdict.js';
import { atOnce, untilAnswered } from './promises.js';

/** Whose command is asked about. */
export interface Subject {
  readonly accepted: Accepted;
  readonly policy: Policy;
}

/** One status query. */
export interface Inquiry {
  readonly idPosTxs: IdPosTxs;
  /** The number is not from our own acknowledgement: the answer has to name our `customId`. */
  readonly idFromCallback: boolean;
  /** In the same workflow task, because a callback says that the answer is there. */
  readonly atOnce: boolean;
  /** Milliseconds until a person is needed: asking must not outlast it by much. */
  readonly budgetLeft: number;
}

/** @returns what Getnet says about the command; silence where it says nothing readable. Reads only. */
export async function askGetnet(subject: Subject, inquiry: Inquiry): Promise<Verdict> {
  const { accepted, policy } = subject;
  const { idPosTxs, idFromCallback } = inquiry;
  const question: StatusQuestion = { accepted, policy, idPosTxs, idFromCallback };
  try {
    return await asked(inquiry, policy).queryStatus(question);
  } catch (failure) {
    // A local activity's failure comes bare, an ordinary one's inside an ActivityFailure.
    if (!(failure instanceof TemporalFailure)) throw failure;
    return { kind: 'silent', cause: failure.cause?.message ?? failure.message };
  }
}

function asked(inquiry: Inquiry, policy: Policy) {
  if (inquiry.atOnce) return atOnce;
  const patience = 2 * policy.limits.getnetTimeout + 5_000;
  return untilAnswered(policy, Math.max(Math.min(patience, inquiry.budgetLeft), 5_000));
}
