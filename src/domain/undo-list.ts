import type { CustomId } from './ids.js';
import { amountInWords } from './money.js';
import { isFinal } from './status.js';
import type { MoneyMoved, Status } from './status.js';
import type { Undo, UndoClaim, UndoState, Undoing } from './undo.js';

/** @returns the list with one undo more; one that is on it already stays as it is. */
export function granted(undos: readonly Undo[], claim: UndoClaim, at: string): readonly Undo[] {
  if (undos.some(({ customId }) => customId === claim.customId)) return undos;
  return [...undos, { ...claim, state: 'open', since: at }];
}

/** What is known of one undo besides what was remembered. */
export interface UndoTraces {
  /** The status of its own run's result; undefined while it runs, or where it ended without one. */
  readonly status: Status | undefined;
  /** What a late callback about it led to; `unknown` while that is being verified, undefined where none came. */
  readonly late: MoneyMoved | undefined;
}

/**
 * How an undo stands. A late callback that proved that the money went back outweighs the run; one that is not verified, or could
 * not be, leaves in doubt what seemed to have failed; one that was disproved fills the gap of a run without an end.
 */
export function stateBy({ status, late }: UndoTraces): UndoState {
  if (late === 'yes' || status === 'approved') return 'done';
  if (late === 'unknown') return 'open';
  if (status !== undefined && isFinal(status)) return 'failed';
  return late === 'no' ? 'failed' : 'open';
}

/** How one undo is known to have ended. */
export interface UndoEnding {
  readonly customId: CustomId;
  readonly state: UndoState;
}

/** @returns the list with what is now known of one undo: what is done is never undone, what failed may be in doubt again. */
export function ended(undos: readonly Undo[], { customId, state }: UndoEnding, at: string): readonly Undo[] {
  return undos.map((undo) => {
    if (undo.customId !== customId || undo.state === 'done' || undo.state === state) return undo;
    const { endedAt: _, ...open } = undo;
    return state === 'open' ? { ...open, state } : { ...open, state, endedAt: at };
  });
}

/** @returns what was undone of a sale, for whoever opens it in the Temporal UI. */
export function undosInWords({ sale, undos }: Undoing): string {
  const whole = sale.amount ? `, ${amountInWords(sale.amount)}` : '';
  const lines = undos.map(
    ({ customId, type, amount, state }) =>
      `- ${type} ${customId}${amount ? `, ${amountInWords(amount)}` : ''}: **${state}**`,
  );
  return [`Undos of ${sale.name}${whole}:`, ...lines].join('\n');
}
