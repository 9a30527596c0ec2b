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
  /** Gives a new operation its `idPosTxs`, the script's or the next one, and keeps it. */
  open(start: OperationStart): Operation;
  /** The latest with this number: a script may have one given again. */
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
  const kept: Kept = { all: [], numbered: new Map(), named: new Map() };
  const received = new Map<string, number>();
  const families = new Map<string, Set<string>>();
  let last = Date.now() - Date.UTC(2026, 0, 1);
  return {
    open: (start) => {
      const told = start.script.idPosTxs;
      const operation = opened(start, told === undefined ? (last += 1) : numberIn(told));
      keep(kept, operation);
      return operation;
    },
    byId: (idPosTxs) => kept.numbered.get(idPosTxs),
    byCustomId: (customId) => kept.named.get(customId) ?? [],
    all: () => kept.all,
    noteReceived: (customId) => {
      received.set(customId, (received.get(customId) ?? 0) + 1);
      families.set(baseIdOf(customId), (families.get(baseIdOf(customId)) ?? new Set()).add(customId));
    },
    received: (customId) => received.get(customId) ?? 0,
    family: (baseId) => [...(families.get(baseId) ?? [])],
    clear: () => {
      kept.all.splice(0);
      [kept.numbered, kept.named, received, families].forEach((map) => map.clear());
    },
  };
}

interface Kept {
  readonly all: Operation[];
  readonly numbered: Map<string, Operation>;
  readonly named: Map<string, Operation[]>;
}

function keep({ all, numbered, named }: Kept, operation: Operation): void {
  const { customId, idPosTxs } = operation;
  all.push(operation);
  numbered.set(String(idPosTxs), operation);
  if (customId !== undefined) named.set(customId, [...(named.get(customId) ?? []), operation]);
}

function numberIn(digits: string): number | bigint {
  const number = BigInt(digits);
  return number > BigInt(Number.MAX_SAFE_INTEGER) ? number : Number(number);
}

function opened(start: OperationStart, idPosTxs: number | bigint): Operation {
  return {
    ...start,
    idPosTxs,
    startedAt: Date.now(),
    statusPlan: [...(start.script.status ?? [])],
    deviceStatusPlan: [...(start.script.deviceStatus ?? [])],
    result: undefined,
    dropped: false,
    calledAt: undefined,
    windowOver: moment(),
    finished: moment(),
    called: moment(),
  };
}
