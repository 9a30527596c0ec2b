import { LedgerUnavailable } from '../../ledger/database/ledger-unavailable.js';
import { problem, retrySoon } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';

/** The answer to a request for what only the ledger has. */
export function ledgerUnavailableProblem(): Problem {
  const detail =
    'The ledger does not answer, so nothing can be listed. Payments go on, and GET /v1/transactions/{id} reads one ' +
    'transaction. Repeat after Retry-After.';
  return retrySoon(problem('ledger-unavailable', detail));
}

/** The answer to a request for a transaction that Temporal does not have: the ledger may remember it. */
export function unrememberedProblem(): Problem {
  const detail =
    'Temporal has no transaction with this id, and the ledger, which remembers older ones, does not answer. So it is not known whether ' +
    'there is one, or whether it moved money. Repeat after Retry-After.';
  return retrySoon(problem('ledger-unavailable', detail, { moneyMoved: 'unknown' }));
}

/** @throws Problem `ledger-unavailable` where the ledger is away. */
export async function askLedger<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof LedgerUnavailable ? ledgerUnavailableProblem() : error;
  }
}
