import type { Policy, TimeLimits } from './policy.js';
import type { Verdict } from './verdict.js';

/** Where the search for an outcome stands. */
export interface Search {
  /** Milliseconds since the command was handed over, or was known to be lost. */
  readonly elapsed: number;
  /** Milliseconds since the transaction was accepted. */
  readonly age: number;
  /** Status queries that followed the latest callback; undefined when none has come. */
  readonly askedSinceCallback: number | undefined;
}

/** After a callback Getnet is about to know: ask a few times in quick succession before returning to the ladder. */
const QUICK_ASKS = 4;

/**
 * How long to wait before the next status query, in milliseconds: at once after a callback; else a little after Getnet's
 * first window; then evenly up to the lifecycle limit; then ever more rarely, up to the point where a person is needed;
 * beyond that now and then.
 */
export function nextAskAfter(search: Search, limits: TimeLimits): number {
  const { askedSinceCallback: asked } = search;
  if (asked === 0) return 0;
  const ladder = rungAfter(search, limits);
  if (asked === undefined || asked > QUICK_ASKS) return ladder;
  return Math.min(ladder, Math.ceil((limits.lifecycleWindow / 90) * 2 ** (asked - 1)));
}

function rungAfter({ elapsed, age }: Search, limits: TimeLimits): number {
  const { lifecycleWindow: window, lifecycleLimit: limit, attentionAfter } = limits;
  const firstAsk = Math.ceil(window * 1.05);
  const spacing = Math.max(Math.ceil((limit - window) / 14), 100);
  if (elapsed < firstAsk) return firstAsk - elapsed;
  if (elapsed < limit) return spacing;
  if (age < attentionAfter) return between(spacing, elapsed - limit, 20 * spacing);
  return between(attentionAfter, age - attentionAfter, 24 * attentionAfter);
}

function between(least: number, value: number, most: number): number {
  return Math.ceil(Math.min(Math.max(least, value), most));
}

/** @returns whether Getnet has certainly ended the command, one way or the other. */
export function lifecycleIsOver(
  { elapsed }: Pick<Search, 'elapsed'>,
  { lifecycleLimit }: TimeLimits,
): boolean {
  return elapsed >= lifecycleLimit;
}

/** So many status queries in a row have to find nothing, after the lifecycle, before the terminal is troubled. */
const FRUITLESS = 2;

/** @returns whether a verdict tells nothing at all about the command: the cloud does not know it, or does not answer. */
export function isFruitless({ kind }: Verdict): boolean {
  return kind === 'not_found' || kind === 'silent';
}

/**
 * Whether to ask the terminal itself (contract §5.2): only where the country's understand it, and when the cloud went on
 * finding nothing after the lifecycle, in which the terminal may still work on the command.
 *
 * @param fruitless status queries in a row, since the lifecycle was over, that found nothing.
 */
export function terminalIsToBeAsked({ deviceQuery }: Policy, fruitless: number): boolean {
  return deviceQuery && fruitless >= FRUITLESS;
}
