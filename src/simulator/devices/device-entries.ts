import type { DeviceEntry } from '../ledger/entries.js';
import type { Ledger } from '../ledger/ledger.js';
import { sumUndoneAmounts } from '../operations/sales-ledger.js';
import type { Operation } from '../operations/operation.js';
import { buildLedgerNames } from '../operations/operation.js';

/** What the ledger says of a step of an operation. */
export function createDeviceEntry(
  operation: Operation,
  what: DeviceEntry['what'],
): Omit<DeviceEntry, 'seq' | 'at'> {
  const { command, mode, order, terminal } = operation;
  return {
    what,
    ...buildLedgerNames(operation),
    country: terminal.country,
    command: command.path,
    mode,
    amount: order.amount,
  };
}

/** Raises an alarm if a money operation starts while another of those live on the terminal moves money too. */
export function alarmOnOverlap(ledger: Ledger, operation: Operation, running: readonly Operation[]): void {
  const other = running.find((one) => one.command.movesMoney && operation.command.movesMoney);
  if (!other) return;
  const text = `${operation.idPosTxs} started while ${other.idPosTxs} was still live on the terminal`;
  ledger.raiseAlarm({ kind: 'overlap', ...buildLedgerNames(operation), text });
}

/** Raises an alarm if an undo that has just ended took more of its sale than there was. */
export function alarmOnOverRefund(ledger: Ledger, operation: Operation): void {
  const { sale, undoneAmount } = operation.result ?? {};
  if (!sale || undoneAmount === undefined || sumUndoneAmounts(sale) <= sale.amount) return;
  const text = `${sumUndoneAmounts(sale)} of ${sale.name} were given back, of ${sale.amount} that were charged`;
  ledger.raiseAlarm({ kind: 'over_refunded', ...buildLedgerNames(operation), text });
}
