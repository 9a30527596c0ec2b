/** The name of the moment up to which the ledger is known to be complete. Kept in databases: never renamed. */
export const COMPLETE_MARK = 'complete';

/** The name of the moment from which on the ledger may be complete: what ended before it may be forgotten unread. Kept in databases: never renamed. */
export const SINCE_MARK = 'since';
