import * as record from '../domain/record.js';
import type { Snapshot } from '../domain/snapshot.js';

/** Said of a run that was reset, or started again by hand. */
export const REPEATED =
  'This run repeats an earlier one, which does not tell whether the command reached the terminal. Check with Getnet.';

/** Said of a transaction that was not sent, as it seemed. */
export const DOUBTED =
  'Getnet had refused the command and called back about it all the same: it is being verified, and nothing more is sent until then.';

/** @returns a record that says *not sent*, as a run that repeats an earlier one may show it. */
export function showRepeated(snapshot: Snapshot): Snapshot {
  return record.reopenUnknown(snapshot, REPEATED, new Date().toISOString());
}
