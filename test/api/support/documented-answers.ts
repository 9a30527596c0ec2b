import type { compileSchemas } from './document-schemas.js';

/** What the document says of one status of an operation. */
export interface DocumentedAnswer {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema: unknown }>>;
}

/** An operation of the document. */
export interface DocumentedOperation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, DocumentedAnswer>>;
}

/** The document, as far as answers are held against it. */
export interface AnswersDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly [name: string]: unknown;
}

/** An answer that came. */
export interface GivenAnswer {
  readonly status: number;
  /** Undefined where it has no body. */
  readonly contentType: string | undefined;
  readonly text: string;
}

/** @returns what the document says against an answer; empty: it names the status, the type and the form. */
export function findAnswerFaults(
  schemas: ReturnType<typeof compileSchemas>,
  { operationId, responses }: DocumentedOperation,
  { status, contentType, text }: GivenAnswer,
): readonly string[] {
  const type = contentType?.split(';')[0];
  const documented = responses[status];
  const named = `${operationId} ${status} ${type}`;
  if (documented === undefined) return [`${named} is not documented`];
  if (type === undefined) return [];
  const content = documented.content?.[type];
  if (content === undefined) return [`${named}: the type is not documented`];
  if (!type.endsWith('json')) return [];
  return schemas.faultsOf(content.schema, JSON.parse(text)).map((fault) => `${named}: ${fault}`);
}
