import { describe, expect, it } from '@jest/globals';
import { findSettlingFault, listOpenDifferences } from '../../src/domain/reconciliation-cases.js';
import { isDifference, lineClasses } from '../../src/domain/reconciliation-lines.js';
import type { LineClass } from '../../src/domain/reconciliation-lines.js';

/** A comparison with lines of these classes, of which some are settled. */
const standing = (classes: readonly LineClass[], settled: readonly number[] = []) => ({
  lines: classes.map((name) => ({ class: name })),
  settled: settled.map((line) => ({ line })),
});

describe('differences that wait for a person', () => {
  it('every class is one, but for equal lines and those that could not be compared', () => {
    expect(lineClasses.filter((name) => !isDifference({ class: name }))).toEqual(['equal', 'cut']);
  });

  it('they are told by their places, until they are settled', () => {
    const classes = ['equal', 'foreign', 'cut', 'amount', 'foreign'] as const;
    expect(listOpenDifferences(standing(classes))).toEqual([1, 3, 4]);
    expect(listOpenDifferences(standing(classes, [3]))).toEqual([1, 4]);
    expect(listOpenDifferences(standing(classes, [1, 3, 4]))).toEqual([]);
  });
});

describe('a person settles differences', () => {
  const { lines, settled } = standing(['equal', 'foreign', 'cut', 'amount']);
  const settle = (...wanted: readonly number[]) => findSettlingFault({ lines, settled }, wanted);

  it('lines that are differences: settled, twice as well', () => {
    expect(settle(1, 3)).toBeUndefined();
    expect(findSettlingFault(standing(['amount'], [0]), [0])).toBeUndefined();
  });

  it.each([
    ['equal', [1, 0], 0],
    ['one that could not be compared', [2], 2],
    ['beyond the last', [3, 4], 4],
  ] as const)('a line is %s: nothing is settled, and the line is named', (_, wanted, named) => {
    expect(settle(...wanted)).toBe(`Line ${named} of this reconciliation is no difference.`);
  });

  it('all of them at once: settled, unless there is none', () => {
    expect(findSettlingFault({ lines, settled }, undefined)).toBeUndefined();
    expect(findSettlingFault(standing(['equal', 'cut']), undefined)).toContain('has no difference');
    expect(findSettlingFault(standing([]), undefined)).toContain('has no difference');
  });
});
