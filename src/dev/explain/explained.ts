import type { TransactionHistories } from '../../timeline/timeline.js';

/** The histories of a transaction, and what its reader should know of where it comes from. */
export interface Explained {
  readonly histories: TransactionHistories;
  readonly title: string;
  readonly notes: readonly string[];
}
