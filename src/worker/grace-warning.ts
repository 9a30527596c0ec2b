import { resolveWorkerGraceMs } from '../config/derived.js';
import type { Log } from '../config/logger.js';
import type { Settings } from '../config/settings.js';

/**
 * The Temporal SDK takes the grace time once, at start. A merchants file that brings in the first terminal in sync mode
 * needs a longer one.
 *
 * @returns a function to call after a change of the merchants file: it warns when a restart is due.
 */
export function createGraceWarning({ environment, merchants }: Settings, log: Log): () => void {
  const graceMs = resolveWorkerGraceMs(environment, merchants);
  return () => {
    const neededMs = resolveWorkerGraceMs(environment, merchants);
    if (neededMs > graceMs)
      log.warn(
        { graceMs, neededMs },
        'restart this worker: SIGTERM would cut off commands of the new sync terminals before they are answered',
      );
  };
}
