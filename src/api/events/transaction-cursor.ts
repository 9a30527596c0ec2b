import { countStates } from '../../domain/snapshot-at-state.js';
import type { RunView } from '../store/run-view.js';

const NUMBER = /^\d{1,9}$/;

/** How far a stream is: the number of the state that it sent last. */
export class TransactionCursor {
  /** Undefined: what its reader has is not known. */
  private sent: number | undefined;
  /** The states that were sent, as they were numbered: a run that was reset numbers anew. */
  private last: string | undefined;
  private wasRenumbered = false;

  /** @param lastEventId as the reader sent it; undefined for a reader that has nothing. */
  constructor(lastEventId: string | undefined) {
    if (lastEventId === undefined) this.sent = 0;
    else if (NUMBER.test(lastEventId)) this.sent = Number(lastEventId);
  }

  /** Whether its reader cannot go on from the state it has: it is told the whole transaction instead. */
  mustReset(view: RunView): boolean {
    const { sent } = this;
    if (sent === undefined || sent > countStates(view.snapshot)) return true;
    if (view.isRenumbered && !this.wasRenumbered) return sent > 0 || countStates(view.snapshot) === 0;
    return sent > 0 && this.last !== undefined && this.last !== readEntry(view, sent);
  }

  /** The number of the next state to send; undefined where there is none yet. */
  next({ snapshot }: RunView): number | undefined {
    const next = (this.sent ?? 0) + 1;
    return next <= countStates(snapshot) ? next : undefined;
  }

  moveTo(n: number, view: RunView): void {
    this.sent = n;
    this.last = readEntry(view, n);
    this.wasRenumbered = view.isRenumbered;
  }
}

/** Which state has the number; those of a reversal are not compared. */
function readEntry({ snapshot }: RunView, n: number): string | undefined {
  const state = snapshot.states[n - 1];
  return state && `${state.at} ${state.status}`;
}
