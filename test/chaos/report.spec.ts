import { describe, expect, it } from '@jest/globals';
import { compareRuns, describeLikeness, describeSeeds } from '../../chaos/report.js';

const runAt = (id: string, ...rules: readonly string[]) => ({
  violations: rules.map((rule) => ({ rule, id, text: '' })),
});
const run = (...rules: readonly string[]) => runAt('tx_1', ...rules);
const say = (...runs: readonly ReturnType<typeof run>[]) => describeLikeness(compareRuns(runs));

describe('several runs of one seed', () => {
  it('one rule is broken in all of them, another one in some: the same failure', () => {
    expect(say(run('one charge', 'one charge', 'true'), run('one charge'))).toBe(
      '2 of 2 runs failed: one charge in 2, true in 1; they fail alike (one charge at tx_1).',
    );
  });

  it.each([
    ['one of them is clean', [run('true'), run()], '1 of 2 runs failed: true in 1; they do not fail alike.'],
    [
      'each breaks another rule',
      [run('true'), run('final')],
      '2 of 2 runs failed: true in 1, final in 1; they do not fail alike.',
    ],
    [
      'each breaks a rule at another transaction',
      [run('true'), runAt('tx_2', 'true')],
      '2 of 2 runs failed: true in 2; they do not fail alike.',
    ],
    ['all are clean', [run(), run()], '0 of 2 runs failed; all clean.'],
  ] as const)('%s', (_, runs, said) => {
    expect(say(...runs)).toBe(said);
    expect(compareRuns(runs).isAlike).toBe(false);
  });
});

describe('several seeds', () => {
  it.each([
    ['none has a violation', [], '100 of 100 seeds without a violation.'],
    ['two have one', [7, 12], '98 of 100 seeds without a violation; with one: 7, 12.'],
  ] as const)('%s', (_, failed, said) => {
    expect(describeSeeds(100, failed)).toBe(said);
  });
});
