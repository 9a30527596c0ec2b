import type { DeviceEntry } from '../ledger/entries.js';
import type { Ledger } from '../ledger/ledger.js';
import { undoneOf } from '../operations/books.js';
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

/** Rings the alarm if an undo that has just ended took more of its sale than there was. */
export function alarmOfOverRefund(ledger: Ledger, operation: Operation): void {
  const { sold, undid } = operation.result ?? {};
  if (!sold || undid === undefined || undoneOf(sold) <= sold.amount) return;
  const text = `${undoneOf(sold)} of ${sold.name} were given back, of ${sold.amount} that were charged`;
  ledger.alarm({ kind: 'over_refunded', ...namesOf(operation), text });
}
