import type { Answer, Shown } from './rest.js';
import { equal } from './story.js';
import type { Check, Played } from './story.js';
import type { Truth } from './witness.js';

/** What a final transaction must show. */
export interface Expected {
  readonly status: 'approved' | 'declined';
  readonly moneyMoved: 'yes' | 'no';
}

/** The checks that hold of every proven end: what the API says, and that the simulator saw the same, once. */
export function outcomeChecks({ status, body }: Answer, truth: Truth, expected: Expected): readonly Check[] {
  return [
    equal('the API answers 200', status, 200),
    equal(`the transaction is ${expected.status}`, body.status, expected.status),
    equal(`money moved: ${expected.moneyMoved}`, body.outcome?.moneyMoved, expected.moneyMoved),
    equal('proven by a status query', body.outcome?.evidence, 'status_query'),
    equal('the simulator got one command', truth.received, 1),
    equal(`the simulator knows it as ${expected.status}`, truth.state, expected.status),
    equal('the card was charged as told', truth.charges, expected.moneyMoved === 'yes' ? 1 : 0),
  ];
}

/** @returns the columns of a row that come from a transaction as the API shows it. */
export function shownIn({
  id,
  status,
  outcome,
}: Shown): Pick<Played, 'transactionId' | 'status' | 'moneyMoved'> {
  return { transactionId: id, status: String(status), moneyMoved: outcome?.moneyMoved ?? '?' };
}

/** @returns what proved the outcome, and whether a callback had come. */
export function evidenceOf({ outcome }: Shown, sawCallback: boolean): string {
  const proof = (outcome?.evidence ?? 'none').replace('_', ' ');
  return `${proof}, ${sawCallback ? 'after callback' : 'no callback'}`;
}

/** @returns the id, which is the `customId` of the first attempt as well. @throws Error naming the answer without one. */
export function idOf({ status, body }: Answer): string {
  if (body.id !== undefined) return body.id;
  throw new Error(`The API answered ${status} without a transaction: ${JSON.stringify(body)}`);
}
