import type { CancellationScope } from '@temporalio/workflow';

/** How far a cancel request has come in a run. */
export class CancelProgress {
  /** It was taken, by the rules of `decideCancel`: the key starts no further attempt. */
  isTaken = false;
  /** The request to the terminal, while it has not ended. */
  open: CancellationScope | undefined;
  /** A status query is under way that releases the terminal on proof: until it has ended, the terminal is told nothing. */
  isReleasePossible = false;
}
