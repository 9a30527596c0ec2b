import type { TransactionHistories } from '../../account/account.js';

/** A life, and what its reader should know of where it comes from. */
export interface Explained {
  readonly life: TransactionHistories;
  readonly title: string;
  readonly notes: readonly string[];
}
