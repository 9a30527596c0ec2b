import { createMoment } from '../timers.js';
import type { Operation } from './operation.js';

/** What is known of an operation when it is put on a terminal. */
export type NewOperation = Pick<
  Operation,
  'customId' | 'command' | 'order' | 'mode' | 'webhook' | 'terminal' | 'clientId' | 'script'
>;

/** Every operation that reached a terminal, and how often each `customId` was received. */
export interface OperationStore {
  /** Gives a new operation its `idPosTxs`, the script's or the next one, and keeps it. */
  create(start: NewOperation): Operation;
  /** The latest with this number: a script may have one given again. */
  findById(idPosTxs: string): Operation | undefined;
  findByCustomId(customId: string): readonly Operation[];
  list(): readonly Operation[];
  /** Notes that a money command with this `customId` arrived, whatever then became of it. */
  countReceived(customId: string): void;
  receivedCount(customId: string): number;
  /** Every `customId` heard of that is an attempt of this transaction. */
  findAttemptIds(baseId: string): readonly string[];
  clear(): void;
}

/** An empty store. Its ids grow from the milliseconds since 2026, so that a restart takes none a second time. */
export function createOperationStore(): OperationStore {
  const stored: StoredOperations = { all: [], byNumber: new Map(), byCustomId: new Map() };
  const received = new Map<string, number>();
  const attemptIds = new Map<string, Set<string>>();
  let last = Date.now() - Date.UTC(2026, 0, 1);
  return {
    create: (start) => {
      const { idPosTxs } = start.script;
      const operation = createOperation(start, idPosTxs ? parseIdPosTxs(idPosTxs) : (last += 1));
      addOperation(stored, operation);
      return operation;
    },
    findById: (idPosTxs) => stored.byNumber.get(idPosTxs),
    findByCustomId: (customId) => stored.byCustomId.get(customId) ?? [],
    list: () => stored.all,
    countReceived: (customId) => {
      received.set(customId, (received.get(customId) ?? 0) + 1);
      const baseId = parseBaseId(customId);
      attemptIds.set(baseId, (attemptIds.get(baseId) ?? new Set()).add(customId));
    },
    receivedCount: (customId) => received.get(customId) ?? 0,
    findAttemptIds: (baseId) => [...(attemptIds.get(baseId) ?? [])],
    clear: () => {
      stored.all.splice(0);
      [stored.byNumber, stored.byCustomId, received, attemptIds].forEach((map) => map.clear());
    },
  };
}

interface StoredOperations {
  readonly all: Operation[];
  readonly byNumber: Map<string, Operation>;
  readonly byCustomId: Map<string, Operation[]>;
}

function addOperation({ all, byNumber, byCustomId }: StoredOperations, operation: Operation): void {
  const { customId, idPosTxs } = operation;
  all.push(operation);
  byNumber.set(String(idPosTxs), operation);
  if (customId !== undefined) byCustomId.set(customId, [...(byCustomId.get(customId) ?? []), operation]);
}

function parseIdPosTxs(digits: string): number | bigint {
  const number = BigInt(digits);
  return number > BigInt(Number.MAX_SAFE_INTEGER) ? number : Number(number);
}

function createOperation(start: NewOperation, idPosTxs: number | bigint): Operation {
  return {
    ...start,
    idPosTxs,
    startedAtMs: Date.now(),
    statusPlan: [...(start.script.status ?? [])],
    deviceStatusPlan: [...(start.script.deviceStatus ?? [])],
    result: undefined,
    isDropped: false,
    callbackAtMs: undefined,
    windowEnded: createMoment(),
    ended: createMoment(),
    callbackTried: createMoment(),
  };
}

/** A transaction's id without the number of the attempt: `tx_…-2` is the second attempt of `tx_…`. */
export function parseBaseId(customId: string): string {
  return /^(tx_[0-9A-Za-z]+)-\d+$/.exec(customId)?.[1] ?? customId;
}
