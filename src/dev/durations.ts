const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** @returns a duration (milliseconds) as settings write it, in the largest unit that divides it: `30d`, `90s`. */
export function formatDuration(ms: number): string {
  const fits = Object.entries(units).filter(([, factor]) => ms % factor === 0);
  const [unit, factor] = fits.at(-1) ?? ['ms', 1];
  return `${ms / factor}${unit}`;
}
