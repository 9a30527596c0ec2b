import type { Ending, Operation } from '../operations/operation.js';
import { getOperationName } from '../operations/operation.js';

/** One operation of a terminal. Whoever watches a queue sees who came next, and how soon. */
export interface Turn {
  /** What its caller named it. */
  readonly name: string;
  /** Null while it runs. */
  readonly ending: Ending | null;
  /** How long the terminal was free before it; null for the first. */
  readonly freeForMs: number | null;
}

const mostTurns = 5;

/** @param operations of one terminal, in the order in which they came. @returns the latest, the newest first. */
export function renderTurns(operations: readonly Operation[]): readonly Turn[] {
  const latest = operations.filter(({ command }) => command.allowedWhileBusy !== true).slice(-mostTurns - 1);
  const turns = latest.map((operation, place) => renderTurn(operation, latest[place - 1]));
  return turns.slice(-mostTurns).reverse();
}

function renderTurn(operation: Operation, before: Operation | undefined): Turn {
  const endedAtMs = before?.result?.atMs;
  return {
    name: getOperationName(operation),
    ending: operation.result?.ending ?? null,
    freeForMs: endedAtMs === undefined ? null : Math.max(0, operation.startedAtMs - endedAtMs),
  };
}
