import { createMoneyMoved } from './money-moved.js';
import type { MoneyMoved } from './money-moved.js';
import { isFinal } from './schemas.js';
import type { Status, Transaction } from './schemas.js';
import { isObject } from './transport.js';

/** A transaction, and how to read it. */
export interface Payment {
  readonly id: string;
  readonly status: Status;
  /** Whether the outcome is proven. */
  readonly isFinal: boolean;
  /** Three cases, all of them: `payment.moneyMoved({ yes: …, no: …, unknown: … })`. */
  readonly moneyMoved: MoneyMoved;
  /** Read it before handing over the goods: the sale is approved, and something about it is unusual. */
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
  const { id, status, outcome } = transaction;
  const moneyMoved = createMoneyMoved(outcome.moneyMoved);
  return { id, status, isFinal: isFinal(transaction), moneyMoved, warning: outcome.warning, transaction };
}

export function isTransaction(body: unknown): body is Transaction {
  if (!isObject(body) || !isObject(body['outcome'])) return false;
  return (
    typeof body['id'] === 'string' && typeof body['status'] === 'string' && 'moneyMoved' in body['outcome']
  );
}
