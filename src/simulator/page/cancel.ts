import type { Operation } from '../operations/operation.js';
import type { QueuedScript } from '../scripts/script-queue.js';
import type { Terminal } from '../terminals/terminal.js';
import { normalizeSerialNumber } from '../terminals/terminal.js';
import { cancelSale } from '../cloud/reports/device.js';

/** How a terminal stands to a `cancelsale`: whoever is at the page may hold one, and so race it with a card. */
export type CancelState =
  | { readonly state: 'not_known' | 'free' | 'next_is_held' }
  /** It is at the terminal, and waits until it is let through. */
  | { readonly state: 'waiting'; readonly idPosTxs: string };

/** @param operations of the terminal. @returns `not_known` where the country has no such command. */
export function readCancelState(
  terminal: Terminal,
  operations: readonly Operation[],
  scripts: readonly QueuedScript[],
): CancelState {
  if (!cancelSale.countries.includes(terminal.country)) return { state: 'not_known' };
  const waiting = operations.findLast(isWaitingCancel);
  if (waiting) return { state: 'waiting', idPosTxs: String(waiting.idPosTxs) };
  return { state: scripts.some((one) => holdsCancel(one, terminal)) ? 'next_is_held' : 'free' };
}

function isWaitingCancel({ command, result, isDropped }: Operation): boolean {
  return command.path === cancelSale.path && result === undefined && !isDropped;
}

function holdsCancel({ match, script }: QueuedScript, { serialNumber }: Terminal): boolean {
  return (
    match.command?.toLowerCase() === cancelSale.path &&
    match.serialNumber !== undefined &&
    normalizeSerialNumber(match.serialNumber) === serialNumber &&
    script.customer?.action === 'freeze'
  );
}
