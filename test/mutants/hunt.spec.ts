import { describe, expect, it } from '@jest/globals';
import { plant } from '../../mutants/apply.js';
import { huntAll } from '../../mutants/hunt.js';
import type { Hunt } from '../../mutants/hunt.js';
import type { Mutant } from '../../mutants/mutant.js';
import { withTable } from '../../mutants/page.js';
import type { TestRun } from '../../mutants/run-tests.js';

const bug: Mutant = {
  name: 'a-bug',
  breaks: ['I5'],
  why: 'Why not.',
  file: 'src/a.ts',
  find: 'yes',
  replace: 'no',
  caughtBy: { spec: 'test/a.spec.ts', test: 'it says yes' },
};

const ran = (over: Partial<TestRun>): TestRun => ({
  passed: [],
  failed: [],
  isStuck: false,
  fault: undefined,
  ...over,
});
const passes = ran({ passed: ['a file it says yes'] });
const fails = ran({ failed: ['a file it says yes'] });

/** A hunt over a project that runs no tests: the first run is without the bug. */
async function hunt(...runs: readonly TestRun[]) {
  const left = [...runs];
  const done: string[] = [];
  const given = {
    tree: {
      plant: async () => void done.push('planted'),
      takeOut: async () => void done.push('taken out'),
    },
    tests: { isQuick: () => true, run: async () => left.shift() ?? passes },
    logs: '/logs',
    tell: async () => undefined,
  };
  const findings = await huntAll([given as unknown as Hunt], [bug]);
  return { verdicts: findings.map(({ verdict }) => verdict), findings, done };
}

describe('a planted bug', () => {
  it('its test fails: caught, and the bug is taken out', async () => {
    expect(await hunt(passes, fails)).toMatchObject({
      verdicts: ['caught'],
      done: ['planted', 'taken out'],
    });
  });

  it('its test passes: survived', async () => {
    expect((await hunt(passes, passes)).verdicts).toEqual(['survived']);
  });

  it.each([
    ['its test fails without it', [fails]],
    ['its test is not there', [ran({ passed: ['another one'] })]],
    ['with it, no test can be run', [passes, ran({ fault: 'a syntax error' })]],
    ['with it, the test never ends', [passes, ran({ isStuck: true })]],
  ] as const)('%s: that proves nothing', async (_, runs) => {
    expect((await hunt(...runs)).verdicts).toEqual(['broken']);
  });

  it('there are two copies: each takes the next spec file, and those that need a server come first', async () => {
    const ran: string[] = [];
    const copy = (name: string) =>
      ({
        tree: { plant: async () => undefined, takeOut: async () => undefined },
        tests: {
          isQuick: (spec: string) => spec.includes('quick'),
          run: async (spec: string) => {
            ran.push(`${name} ${spec}`);
            await new Promise(setImmediate);
            return ran.filter((one) => one.endsWith(spec)).length === 1 ? passes : fails;
          },
        },
        logs: '/logs',
        tell: async () => undefined,
      }) as unknown as Hunt;
    const bugs = ['quick-1', 'quick-2', 'slow'].map((spec) => ({
      ...bug,
      caughtBy: { ...bug.caughtBy, spec },
    }));
    const findings = await huntAll([copy('one'), copy('other')], bugs);
    expect(ran.slice(0, 2)).toEqual(['one slow', 'other quick-1']);
    expect(ran).toHaveLength(6);
    expect(findings.map(({ mutant, verdict }) => [mutant, verdict])).toEqual(
      bugs.map((one) => [one, 'caught']),
    );
  });

  it.each(['no', 'yes or yes'])(
    'the code has changed, so that it stands there another number of times: refused',
    (text) => {
      expect(() => plant(bug, text)).toThrow('not once');
    },
  );

  it('the table: a bug that was hunted has its row anew, another one keeps its own, one that is planted no more has none', async () => {
    const { findings } = await hunt(passes, fails);
    const old = ['a-bug', 'another-bug', 'no-bug'].map((name) => `| I5 | **${name}** | old | 1.0 |`);
    const lines = ['<!-- begin: written by npm run mutants -->', '<!-- end: written by npm run mutants -->'];
    const page = `before\n${lines.join(`\n${old.join('\n')}\n`)}\nafter`;
    const written = withTable(page, findings, [bug, { ...bug, name: 'another-bug' }]);
    expect(written).toMatch(/^before\n<!-- begin.* -->\n\n\| breaks [^]+<!-- end.* -->\nafter$/);
    expect(written.split('\n').filter((line) => line.startsWith('| I5'))).toEqual([
      expect.stringContaining('*it says yes*'),
      '| I5 | **another-bug** | old | 1.0 |',
    ]);
  });
});
