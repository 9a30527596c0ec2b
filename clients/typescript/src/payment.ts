import { createMoneyMoved } from './money-moved.js';
import type { MoneyMoved } from './money-moved.js';
import { findMoneyMoved, isFinal } from './schemas.js';
import type { Status, Transaction } from './schemas.js';
import { isObject } from './transport.js';

/** A transaction, and how to read it. */
export interface Payment {
  readonly id: string;
  readonly status: Status;
  /** Whether the outcome is proven. */
  readonly isFinal: boolean;
  /**
   * Three cases, all of them: `payment.moneyMoved({ yes: …, no: …, unknown: … })`. It is unknown, too, where the outcome and what was
   * proven after the end (`transaction.late`) contradict each other.
   */
  readonly moneyMoved: MoneyMoved;
  /** Read it before handing over the goods: something about the transaction is unusual, such as news after its end. */
  readonly warning: string | undefined;
  readonly transaction: Transaction;
}

/** A payment that this client started. */
export interface StartedPayment extends Payment {
  readonly key: string;
  /** The key was known: this is what became of the first request with it. */
  readonly replayed: boolean;
}

export function toPayment(transaction: Transaction): Payment {
  const { id, status, outcome, late } = transaction;
  const moneyMoved = createMoneyMoved(findMoneyMoved(transaction));
  const news = late && `"${late.moneyMoved}" was proven after the end, at ${late.at}: see "late"`;
  const warning = [outcome.warning, news].filter(Boolean).join('; ') || undefined;
  return { id, status, isFinal: isFinal(transaction), moneyMoved, warning, transaction };
}

export function isTransaction(body: unknown): body is Transaction {
  if (!isObject(body) || !isObject(body['outcome'])) return false;
  return (
    typeof body['id'] === 'string' && typeof body['status'] === 'string' && 'moneyMoved' in body['outcome']
  );
}
