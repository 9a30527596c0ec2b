import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../config/logger.js';

/** Ends something that was started. */
export type Close = () => unknown;

/** How a process ends. */
export interface EndTerms {
  /** Which signal it was. */
  readonly signal: Promise<string>;
  readonly withinMs: number;
  readonly log: Log;
}

/**
 * Starts a process and ends it at a signal, which may come in the middle of the start: what is started by then is closed, the last
 * first. Whoever called ends the process then, whatever could not be closed in time.
 *
 * @param start says of each part how it is closed, as soon as it is there.
 * @throws what the start throws.
 */
export async function runUntilSignal(
  start: (closeLater: (close: Close) => void) => Promise<void>,
  { signal, withinMs, log }: EndTerms,
): Promise<void> {
  const closing: Close[] = [];
  const started = start((close) => closing.push(close));
  log.info({ signal: await Promise.race([started.then(() => signal), signal]) }, 'ledger stopping');
  const isOver = await Promise.race([closeAll(closing, log).then(() => true), pause(withinMs, false)]);
  if (!isOver) log.warn({}, 'the ledger is cut off in the middle of its work; nothing is lost');
}

/** What does not close must not keep the others open. */
async function closeAll(closing: Close[], log: Log): Promise<void> {
  for (let close = closing.pop(); close !== undefined; close = closing.pop()) {
    try {
      await close();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      log.warn({ why }, 'the ledger did not close a part of it in order; nothing is lost');
    }
  }
}
