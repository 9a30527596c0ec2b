import type { ApiResponseOptions } from '@nestjs/swagger';
import { ApiResponse } from '@nestjs/swagger';
import { explainProblem, problemCodes, getProblemKind, buildProblemType } from '../problems/catalogue.js';
import type { ProblemCode } from '../problems/catalogue.js';
import type { OperationName } from '../transactions/body/operation-names.js';

/** The schemas of the answers. */
export type AnswerName =
  | 'Transaction'
  | 'TransactionList'
  | 'Audit'
  | 'Terminal'
  | 'TerminalList'
  | 'Problem'
  | 'Readiness'
  | 'AttentionItem'
  | 'AttentionList'
  | 'Proposal'
  | 'WebhookDelivery'
  | 'WebhookDeliveryList'
  | 'WebhookTest'
  | 'Reconciliation';

/** The schemas of the bodies that operators send. */
export type RequestName = 'Resolution' | 'Release' | 'ReconciliationStart' | 'DifferencesSettled';

export function ref(name: AnswerName | RequestName | OperationName): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

/** An answer in JSON, with an example. */
export interface JsonAnswer {
  readonly status: number;
  readonly description: string;
  readonly schema: AnswerName;
  readonly examples: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Documents an answer that is no error. */
export function Answers({
  status,
  description,
  schema,
  examples,
  headers = {},
}: JsonAnswer): MethodDecorator {
  return ApiResponse({
    status,
    description,
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, describeHeader(text)])),
    content: { 'application/json': { schema: ref(schema), examples: wrapExamples(examples) } },
  } as ApiResponseOptions);
}

/** Documents the errors a route can answer with, grouped by status, an example each. */
export function Problems(...codes: readonly ProblemCode[]): readonly MethodDecorator[] {
  return describeProblems(codes).map((answer) => ApiResponse(answer as ApiResponseOptions));
}

/** @returns the answers of these codes, as the document has them, one for each status. */
export function describeProblems(codes: readonly ProblemCode[]) {
  const statuses = [...new Set(codes.map((code) => getProblemKind(code).status))];
  return statuses.map((status) => {
    const kinds = codes.map(getProblemKind).filter((kind) => kind.status === status);
    const description = kinds
      .map((kind) => `[\`${kind.code}\`](${buildProblemType(kind.code)}): ${explainProblem(kind)}`)
      .join('\n\n');
    const examples = Object.fromEntries(kinds.map(({ code }) => [code, buildProblemExample(code)]));
    const content = {
      'application/problem+json': { schema: ref('Problem'), examples: wrapExamples(examples) },
    };
    const headers = {
      ...(kinds.some(({ retryAfter }) => retryAfter) && { 'Retry-After': RETRY_AFTER }),
      ...(kinds.some(({ code }) => code === 'method-not-allowed') && { Allow: ALLOW }),
    };
    return { status, description, headers, content };
  });
}

const paused = problemCodes.filter((code) => getProblemKind(code).retryAfter);

const RETRY_AFTER = {
  description: `Seconds to wait before repeating. Of ${paused.map((code) => `\`${code}\``).join(', ')}.`,
  schema: { type: 'integer', minimum: 1 },
};

const ALLOW = { description: 'The methods that the address has.', schema: { type: 'string' } };

function buildProblemExample(code: ProblemCode): object {
  const kind = getProblemKind(code);
  const { status, title, money: moneyMoved, retry } = kind;
  return {
    type: buildProblemType(code),
    title,
    status,
    detail: explainProblem(kind),
    code,
    moneyMoved,
    retry,
  };
}

function wrapExamples(values: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}

function describeHeader(description: string) {
  return { description, schema: { type: 'string' } };
}
