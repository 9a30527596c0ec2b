import { getProblemKind, buildProblemType } from './catalogue.js';
import type { ProblemCode } from './catalogue.js';
import type { ProblemMoney, Retry } from './problem-entry.js';

/** One fault of a request. */
export interface Fault {
  /** The path of the field: `amount.value`; empty for the body as a whole. */
  readonly field: string;
  readonly message: string;
}

/** What a problem says beyond its code and detail. */
export interface ProblemExtras {
  readonly transactionId?: string;
  readonly errors?: readonly Fault[];
  readonly holder?: string;
  /** ISO 8601. */
  readonly busyUntil?: string;
  /** Where this one differs from its kind. */
  readonly moneyMoved?: ProblemMoney;
  readonly retry?: Retry;
}

/** The body of an error: RFC 9457, `application/problem+json`. */
export interface ProblemBody extends ProblemExtras {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly moneyMoved: ProblemMoney;
  readonly retry: Retry;
}

export type Headers = Readonly<Record<string, string>>;

/** An answer that is an error. Thrown anywhere in the API; written by the problem filter. */
export class Problem extends Error {
  constructor(
    readonly body: ProblemBody,
    readonly headers: Headers = {},
  ) {
    super(body.detail);
    this.name = 'Problem';
  }
}

/** The problem to throw; `detail` says what to do next. */
export function problem(code: ProblemCode, detail: string, extras: ProblemExtras = {}): Problem {
  return new Problem(buildProblemBody(code, detail, extras));
}

export function withHeaders({ body, headers }: Problem, more: Headers): Problem {
  return new Problem(body, { ...headers, ...more });
}

const OUTAGE_PAUSE_SECONDS = 2;

/** For what another part of the system did not answer: says when to repeat. */
export function retrySoon(outage: Problem): Problem {
  return withHeaders(outage, { 'retry-after': String(OUTAGE_PAUSE_SECONDS) });
}

function buildProblemBody(code: ProblemCode, detail: string, extras: ProblemExtras): ProblemBody {
  const { status, title, money: moneyMoved, retry } = getProblemKind(code);
  return { type: buildProblemType(code), title, status, detail, code, moneyMoved, retry, ...extras };
}

/** The one answer to an address that names nothing, whatever came with the request. */
export function notFoundProblem(
  detail = 'This address names nothing here: check it against /docs.',
): Problem {
  return problem('not-found', detail);
}

export function isNotFound(error: unknown): boolean {
  return error instanceof Problem && error.body.code === 'not-found';
}

/** The body as bytes: for a text Fastify would declare a charset, which JSON does not have. */
export function encodeProblem(body: ProblemBody): Buffer {
  return Buffer.from(JSON.stringify(body));
}
