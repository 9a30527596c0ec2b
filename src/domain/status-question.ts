import type { IdPosTxs, TransactionId } from './ids.js';
import type { Policy } from './policy.js';
import type { Accepted } from './transaction.js';

/** The question to Getnet how one of our commands ended: for its cloud, or for the terminal itself (contract §5). */
export interface StatusQuestion {
  readonly accepted: Accepted;
  readonly policy: Policy;
  readonly idPosTxs: IdPosTxs;
  /** The number is not surely ours: a callback named it, or names another. The answer must name our `customId`. */
  readonly idFromCallback: boolean;
  /** What had the terminal before the earlier attempts of this transaction. Absent: it had none, or is from before. */
  readonly before?: readonly TransactionId[];
}
