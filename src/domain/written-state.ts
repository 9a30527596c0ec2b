import type { Snapshot } from './snapshot.js';

/** What the history of a run has of its attempts: each that was not sent leaves its number, and each that follows changes the status. */
export interface WrittenState {
  readonly status: string | undefined;
  /** 0: none was not sent. */
  readonly lastNotSent: number;
}

type Shown = Pick<Snapshot, 'status' | 'accepted'>;

/**
 * Whether a state rests on what a worker alone decided: that an attempt is not sent, or that another follows it. What Getnet proved is true
 * in whichever workflow task it was read.
 */
export function mayBeUnwritten({ status, accepted }: Shown): boolean {
  return status === 'not_sent' || accepted.attempt > 1;
}

/**
 * Whether the history of the run has what a worker says. It can be ahead of it: a workflow task that Temporal gave up has left its marks
 * in the worker’s memory, and a query is answered from there. Done once more, the task may come to something else.
 */
export function isWritten({ status, accepted }: Shown, written: WrittenState): boolean {
  const { attempt } = accepted;
  if (status === 'not_sent') return written.lastNotSent >= attempt;
  const hasFollowed = written.lastNotSent === attempt - 1 && written.status !== 'not_sent';
  return hasFollowed || written.lastNotSent >= attempt;
}
