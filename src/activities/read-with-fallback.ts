import { activityInfo } from '@temporalio/activity';
import type { TransactionReader } from '../domain/terminal-chain.js';
import type { Dependencies } from './dependencies.js';
import { readTransaction, requireTransaction } from './void-obstacle.js';

/** A run that does not answer so often in a row is taken for one of unknown outcome. */
const STRICT_ATTEMPTS = 5;

/**
 * Reads transactions for an activity that is tried again: at its first tries a run that does not answer fails the activity. Later its memo is
 * taken, so that one run that never answers does not stop it for good.
 */
export function createReaderWithFallback(deps: Dependencies): TransactionReader {
  const read = activityInfo().attempt <= STRICT_ATTEMPTS ? requireTransaction : readTransaction;
  return (id) => read(deps, id);
}
