import type { FigureName } from './titles.js';

/** What a figure should be; undefined: it is only reported. */
export interface Aim {
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Two contestants measured by turns: each ratio is of two neighbours in time. */
export interface RatioFigure {
  readonly kind: 'ratio';
  readonly aim?: Aim;
  readonly unit: string;
  /** Whom ours is compared with. */
  readonly against: string;
  /** Medians. */
  readonly ours: number;
  readonly baseline: number;
  readonly ratio: number;
  /** Of the ratios of each pair. */
  readonly quartiles: readonly [number, number];
  readonly pairs: readonly number[];
}

/** One number. */
export interface ValueFigure {
  readonly kind: 'value';
  readonly aim?: Aim;
  readonly unit: string;
  readonly value: number;
  /** What else was seen, in words. */
  readonly note?: string;
}

/** A figure that was not measured. */
export interface AbsentFigure {
  readonly kind: 'absent';
  readonly why: string;
}

export type Figure = RatioFigure | ValueFigure | AbsentFigure;

/** A distribution: value at each of the listed shares. */
export interface Distribution {
  readonly name: string;
  readonly unit: string;
  readonly shares: readonly number[];
  readonly values: readonly number[];
}

/** A point of a curve. */
export type Point = readonly [x: number, y: number];

export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly node: string;
  readonly temporal: string;
  readonly loadBefore: readonly number[];
  readonly loadAfter: readonly number[];
}

/** What `npm run bench` leaves behind. */
export interface Results {
  readonly date: string;
  readonly seconds: number;
  readonly machine: Machine;
  readonly figures: Readonly<Partial<Record<FigureName, Figure>>>;
  readonly calls: Readonly<Record<string, readonly string[]>>;
  readonly distributions: readonly Distribution[];
  /** Waiting transactions and the worker's resident memory, in megabytes. */
  readonly memory: readonly Point[];
}

/** What one experiment found. */
export type Findings = Pick<Results, 'figures'> &
  Partial<Pick<Results, 'calls' | 'distributions' | 'memory'>>;

export function isMet(figure: Figure): boolean | undefined {
  if (figure.kind === 'absent' || figure.aim === undefined) return undefined;
  const value = figure.kind === 'ratio' ? figure.ratio : figure.value;
  const { atMost = Infinity, atLeast = -Infinity } = figure.aim;
  return value <= atMost && value >= atLeast;
}
