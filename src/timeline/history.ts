/** A decoded value of a history: whoever reads it says what it expects, and what differs is told as unreadable. */
export type Fields = Readonly<Record<string, unknown>>;

/** One event of a run's history, its payloads decoded. */
export interface HistoryEvent {
  readonly id: number;
  /** ISO 8601. */
  readonly at: string;
  /** As Temporal's documentation names it: `WorkflowExecutionStarted`. */
  readonly type: string;
  readonly fields: Fields;
}

/** One run of a workflow. */
export interface RunHistory {
  readonly workflowId: string;
  readonly runId: string;
  readonly workflowType: string;
  readonly events: readonly HistoryEvent[];
}

/** @returns the value at a path of field names; undefined where there is none. */
export function getField(fields: unknown, ...path: readonly (string | number)[]): unknown {
  let value = fields;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[name];
  }
  return value ?? undefined;
}

/** @returns the text at a path; an empty text counts as none. */
export function getText(fields: unknown, ...path: readonly (string | number)[]): string | undefined {
  const value = getField(fields, ...path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** @returns the list at a path; an empty one where there is none. */
export function getList(fields: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const value = getField(fields, ...path);
  return Array.isArray(value) ? value : [];
}

/** @returns what a run was started with, as its first event has it. */
export function getStart({ events }: Pick<RunHistory, 'events'>): Fields {
  return events.find(({ type }) => type === 'WorkflowExecutionStarted')?.fields ?? {};
}
