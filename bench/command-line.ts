import { parseArgs } from 'node:util';
import { besideBuild } from './figures/beside-build.js';
import { experiments } from './figures/experiments.js';
import type { Experiment, Scale } from './figures/experiment.js';

/** What the run was asked for. */
export interface CommandLine {
  readonly chosen: readonly Experiment[];
  readonly scale: Scale;
  /** The run replaces the kept results of what it has measured, and the page and plots made of them. */
  readonly keeps: boolean;
}

const DEFAULT_WAITING = 400;
const QUICK_WAITING = 100;

/** @throws Error that names what can be chosen. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      waiting: { type: 'string' },
      keep: { type: 'boolean' },
      beside: { type: 'string' },
    },
  });
  const names = values.only.flatMap((one) => one.split(','));
  const isWhole = names.length === 0 && !values.quick && values.beside === undefined;
  return {
    chosen: chooseFor(names, values.beside),
    scale: {
      ...(values.beside !== undefined && { beside: values.beside }),
      isQuick: values.quick,
      waiting: readCount(values.waiting) ?? (values.quick ? QUICK_WAITING : DEFAULT_WAITING),
    },
    keeps: values.keep ?? isWhole,
  };
}

/** Another build is compared, and nothing else is measured unless it is asked for. */
function chooseFor(names: readonly string[], beside: string | undefined): readonly Experiment[] {
  if (names.length > 0) return choose(names);
  return beside === undefined ? experiments : [besideBuild];
}

function choose(names: readonly string[]): readonly Experiment[] {
  const unknown = names.filter((name) => !experiments.some((one) => finds(one, name)));
  if (unknown.length > 0) {
    const known: readonly string[] = experiments.flatMap(({ name, figures }) => [name, ...figures]);
    throw new Error(`There is no figure ${unknown.join(', ')}; there are ${[...new Set(known)].join(', ')}.`);
  }
  return experiments.filter((one) => names.some((name) => finds(one, name)));
}

function finds({ name, figures }: Experiment, wanted: string): boolean {
  return name === wanted || figures.some((figure) => figure === wanted);
}

function readCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error('--waiting takes a number of transactions.');
  return count;
}
