import { describe, expect, it } from '@jest/globals';
import { reconcile } from '../../src/domain/reconciliation.js';
import { lineClasses } from '../../src/domain/reconciliation-lines.js';
import type { LineClass } from '../../src/domain/reconciliation-lines.js';
import { seedDifferences } from './support/reconciliation-seeds.js';
import type { SeededSides } from './support/reconciliation-seeds.js';

const LINES = 10_000;
/** Of every class. */
const SHARE = 0.01;

describe(`${LINES} lines with ${SHARE * 100} % of every difference`, () => {
  it.each([1, 2, 3])('seed %i: all found, all rightly classed, none invented', (seed) => {
    const sides = seedDifferences({ seed, lines: LINES, share: SHARE });
    const matrix = buildMatrix(sides);
    if (seed === 1) process.stdout.write(`${printMatrix(matrix)}\n`);
    for (const name of lineClasses) if (name !== 'equal') expect(sumRow(matrix, name)).toBeGreaterThan(50);
    expect(matrix.filter(({ seeded, found }) => seeded !== found)).toEqual([]);
  });
});

/** How many lines were seeded as one class and found as another; `none`: not seeded, or not found. */
type Matrix = readonly {
  readonly seeded: LineClass | 'none';
  readonly found: LineClass | 'none';
  readonly count: number;
}[];

function buildMatrix({ truth, ...sides }: SeededSides): Matrix {
  const comparison = reconcile({ country: 'CL', isOursComplete: true, ...sides });
  const left = new Map([...truth].map(([name, classes]) => [name, [...classes]]));
  const cells = new Map<string, number>();
  const count = (seeded: string, found: string) =>
    cells.set(`${seeded} ${found}`, (cells.get(`${seeded} ${found}`) ?? 0) + 1);
  const wrong = comparison.lines.filter(({ class: found, ours, theirs }) => {
    const classes = left.get(ours?.transactionId ?? theirs?.authorizationCode ?? '');
    const place = classes?.indexOf(found) ?? -1;
    if (place < 0) return true;
    classes?.splice(place, 1);
    count(found, found);
    return false;
  });
  for (const { class: found, ours, theirs } of wrong)
    count(left.get(ours?.transactionId ?? theirs?.authorizationCode ?? '')?.shift() ?? 'none', found);
  for (const classes of left.values()) for (const seeded of classes) count(seeded, 'none');
  return [...cells].map(([cell, times]) => {
    const [seeded, found] = cell.split(' ') as [LineClass, LineClass];
    return { seeded, found, count: times };
  });
}

function sumRow(matrix: Matrix, name: LineClass): number {
  return matrix.filter(({ seeded }) => seeded === name).reduce((sum, { count }) => sum + count, 0);
}

function printMatrix(matrix: Matrix): string {
  const names = [...lineClasses, 'none'] as const;
  const cell = (seeded: string, found: string) =>
    matrix.find((one) => one.seeded === seeded && one.found === found)?.count ?? 0;
  const rows = names.map((seeded) => [seeded, ...names.map((found) => String(cell(seeded, found) || '·'))]);
  const table = [['seeded \\ found', ...names], ...rows];
  const widths = (table[0] ?? []).map((_, place) => Math.max(...table.map((row) => row[place]?.length ?? 0)));
  return table
    .map((row) => row.map((text, place) => text.padStart(widths[place] ?? 0)).join('  '))
    .join('\n');
}
