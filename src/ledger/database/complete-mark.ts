/** The name of the moment up to which the ledger is known to be complete. Kept in databases: never renamed. */
export const COMPLETE_MARK = 'complete';
