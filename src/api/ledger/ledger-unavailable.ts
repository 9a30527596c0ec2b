import { LedgerAway } from '../../ledger/database/ledger-away.js';
import { problem, withHeaders } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';

const RETRY_AFTER_SECONDS = '2';

/** The answer to a request for what only the ledger has. */
export function ledgerUnavailable(): Problem {
  const detail =
    'The ledger does not answer, so nothing can be listed. Payments go on, and GET /v1/transactions/{id} reads one ' +
    'transaction. Repeat after Retry-After.';
  return withHeaders(problem('ledger-unavailable', detail), { 'retry-after': RETRY_AFTER_SECONDS });
}

/** @throws Problem `ledger-unavailable` where the ledger is away. */
export async function askLedger<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof LedgerAway ? ledgerUnavailable() : error;
  }
}
