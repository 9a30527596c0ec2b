import type { Aim, RatioFigure, ValueFigure } from '../report/results.js';
import { median, quantile, roundFigure } from './statistics.js';
import type { Pair } from './statistics.js';

/** What is compared. */
export interface Comparison {
  readonly unit: string;
  readonly against: string;
  readonly aim?: Aim;
}

export function compare(pairs: readonly Pair[], comparison: Comparison): RatioFigure {
  const ratios = pairs.map(({ ours, baseline }) => ours / baseline);
  return {
    kind: 'ratio',
    ...comparison,
    ours: roundFigure(median(pairs.map(({ ours }) => ours))),
    baseline: roundFigure(median(pairs.map(({ baseline }) => baseline))),
    ratio: roundFigure(median(ratios)),
    quartiles: [roundFigure(quantile(ratios, 0.25)), roundFigure(quantile(ratios, 0.75))],
    pairs: ratios.map(roundFigure),
  };
}

/** Picks out of rounds what is compared. */
export function pairNeighbours<Name extends string, Measured>(
  rounds: readonly Readonly<Record<Name, Measured>>[],
  names: { readonly ours: Name; readonly baseline: Name },
  pick: (measured: Measured) => number,
): readonly Pair[] {
  return rounds.map((round) => ({
    ours: pick(round[names.ours]),
    baseline: pick(round[names.baseline]),
  }));
}

/** One number, exact or as measured. */
export function toFigure(value: number, about: Omit<ValueFigure, 'kind' | 'value'>): ValueFigure {
  return { kind: 'value', value: Number.isInteger(value) ? value : roundFigure(value), ...about };
}
