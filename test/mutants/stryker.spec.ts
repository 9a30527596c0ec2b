import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { findSpecFiles } from '../../mutants/stryker/spec-files.mjs';

const read = (path: string) => readFileSync(path, 'utf8');

/** What a file takes from Jest. */
const listNeeds = (file: string) =>
  (/import \{([^}]*)\} from '@jest\/globals'/.exec(read(file))?.[1] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

it('the spec files that Stryker runs need no more of Jest than its runner has', () => {
  const files = findSpecFiles();
  const given = [
    ...read('mutants/stryker/jest-globals.mjs').matchAll(/^export (?:const|function|async function) (\w+)/gm),
  ];
  const known = ['expect', ...given.map(([, name]) => name)];
  expect(files.length).toBeGreaterThan(50);
  const lacking = files.flatMap((file) =>
    listNeeds(file)
      .filter((name) => !known.includes(name))
      .map((name) => `${file}: ${name}`),
  );
  expect(lacking).toEqual([]);
});
