import type { Reply } from '../http/reply.js';
import type { TerminalCommand } from '../operations/operation.js';
import type { ClientCall } from './call.js';
import { getTransaction } from './get-transaction.js';
import { promoSale, sale } from './money/sale.js';
import { returnSale, voidSale } from './money/undo.js';
import { close, details, totals } from './reports/batch.js';
import * as device from './reports/device.js';
import { print } from './reports/print.js';
import { duplicate, lastVoucher } from './reports/vouchers.js';
import { runOnTerminal } from './terminal-command.js';

/** Answers a POST of a known client. */
export type CommandHandler = (call: ClientCall) => Reply | Promise<Reply>;

/** Commands that a terminal carries out; one more is a file like `money/sale.ts`, or a `report`, and an entry here. */
export const terminalCommands: readonly TerminalCommand[] = [
  sale,
  promoSale,
  voidSale,
  returnSale,
  details,
  close,
  totals,
  duplicate,
  lastVoucher,
  device.poll,
  device.params,
  device.normalMode,
  device.unattendedMode,
  device.identityCheck,
  device.shift,
  device.shiftReport,
  device.cancelSale,
  print,
];

/** Every command by its path below the base, lower case. Contract §4.1. */
export const commands: ReadonlyMap<string, CommandHandler> = new Map<string, CommandHandler>([
  ...terminalCommands.map(
    (command) => [command.path, (call: ClientCall) => runOnTerminal(command, call)] as const,
  ),
  ['get_transaction', getTransaction],
]);

/** Whether a `customId` sent to this path is counted as a command received. */
export function isTerminalCommand(path: string): boolean {
  return terminalCommands.some((command) => command.path === path);
}
