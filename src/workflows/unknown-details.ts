import * as record from '../domain/record.js';
import type { Snapshot } from '../domain/snapshot.js';

/** The detail of a run that was reset, or started again by hand. */
export const REPEATED =
  'This run repeats an earlier one, so it cannot know whether the command reached the terminal. Check with Getnet.';

/** The detail of a transaction that Getnet refused and then called back about. */
export const DOUBTED =
  'Getnet had refused the command, and then called back about it. The service verifies it, and sends nothing more until then.';

/** A run that repeats an earlier one must not show *not sent*: it shows *unknown* instead. */
export function showRepeated(snapshot: Snapshot): Snapshot {
  return record.reopenUnknown(snapshot, REPEATED, new Date().toISOString());
}
