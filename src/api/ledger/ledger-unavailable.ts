import { LedgerUnavailable } from '../../ledger/database/ledger-unavailable.js';
import { problem, retrySoon } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';

/** The answer to a request for what only the ledger has. */
export function ledgerUnavailable(): Problem {
  const detail =
    'The ledger does not answer, so nothing can be listed. Payments go on, and GET /v1/transactions/{id} reads one ' +
    'transaction. Repeat after Retry-After.';
  return retrySoon(problem('ledger-unavailable', detail));
}

/** @throws Problem `ledger-unavailable` where the ledger is away. */
export async function askLedger<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof LedgerUnavailable ? ledgerUnavailable() : error;
  }
}
