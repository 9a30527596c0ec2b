import type { Policy, TimeLimits } from './policy.js';
import type { Verdict } from './verdict.js';

/** How far the search for an outcome has come. */
export interface QueryProgress {
  /** Since the command was handed over, or was known to be lost. */
  readonly elapsedMs: number;
  /** Since the attempt was accepted, or was given the terminal it had waited for. */
  readonly ageMs: number;
  /** Since the latest callback, and how many status queries followed it; undefined when none has come. */
  readonly callback: { readonly ageMs: number; readonly queries: number } | undefined;
}

/** After a callback the cloud will soon know the outcome. The pause grows with the time since then. */
const PAUSE_PER_CALLBACK_AGE = 0.15;
const MIN_PAUSE_PER_WINDOW = 0.7 / 90;
const MIN_PAUSE_MS = 50;

/**
 * How long to wait before the next status query: at once after a callback, and in quick succession until
 * Getnet has caught up with it; else a little after Getnet's first window; then evenly up to the lifecycle limit; then ever
 * more rarely, up to the point where a person is needed; beyond that now and then.
 */
export function computeQueryDelayMs(search: QueryProgress, limits: TimeLimits): number {
  const { callback } = search;
  if (callback?.queries === 0) return 0;
  const rung = computeLadderDelayMs(search, limits);
  return callback === undefined ? rung : Math.min(rung, computeDelayAfterCallbackMs(callback.ageMs, limits));
}

function computeDelayAfterCallbackMs(ageMs: number, { lifecycleWindow }: TimeLimits): number {
  const shortest = Math.max(MIN_PAUSE_PER_WINDOW * lifecycleWindow, MIN_PAUSE_MS);
  return Math.ceil(Math.max(shortest, PAUSE_PER_CALLBACK_AGE * ageMs));
}

function computeLadderDelayMs({ elapsedMs, ageMs }: QueryProgress, limits: TimeLimits): number {
  const { lifecycleWindow: window, lifecycleLimit: limit, attentionAfter } = limits;
  const firstQueryMs = Math.ceil(window * 1.05);
  const spacingMs = Math.max(Math.ceil((limit - window) / 14), 100);
  if (elapsedMs < firstQueryMs) return firstQueryMs - elapsedMs;
  if (elapsedMs < limit) return spacingMs;
  if (ageMs < attentionAfter) return clampUp(spacingMs, elapsedMs - limit, 20 * spacingMs);
  return clampUp(attentionAfter, ageMs - attentionAfter, 24 * attentionAfter);
}

function clampUp(least: number, value: number, most: number): number {
  return Math.ceil(Math.min(Math.max(least, value), most));
}

/** Past the lifecycle limit Getnet has certainly ended the command. */
export function isLifecycleOver(
  { elapsedMs }: Pick<QueryProgress, 'elapsedMs'>,
  { lifecycleLimit }: TimeLimits,
): boolean {
  return elapsedMs >= lifecycleLimit;
}

/** So many status queries in a row must say nothing final, after the lifecycle, before the terminal is asked. */
const EMPTY_QUERIES = 2;

/** The cloud does not know the command, does not answer, or still says *in process*. */
export function isEmptyVerdict({ kind }: Verdict): boolean {
  return kind === 'not_found' || kind === 'silent' || kind === 'pending';
}

/**
 * Whether to ask the terminal itself (contract §5.2): only where the country's terminals understand it, and when the cloud
 * still said nothing final after the lifecycle, in which the terminal may still work on the command.
 *
 * @param emptyQueries status queries in a row, since the lifecycle was over, that said nothing final.
 */
export function shouldQueryTerminal({ deviceQuery }: Policy, emptyQueries: number): boolean {
  return deviceQuery && emptyQueries >= EMPTY_QUERIES;
}
