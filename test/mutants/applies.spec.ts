import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plant } from '../../mutants/apply.js';
import { mutants } from '../../mutants/list.js';
import { guarantees } from '../../mutants/mutant.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe('the planted bugs', () => {
  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s: still applies', (_, mutant) => {
    const text = read(mutant.file);
    expect(plant(mutant, text)).not.toBe(text);
  });

  it.each(mutants.map(({ name, caughtBy }) => [name, caughtBy] as const))(
    '%s: the test that has to catch it is there',
    (_, { spec, test }) => {
      expect(existsSync(join(root, spec))).toBe(true);
      expect(read(spec)).toContain(test);
    },
  );

  it('each has a name of its own, and says why', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
    expect(mutants.filter(({ name, why }) => !/^[a-z0-9-]+$/.test(name) || !/[.?]$/.test(why))).toEqual([]);
  });

  it('the page that shows what caught them gives the reasons of now', () => {
    const page = read('docs/proof.md');
    const shown = [...page.matchAll(/^\|[^|]+\| \*\*([a-z0-9-]+)\*\*/gm)].map(([, name]) => name);
    expect(shown.toSorted()).toEqual(mutants.map(({ name }) => name).toSorted());
    expect(mutants.filter(({ name, why }) => !page.includes(`| **${name}** ${why} |`))).toEqual([]);
  });

  it('there are enough of them: two at least against what has a number, and one against everything else', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(40);
    const broken = mutants.flatMap(({ breaks }) => breaks);
    const few = guarantees.filter(
      (guarantee) => broken.filter((one) => one === guarantee).length < (/^I\d/.test(guarantee) ? 2 : 1),
    );
    expect(few).toEqual([]);
  });
});
