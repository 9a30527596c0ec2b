import type { Ledger } from '../ledger/ledger.js';
import { parseBaseId } from './store.js';
import type { UndoRecord } from './sales-ledger.js';
import { sumUndoneAmounts } from './sales-ledger.js';
import type { Operation } from './operation.js';
import { buildLedgerNames } from './operation.js';
import type { OperationStore } from './store.js';

/** What really became of one `customId`, whatever anybody was told. */
export interface Truth {
  readonly customId: string;
  /** Commands received with it, refused and lost ones included. */
  readonly received: number;
  /** Commands that reached a terminal. */
  readonly executed: number;
  readonly state: 'none' | 'running' | 'approved' | 'declined';
  /** Of the latest execution. */
  readonly idPosTxs: string | null;
  readonly amount: number | null;
  /** How often money came in: approved sales. */
  readonly charges: number;
  /** How often money went back by it: approved voids and returns, and how much, in the unit of the wire. */
  readonly refunds: number;
  readonly refunded: number;
  /** Of a sale: what was charged, less what went back of it under whatever name, in the unit of the wire. */
  readonly net: number;
  /** What went back of it, oldest first. */
  readonly undone: readonly UndoRecord[];
}

/** The truth over all attempts of one transaction. */
export interface BaseTruth extends Omit<Truth, 'customId'> {
  readonly baseId: string;
  readonly attempts: readonly Truth[];
}

/** The truth about a `customId`; one never heard of has state `none`. */
export function readTruth(store: OperationStore, customId: string): Truth {
  const operations = store.findByCustomId(customId);
  return { customId, received: store.receivedCount(customId), ...summarize(operations) };
}

/** The truth about a transaction, all attempts together. */
export function readBaseTruth(store: OperationStore, baseId: string): BaseTruth {
  const ids = store.findAttemptIds(baseId);
  const attempts = ids.map((customId) => readTruth(store, customId));
  const received = attempts.reduce((all, attempt) => all + attempt.received, 0);
  return { baseId, received, ...summarize(ids.flatMap((id) => store.findByCustomId(id))), attempts };
}

function summarize(operations: readonly Operation[]): Omit<Truth, 'customId' | 'received'> {
  const latest = operations.at(-1);
  return {
    executed: operations.length,
    state: deriveState(operations),
    idPosTxs: latest ? String(latest.idPosTxs) : null,
    amount: latest?.order.amount ?? null,
    ...sumMovements(operations),
  };
}

type Movements = Pick<Truth, 'charges' | 'refunds' | 'refunded' | 'net' | 'undone'>;

function sumMovements(operations: readonly Operation[]): Movements {
  const results = operations.flatMap(({ result }) => result ?? []);
  const refunds = results.flatMap(({ undoneAmount }) => undoneAmount ?? []);
  const sales = results.flatMap(({ sale, undoneAmount }) =>
    sale && undoneAmount === undefined ? [sale] : [],
  );
  return {
    charges: sales.length,
    refunds: refunds.length,
    refunded: refunds.reduce((sum, amount) => sum + amount, 0),
    net: sales.reduce((sum, sale) => sum + sale.amount - sumUndoneAmounts(sale), 0),
    undone: sales.flatMap(({ undos }) => undos),
  };
}

function deriveState(operations: readonly Operation[]): Truth['state'] {
  if (operations.length === 0) return 'none';
  if (operations.some(({ result }) => !result)) return 'running';
  return operations.some((operation) => operation.result?.ending === 'approved') ? 'approved' : 'declined';
}

/** Raises an alarm if this operation is not the only one of its `customId`, or of its transaction, to move money. */
export function alarmOnRepeat(ledger: Ledger, store: OperationStore, operation: Operation): void {
  const { customId, command } = operation;
  if (customId === undefined || !command.movesMoney) return;
  const countOthers = (id: string): number =>
    store.findByCustomId(id).filter((one) => one !== operation && one.command.movesMoney).length;
  if (countOthers(customId) > 0) {
    const text = `${customId} was executed before: this is execution ${countOthers(customId) + 1}`;
    ledger.raiseAlarm({ kind: 'second_execution', ...buildLedgerNames(operation), text });
  }
  const siblings = store
    .findAttemptIds(parseBaseId(customId))
    .filter((id) => id !== customId && countOthers(id) > 0);
  if (siblings.length === 0) return;
  const text = `${customId} was executed although ${siblings.join(', ')} had been: one transaction, two commands`;
  ledger.raiseAlarm({ kind: 'second_attempt_executed', ...buildLedgerNames(operation), text });
}
