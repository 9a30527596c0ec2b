import type { TransactionId } from './ids.js';

declare const brand: unique symbol;

/** A comparison of a terminal's own numbers with ours: `rc_` and 19 letters or digits. */
export type ReconciliationId = string & { readonly [brand]: 'ReconciliationId' };

const RECONCILIATION_ID = /^rc_[0-9A-Za-z]{19}$/;

export function parseReconciliationId(text: string): ReconciliationId | undefined {
  return RECONCILIATION_ID.test(text) ? (text as ReconciliationId) : undefined;
}

/** A terminal that is to be closed is asked again while payments come in. */
export const MAX_ROUNDS = 10;

/** The report that a reconciliation asks the terminal for follows from its id, so that asking twice starts one report. */
export function deriveReportId(id: ReconciliationId, round = 1): TransactionId {
  return shiftLetters(id, round - 1);
}

/** The closing command of a reconciliation that closes the batch. */
export function deriveClosingId(id: ReconciliationId, round: number): TransactionId {
  return shiftLetters(id, MAX_ROUNDS + round);
}

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function shiftLetters(id: ReconciliationId, step: number): TransactionId {
  const letters = id.slice('rc_'.length).split('');
  const shifted = letters.map((letter) => LETTERS[(LETTERS.indexOf(letter) + step) % LETTERS.length]);
  return `tx_${shifted.join('')}` as TransactionId;
}
