import type { NotSentReason } from '../../domain/not-sent.js';
import { meanings } from './meanings.js';

/** What a caller may do after an error: repeat with the same idempotency key, with a new one, or not at all. */
export type Retry = 'same_key' | 'new_key' | 'never';

/** `no`: this request moved no money. `unknown`: ask again before doing anything else. */
export type ProblemMoney = 'no' | 'unknown';

type Facts = readonly [status: number, moneyMoved: ProblemMoney, retry: Retry, title: string];

const facts = {
  'malformed-json': [400, 'no', 'same_key', 'The body is not JSON'],
  'idempotency-key-missing': [400, 'no', 'new_key', 'The Idempotency-Key header is missing'],
  'idempotency-key-invalid': [400, 'no', 'new_key', 'The Idempotency-Key header cannot be used'],
  unauthorized: [401, 'no', 'same_key', 'The caller is not known'],
  forbidden: [403, 'no', 'never', 'The API key may not do this'],
  'not-found': [404, 'unknown', 'never', 'There is nothing here'],
  cancelled: [409, 'no', 'new_key', 'The transaction was cancelled before it was sent'],
  'terminal-busy': [409, 'no', 'same_key', 'The terminal is busy'],
  'not-cancellable': [409, 'unknown', 'never', 'The transaction can no longer be cancelled'],
  'not-confirmable': [409, 'unknown', 'never', 'There is nothing to confirm'],
  'already-reversed': [409, 'no', 'never', 'The sale has been reversed already'],
  'not-reversible': [409, 'no', 'never', 'The transaction cannot be reversed'],
  'duplicate-undo': [409, 'no', 'never', 'The same return was made before'],
  'not-settled': [409, 'no', 'same_key', 'The transaction has no proven outcome yet'],
  'terminal-in-use': [409, 'no', 'same_key', 'The terminal may still be working'],
  'evidence-contradicts': [409, 'unknown', 'never', 'The evidence says otherwise'],
  'not-in-attention': [409, 'no', 'never', 'The transaction waits for nobody'],
  'body-too-large': [413, 'no', 'same_key', 'The body is too large'],
  'unsupported-media-type': [415, 'no', 'same_key', 'The body is not declared as JSON'],
  'invalid-request': [422, 'no', 'same_key', 'The request has faults'],
  'idempotency-key-reused': [422, 'no', 'new_key', 'The idempotency key belongs to another request'],
  'unknown-terminal': [422, 'no', 'same_key', 'The terminal is not known'],
  'unknown-original': [422, 'no', 'same_key', 'The original transaction is not known'],
  'wrong-terminal': [422, 'no', 'same_key', 'The sale was made on another terminal'],
  'unsupported-operation': [422, 'no', 'never', 'This operation is not offered'],
  'amount-exceeds-original': [422, 'no', 'same_key', 'The amount is more than what is left of the sale'],
  'rate-limited': [429, 'no', 'same_key', 'Too many requests'],
  'too-many-waits': [429, 'no', 'same_key', 'Too many requests wait'],
  'internal-error': [500, 'unknown', 'same_key', 'The service made a mistake'],
  'provider-rejected': [502, 'no', 'same_key', 'Getnet refused the command'],
  'provider-unreachable': [503, 'no', 'same_key', 'Getnet could not be reached'],
  'terminal-offline': [503, 'no', 'same_key', 'The terminal is offline'],
  'dispatch-expired': [503, 'no', 'same_key', 'The command could not be sent in time'],
  'mode-unavailable': [503, 'no', 'same_key', 'No worker can send in this mode'],
  'merchant-misconfigured': [503, 'unknown', 'same_key', 'The configuration of this merchant is wrong'],
  'orchestrator-unavailable': [503, 'unknown', 'same_key', 'The service cannot reach its store'],
} as const satisfies Readonly<Record<string, Facts>> & Readonly<Record<NotSentReason, Facts>>;

/** Every error code of the API. Wire format: never renamed. */
export type ProblemCode = keyof typeof facts;

/** What every problem of one code has in common. */
export interface ProblemKind {
  readonly code: ProblemCode;
  readonly status: number;
  readonly moneyMoved: ProblemMoney;
  readonly retry: Retry;
  readonly title: string;
  /** For the page: what happened and what to do next. */
  readonly meaning: string;
}

const meaningOf: Readonly<Record<ProblemCode, string>> = meanings;

export const problemCodes = Object.keys(facts) as readonly ProblemCode[];

/** @returns what every problem of this code has in common. */
export function problemKind(code: ProblemCode): ProblemKind {
  const [status, moneyMoved, retry, title] = facts[code];
  return { code, status, moneyMoved, retry, title, meaning: meaningOf[code] };
}

/** @returns the kind of problem a text names, or undefined. */
export function problemKindNamed(text: string): ProblemKind | undefined {
  const code = problemCodes.find((known) => known === text);
  return code && problemKind(code);
}

/** @returns the address, on this API, of the page that explains a code; the `type` of its problems. */
export function problemType(code: ProblemCode): string {
  return `/problems/${code}`;
}
