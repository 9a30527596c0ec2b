import type { Answer, TransactionView } from './rest.js';
import { checkEqual } from './story.js';
import type { Check, StoryResult } from './story.js';
import type { Truth } from './simulator-control.js';

/** What a final transaction must show. */
export interface ExpectedOutcome {
  readonly status: 'approved' | 'declined';
  readonly moneyMoved: 'yes' | 'no';
}

/** The checks that hold of every proven end: what the API says, and that the simulator saw the same, once. */
export function listOutcomeChecks(
  { status, body }: Answer,
  truth: Truth,
  expected: ExpectedOutcome,
): readonly Check[] {
  return [
    checkEqual('the API answers 200', status, 200),
    checkEqual(`the transaction is ${expected.status}`, body.status, expected.status),
    checkEqual(`money moved: ${expected.moneyMoved}`, body.outcome?.moneyMoved, expected.moneyMoved),
    checkEqual('proven by a status query', body.outcome?.evidence, 'status_query'),
    checkEqual('the simulator got one command', truth.received, 1),
    checkEqual(`the simulator knows it as ${expected.status}`, truth.state, expected.status),
    checkEqual('the card was charged as told', truth.charges, expected.moneyMoved === 'yes' ? 1 : 0),
  ];
}

/** The columns of a row that come from a transaction as the API shows it. */
export function renderTransactionColumns({
  id,
  status,
  outcome,
}: TransactionView): Pick<StoryResult, 'transactionId' | 'status' | 'moneyMoved'> {
  return { transactionId: id, status: String(status), moneyMoved: outcome?.moneyMoved ?? '?' };
}

/** What proved the outcome, and whether a callback had come. */
export function describeEvidence({ outcome }: TransactionView, sawCallback: boolean): string {
  const proof = (outcome?.evidence ?? 'none').replace('_', ' ');
  return `${proof}, ${sawCallback ? 'after callback' : 'no callback'}`;
}

/** The id, which is the `customId` of the first attempt as well. @throws Error naming the answer without one. */
export function requireId({ status, body }: Answer): string {
  if (body.id !== undefined) return body.id;
  throw new Error(`The API answered ${status} without a transaction: ${JSON.stringify(body)}`);
}
