import type { Reply } from '../http/reply.js';
import type { TerminalCommand } from '../operations/operation.js';
import type { ClientCall } from './call.js';
import { getTransaction } from './get-transaction.js';
import { sale } from './sale.js';
import { runOnTerminal } from './terminal-command.js';

/** Answers a POST of a known client. */
export type CommandHandler = (call: ClientCall) => Reply | Promise<Reply>;

/** Commands that a terminal carries out; one more is a file like `sale.ts` and an entry here. */
const terminalCommands: readonly TerminalCommand[] = [sale];

/** Every command by its path below the base, lower case. Contract §4.1. */
export const commands: ReadonlyMap<string, CommandHandler> = new Map<string, CommandHandler>([
  ...terminalCommands.map(
    (command) => [command.path, (call: ClientCall) => runOnTerminal(command, call)] as const,
  ),
  ['get_transaction', getTransaction],
]);

/** Whether a `customId` sent to this path is counted as a money command received. */
export function movesMoney(path: string): boolean {
  return terminalCommands.some((command) => command.path === path && command.movesMoney);
}
