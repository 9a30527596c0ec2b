import { createMoneyMoved } from './money-moved.js';
import type { MoneyMoved } from './money-moved.js';
import type { ProblemBody, Retry, Transaction } from './schemas.js';
import type { NoAnswer } from './transport.js';

/** What every error of this client tells. */
export abstract class PaymentError extends Error {
  /** About the order, or the refund: not only about the last request. */
  abstract readonly moneyMoved: MoneyMoved;
  /** What the caller may do. `same_key`: call again with the same order. */
  abstract readonly retry: Retry;
  /** The key in use; undefined for a request that has none. */
  abstract readonly key: string | undefined;
}

/** The service answered with a problem. */
export class ServiceProblem extends PaymentError {
  override readonly name = 'ServiceProblem';
  readonly moneyMoved: MoneyMoved;

  /** @param inDoubt an earlier request with the key may have been accepted, and this problem says nothing about that one. */
  constructor(
    readonly body: ProblemBody,
    readonly key: string | undefined,
    inDoubt = false,
  ) {
    super(`${body.code}: ${body.detail}`);
    this.moneyMoved = createMoneyMoved(inDoubt ? 'unknown' : body.moneyMoved);
  }

  get code(): ProblemBody['code'] {
    return this.body.code;
  }

  get retry(): Retry {
    return this.body.retry;
  }

  get transactionId(): string | undefined {
    return this.body.transactionId;
  }
}

/** No answer that says what became of the request, within the time. Call again with the same order: the key is kept. */
export class OutcomeUnknown extends PaymentError {
  override readonly name = 'OutcomeUnknown';
  readonly moneyMoved = createMoneyMoved('unknown');
  readonly retry = 'same_key';

  constructor(
    readonly key: string | undefined,
    cause: unknown,
  ) {
    super('The service did not say what became of the request. Call again with the same order.', { cause });
  }
}

/** A new key was asked for, and the transaction of the kept key may have charged: a second one could charge twice. */
export class NewKeyRefused extends PaymentError {
  override readonly name = 'NewKeyRefused';
  readonly moneyMoved: MoneyMoved;
  readonly retry = 'never';

  constructor(
    readonly key: string,
    readonly transaction: Transaction | undefined,
  ) {
    const what = transaction ? `${transaction.id} is ${transaction.status}` : 'The kept key is not used up';
    super(`${what}: a new key could charge a second time.`);
    this.moneyMoved = createMoneyMoved(transaction?.outcome.moneyMoved ?? 'unknown');
  }
}

/** The error of a request that has no key. A `no` is about that request: of the payment it says nothing. */
export function toPaymentError(reply: NoAnswer): PaymentError {
  if (reply.kind === 'problem') return new ServiceProblem(reply.problem, undefined, true);
  return new OutcomeUnknown(undefined, reply.cause);
}
