import { moment } from '../timers.js';
import { baseIdOf } from './base-id.js';
import type { Operation } from './operation.js';

/** What is known of an operation when it is put on a terminal. */
export type OperationStart = Pick<
  Operation,
  'customId' | 'command' | 'order' | 'mode' | 'webhook' | 'terminal' | 'clientId' | 'script'
>;

/** Every operation that reached a terminal, and how often each `customId` was received. */
export interface OperationStore {
  /** Gives a new operation its `idPosTxs` and keeps it. */
  open(start: OperationStart): Operation;
  byId(idPosTxs: string): Operation | undefined;
  byCustomId(customId: string): readonly Operation[];
  all(): readonly Operation[];
  /** Notes that a money command with this `customId` arrived, whatever then became of it. */
  noteReceived(customId: string): void;
  received(customId: string): number;
  /** Every `customId` heard of that is an attempt of this transaction. */
  family(baseId: string): readonly string[];
  clear(): void;
}

/** An empty store. Its ids grow from the milliseconds since 2026, so that a restart takes none a second time. */
export function createOperationStore(): OperationStore {
  const operations = new Map<string, Operation>();
  const named = new Map<string, Operation[]>();
  const received = new Map<string, number>();
  const families = new Map<string, Set<string>>();
  let last = Date.now() - Date.UTC(2026, 0, 1);
  return {
    open: (start) => {
      const operation = opened(start, (last += 1));
      operations.set(String(last), operation);
      if (start.customId !== undefined) {
        named.set(start.customId, [...(named.get(start.customId) ?? []), operation]);
      }
      return operation;
    },
    byId: (idPosTxs) => operations.get(idPosTxs),
    byCustomId: (customId) => named.get(customId) ?? [],
    all: () => [...operations.values()],
    noteReceived: (customId) => {
      received.set(customId, (received.get(customId) ?? 0) + 1);
      families.set(baseIdOf(customId), (families.get(baseIdOf(customId)) ?? new Set()).add(customId));
    },
    received: (customId) => received.get(customId) ?? 0,
    family: (baseId) => [...(families.get(baseId) ?? [])],
    clear: () => [operations, named, received, families].forEach((map) => map.clear()),
  };
}

function opened(start: OperationStart, idPosTxs: number): Operation {
  return {
    ...start,
    idPosTxs,
    startedAt: Date.now(),
    statusPlan: [...(start.script.status ?? [])],
    deviceStatusPlan: [...(start.script.deviceStatus ?? [])],
    result: undefined,
    dropped: false,
    windowOver: moment(),
    finished: moment(),
    called: moment(),
  };
}
