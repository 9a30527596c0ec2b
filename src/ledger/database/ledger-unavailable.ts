/** The ledger could not be asked: nobody is there, it is too slow, or its tables are missing. */
export class LedgerUnavailable extends Error {
  override readonly name = 'LedgerUnavailable';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Faults of a statement of ours; its missing tables are not among them. */
const OUR_FAULTS = /^(?:22|23|42)/;
const MISSING = new Set(['42P01', '42703', '3F000', '42501']);

/** What the driver says without a code. */
const DRIVER_FAULT = /timeout|terminated|not queryable|closed|ended|calling end on the pool/i;

/** Whether a failed statement says that the database cannot be used now, and not that the statement is wrong. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code !== 'string') return DRIVER_FAULT.test(String(message));
  return !OUR_FAULTS.test(code) || MISSING.has(code);
}

/** A statement that its own time limit ended, a transaction that stood idle, and a write to a standby, which may be read. */
const ENDED_ALONE = new Set(['57014', '25P03', '25P04', '25006']);
/** What the pool says when all its connections are in use. */
const ALL_IN_USE = 'timeout exceeded when trying to connect';

/** Whether {@link isUnavailable} is true of this one statement alone: the next one may well be answered. */
export function isStatementUnavailable(error: unknown): boolean {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return message === ALL_IN_USE || (typeof code === 'string' && ENDED_ALONE.has(code));
}
