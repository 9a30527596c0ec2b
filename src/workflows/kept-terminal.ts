import type { Snapshot } from '../domain/snapshot.js';
import { isFinal } from '../domain/status.js';
import type { TransactionState } from './transaction-state.js';

/** A run that is proven and keeps its terminal says so: whoever reads it must not take the terminal for done. */
export function withKeptTerminal(shown: Snapshot, { attempts, cancel }: TransactionState): Snapshot {
  const isAtWork = cancel.open !== undefined || attempts.all.some(({ mayBeLive }) => mayBeLive);
  return isAtWork && isFinal(shown.status) ? { ...shown, keepsTerminal: true } : shown;
}
