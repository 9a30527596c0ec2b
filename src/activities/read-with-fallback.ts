import { activityInfo } from '@temporalio/activity';
import type { TransactionReader } from '../domain/terminal-chain.js';
import type { Dependencies } from './dependencies.js';
import { readTransaction, requireTransaction } from './void-obstacle.js';

/** So many tries require an answer of the run. After them its memo will do. */
const STRICT_ATTEMPTS = 5;

/**
 * Creates a reader of transactions for an activity that is retried. At its first tries, a run that does not answer fails the activity.
 * Later tries read the memo of such a run, so that one run that never answers does not stop the activity for good.
 */
export function createReaderWithFallback(deps: Dependencies): TransactionReader {
  const read = activityInfo().attempt <= STRICT_ATTEMPTS ? requireTransaction : readTransaction;
  return (id) => read(deps, id);
}
