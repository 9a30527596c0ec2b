import type { NotSentReason } from '../../domain/not-sent.js';
import { operatorProblems } from './catalogue.operator.js';
import { requestProblems } from './catalogue.request.js';
import { serviceProblems } from './catalogue.service.js';
import { terminalProblems } from './catalogue.terminal.js';
import { undoProblems } from './catalogue.undo.js';
import type { ProblemEntries, ProblemEntry } from './problem-entry.js';

/** The codes by topic, as docs/failures.md lists them. */
export const problemGroups = {
  request: requestProblems,
  terminal: terminalProblems,
  service: serviceProblems,
  undo: undoProblems,
  operator: operatorProblems,
} as const satisfies Readonly<Record<string, ProblemEntries>>;

const entries = {
  ...requestProblems,
  ...terminalProblems,
  ...serviceProblems,
  ...undoProblems,
  ...operatorProblems,
} as const satisfies Readonly<Record<string, ProblemEntry>> & Readonly<Record<NotSentReason, ProblemEntry>>;

/** Every error code of the API. Wire format: never renamed. */
export type ProblemCode = keyof typeof entries;

/** The catalogue's entry of one code. */
export interface ProblemKind extends ProblemEntry {
  readonly code: ProblemCode;
}

/** By status, as the pages list them. */
export const problemCodes: readonly ProblemCode[] = (Object.keys(entries) as ProblemCode[]).toSorted(
  (one, other) => entries[one].status - entries[other].status,
);

export function getProblemKind(code: ProblemCode): ProblemKind {
  const entry: ProblemEntry = entries[code];
  return { code, ...entry };
}

/** What happened and what to do next, where no request says more. */
export function explainProblem({ meaning, next }: ProblemEntry): string {
  return `${meaning} ${next}`;
}

/** Undefined for a text that is no code. */
export function findProblemKind(text: string): ProblemKind | undefined {
  const code = problemCodes.find((known) => known === text);
  return code && getProblemKind(code);
}

/** The address, on this API, of the page that explains a code; the `type` of its problems. */
export function buildProblemType(code: ProblemCode): string {
  return `/problems/${code}`;
}
