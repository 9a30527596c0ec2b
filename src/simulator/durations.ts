const millisecondsPerUnit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

// Node's timers hold 31 bits; a longer one would fire at once.
const longestMs = 2 ** 31 - 1;

/** Milliseconds of a duration spelled like `250ms`, `15s`, `5m`, `24h`, at most 24 days; undefined if it is none. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim()) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  const durationMs = Math.round(
    Number(count) * millisecondsPerUnit[unit as keyof typeof millisecondsPerUnit],
  );
  return durationMs <= longestMs ? durationMs : undefined;
}

/** Milliseconds of an optional duration that was checked before; `defaultMs` where there is none. */
export function durationOr(text: string | undefined, defaultMs: number): number {
  return text === undefined ? defaultMs : (parseDuration(text) ?? defaultMs);
}
