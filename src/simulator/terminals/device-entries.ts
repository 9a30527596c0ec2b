import type { DeviceEntry } from '../ledger/entries.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Operation } from '../operations/operation.js';
import { namesOf } from '../operations/operation.js';

/** What the ledger says of a step of an operation. */
export function entryOf(operation: Operation, what: DeviceEntry['what']): Omit<DeviceEntry, 'seq' | 'at'> {
  const { command, mode, order, terminal } = operation;
  return {
    what,
    ...namesOf(operation),
    country: terminal.country,
    command: command.path,
    mode,
    amount: order.amount,
  };
}

/** Rings the alarm if a money operation starts while another of those live on the terminal moves money too. */
export function alarmOfOverlap(ledger: Ledger, operation: Operation, live: readonly Operation[]): void {
  const other = live.find((one) => one.command.movesMoney && operation.command.movesMoney);
  if (!other) return;
  const text = `${operation.idPosTxs} started while ${other.idPosTxs} was still live on the terminal`;
  ledger.alarm({ kind: 'overlap', ...namesOf(operation), text });
}
