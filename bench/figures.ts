/** Two contestants measured by turns: each ratio is of two neighbours in time. */
export interface Compared {
  readonly ours: number;
  readonly baseline: number;
  /** Of the ratios of each pair. */
  readonly ratio: number;
  /** Of the same, the quartiles. */
  readonly quartiles: readonly [number, number];
  readonly pairs: number;
}

export function compare(ours: readonly number[], baseline: readonly number[]): Compared {
  const ratios = ours.map((value, at) => value / (baseline[at] ?? Number.NaN));
  return {
    ours: rounded(median(ours)),
    baseline: rounded(median(baseline)),
    ratio: rounded(median(ratios)),
    quartiles: [rounded(quantile(ratios, 0.25)), rounded(quantile(ratios, 0.75))],
    pairs: ratios.length,
  };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const [low = Number.NaN, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}
