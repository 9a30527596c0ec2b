import type { TransactionId } from './ids.js';

declare const brand: unique symbol;

/** A comparison of a terminal's own numbers with ours: `rc_` and 19 letters or digits. */
export type ReconciliationId = string & { readonly [brand]: 'ReconciliationId' };

const RECONCILIATION_ID = /^rc_[0-9A-Za-z]{19}$/;

export function parseReconciliationId(text: string): ReconciliationId | undefined {
  return RECONCILIATION_ID.test(text) ? (text as ReconciliationId) : undefined;
}

/** The report that a reconciliation asks the terminal for follows from its id, so that asking twice starts one report. */
export function deriveReportId(id: ReconciliationId): TransactionId {
  return `tx_${id.slice('rc_'.length)}` as TransactionId;
}
