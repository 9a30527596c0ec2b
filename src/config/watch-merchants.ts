import { stat } from 'node:fs/promises';
import type { Log } from './logger.js';
import type { ReloadWhen } from './merchants/merchants.reload.js';
import type { StoppedMerchant } from './merchants/merchants.js';
import { readFailureCode } from './merchants/credentials.js';
import type { Settings } from './settings.js';

/** What is watched, and where it is reported. */
export interface Watch {
  readonly settings: Settings;
  readonly log: Log;
  /** Called after a changed file takes effect. */
  readonly onReload?: () => void;
  /** How often a file or merchant with faults is checked again; a minute unless told. */
  readonly recheckIntervalMs?: number;
}

const CHECK_INTERVAL_MS = 1_000;
const RECHECK_INTERVAL_MS = 60_000;

/**
 * Reports the merchants that are stopped, and from then on reads the merchants file again after SIGHUP and when it has
 * changed. It polls the path, because editors and Kubernetes replace a file by renaming, which a watcher of the
 * old file does not see. A change counts when the next check finds no further one, so that no half-written file is read.
 * Faults are looked at again from time to time, because a secret can arrive after the file that names it.
 *
 * @returns a function that stops watching.
 */
export function watchMerchants(watch: Watch): () => void {
  const { settings, log, onReload, recheckIntervalMs = RECHECK_INTERVAL_MS } = watch;
  const { environment, merchants, reloadMerchants } = settings;
  const file = environment.MERCHANTS_FILE;
  let reportedFaults = '';
  reportStopped(log, merchants.listStopped());

  async function reload(when: ReloadWhen): Promise<void> {
    const outcome = await reloadMerchants(when);
    if (outcome.kind === 'same') return;
    if (outcome.kind === 'refused') {
      const faults = outcome.faults.join('\n');
      if (when === 'faulty' && faults === reportedFaults) return;
      reportedFaults = faults;
      return reportRefused(log, file, outcome.faults);
    }
    log.info({ file, merchants: merchants.listUsable().length }, 'the new merchants file is in force');
    reportStopped(log, merchants.listStopped());
    onReload?.();
  }

  const onSignal = (): void => void logErrors(log, reload('always'));
  process.on('SIGHUP', onSignal);
  const stopWatching = watchFile(file, () => logErrors(log, reload('changed')));
  const rechecking = setInterval(() => void logErrors(log, reload('faulty')), recheckIntervalMs);
  rechecking.unref();
  return () => {
    process.off('SIGHUP', onSignal);
    clearInterval(rechecking);
    stopWatching();
  };
}

function reportRefused(log: Log, file: string, faults: readonly string[]): void {
  log.error(
    { file, count: faults.length, faults },
    'the merchants file has faults: the merchants stay as they were; correct the file',
  );
}

function reportStopped(log: Log, stopped: readonly StoppedMerchant[]): void {
  for (const { id, name, faults } of stopped)
    log.error(
      { merchant: id, merchantName: name, faults },
      'this merchant is stopped until its entry in the merchants file is correct; the others go on',
    );
}

/** An error of ours must not end the process, nor the watching. */
async function logErrors(log: Log, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    log.error({ error }, 'the merchants file could not be read again: nothing has changed');
  }
}

/** Calls back when a file has changed since the last call and stays the same for one interval. The first check counts as a change. */
function watchFile(file: string, onChange: () => Promise<void>): () => void {
  let reported: string | undefined;
  let last: string | undefined;
  let isChecking = false;
  const check = async (): Promise<void> => {
    const now = await readAppearance(file);
    const isChanged = now !== reported && now === last;
    last = now;
    if (!isChanged) return;
    reported = now;
    await onChange();
  };
  const timer = setInterval(() => {
    if (isChecking) return;
    isChecking = true;
    void check().finally(() => (isChecking = false));
  }, CHECK_INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Other whenever the file was written or another one stands in its place, links followed. */
async function readAppearance(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    return readFailureCode(error);
  }
}
