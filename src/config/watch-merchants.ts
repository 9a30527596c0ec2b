import { stat } from 'node:fs/promises';
import type { Log } from './logger.js';
import type { ReloadWhen } from './merchants-reload.js';
import type { StoppedMerchant } from './merchants.js';
import { reasonOf } from './read-failure.js';
import type { Settings } from './settings.js';

/** What is watched, and where it is reported. */
export interface Watch {
  readonly settings: Settings;
  readonly log: Log;
  /** Called after a changed file took effect. */
  readonly onTaken?: () => void;
}

/** Milliseconds between two looks at the file. */
const LOOK_EVERY_MS = 1_000;

/**
 * Reports the merchants that are stopped, and from then on reads the merchants file again after SIGHUP and when it has
 * changed. The path is looked at, not the file behind it: editors and Kubernetes replace files by renaming, and tell a
 * watcher of the file nothing. A change counts when the next look finds no further one, so that nothing half-written is
 * read.
 *
 * @returns what ends it.
 */
export function watchMerchants({ settings, log, onTaken }: Watch): () => void {
  const { environment, merchants, reloadMerchants } = settings;
  const file = environment.MERCHANTS_FILE;
  reportStopped(log, merchants.stopped());

  async function reload(when: ReloadWhen): Promise<void> {
    const outcome = await reloadMerchants(when);
    if (outcome.kind === 'same') return;
    if (outcome.kind === 'refused')
      return log.error(
        { file, count: outcome.faults.length, faults: outcome.faults },
        'the merchants file cannot be used as it is now: nothing has changed; correct it',
      );
    log.info(
      { file, merchants: merchants.all().length },
      'the merchants file was read again and is in force',
    );
    reportStopped(log, merchants.stopped());
    onTaken?.();
  }

  const onSignal = (): void => void reported(log, reload('always'));
  process.on('SIGHUP', onSignal);
  const stopLooking = whenSettled(file, () => reported(log, reload('changed')));
  return () => {
    process.off('SIGHUP', onSignal);
    stopLooking();
  };
}

function reportStopped(log: Log, stopped: readonly StoppedMerchant[]): void {
  for (const { id, name, faults } of stopped)
    log.error(
      { merchant: id, merchantName: name, faults },
      'this merchant is stopped until its entry in the merchants file is correct; the others go on',
    );
}

/** An error of ours must not end the process, nor the watching. */
async function reported(log: Log, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    log.error({ error }, 'the merchants file could not be read again: nothing has changed');
  }
}

/** Calls back when a file looks other than before, and the same at the next look. The first look counts as other. */
function whenSettled(file: string, changed: () => Promise<void>): () => void {
  let taken: string | undefined;
  let last: string | undefined;
  let isLooking = false;
  const look = async (): Promise<void> => {
    const now = await appearanceOf(file);
    const isNews = now !== taken && now === last;
    last = now;
    if (!isNews) return;
    taken = now;
    await changed();
  };
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => (isLooking = false));
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Other whenever the file was written or another one stands in its place, links followed. */
async function appearanceOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    return reasonOf(error);
  }
}
