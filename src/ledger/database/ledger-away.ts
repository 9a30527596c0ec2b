/** The ledger could not be asked: nobody is there, it is too slow, or its tables are missing. */
export class LedgerAway extends Error {
  override readonly name = 'LedgerAway';

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
export function isAway(error: unknown): boolean {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code !== 'string') return DRIVER_FAULT.test(String(message));
  return !OUR_FAULTS.test(code) || MISSING.has(code);
}
