import { describe, expect, it } from '@jest/globals';
import { compareRuns, describeLikeness } from '../../chaos/report.js';

const run = (...rules: readonly string[]) => ({
  violations: rules.map((rule) => ({ rule, id: 'tx_1', text: '' })),
});
const say = (...runs: readonly ReturnType<typeof run>[]) => describeLikeness(compareRuns(runs));

describe('several runs of one seed', () => {
  it('one rule is broken in all of them, another one in some: they fail alike', () => {
    expect(say(run('one charge', 'one charge', 'true'), run('one charge'))).toBe(
      '2 of 2 runs failed: one charge in 2, true in 1; they fail alike.',
    );
  });

  it.each([
    ['one of them is clean', [run('true'), run()], '1 of 2 runs failed: true in 1; they do not fail alike.'],
    [
      'each breaks another rule',
      [run('true'), run('final')],
      '2 of 2 runs failed: true in 1, final in 1; they do not fail alike.',
    ],
    ['all are clean', [run(), run()], '0 of 2 runs failed; all clean.'],
  ] as const)('%s', (_, runs, said) => {
    expect(say(...runs)).toBe(said);
    expect(compareRuns(runs).isAlike).toBe(false);
  });
});
