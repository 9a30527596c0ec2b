import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Runtime } from '@temporalio/worker';
import { readFile, readdir } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replay, replayEach, silenceRuntime } from '../../src/dev/replay/verdict.js';
import type { ReplayVerdict } from '../../src/dev/replay/verdict.js';
import { readHistories } from '../../src/dev/replay/histories.js';
import { replayAll } from '../support/replayed-histories.js';
import { scenarios } from './scenarios.js';

const bundle = fileURLToPath(new URL('../../dist/workflow-bundle.cjs', import.meta.url));
const folder = fileURLToPath(new URL('../histories', import.meta.url));
const recorded = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();

beforeAll(() => void silenceRuntime());
afterAll(() => Runtime.instance().shutdown());

describe('what was recorded', () => {
  let verdicts: readonly ReplayVerdict[];
  beforeAll(async () => {
    const histories = await readHistories(recorded.map((name) => `${folder}/${name}`));
    verdicts = await replayEach(histories, bundle);
    expect(verdicts).toHaveLength(recorded.length);
  });

  it.each(recorded)('%s: today’s code takes the same path', (name) => {
    expect(verdicts[recorded.indexOf(name)]).toEqual({ kind: 'same' });
  });

  it('every path has a history of this release', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    const missing = Object.keys(scenarios).filter((name) => !recorded.includes(`${name}@${version}.json`));
    expect(missing).toEqual([]);
  });

  it.each(recorded)('%s: names no folder of whoever recorded it', async (name) => {
    const text = await readFile(`${folder}/${name}`, 'utf8');
    const frames = [...text.matchAll(/\(([^()\s]+):\d+:\d+\)/g)].map(([, path = '']) => path);
    expect(frames.filter((path) => path.startsWith('/') || /^[A-Z]:/.test(path))).toEqual([]);
  });

  it('a run that starts later, such as a lease: there is nothing to replay yet, and nobody waits for more', async () => {
    const [history] = await readHistories([`${folder}/${recorded[0] ?? ''}`]);
    if (history === undefined) throw new Error('there is no history to cut');
    const events = (history.history.events ?? []).slice(0, 1);
    const cut = { ...history, history: { events } as typeof history.history };
    expect(await replay(cut, bundle)).toEqual({ kind: 'same' });
  });

  it('a history with its lease left out: the replay fails and names the event', async () => {
    const [history] = await readHistories([
      `${folder}/${recorded.find((name) => name.startsWith('approved-by-callback')) ?? ''}`,
    ]);
    if (history === undefined) throw new Error('there is no history to alter');
    const events = (history.history.events ?? []).filter((event) => event.eventId?.toString() !== '6');
    const verdict = await replay({ ...history, history: { events } as typeof history.history }, bundle);
    expect(verdict).toMatchObject({ kind: 'diverged', event: expect.stringMatching(/^\d+ \w+/) });
  });

  it('one of many histories does not replay: the check after a spec file fails, and names it', async () => {
    const histories = await readHistories(
      recorded.filter((name) => name.startsWith('approved-by')).map((name) => `${folder}/${name}`),
    );
    const [first, second] = histories;
    if (first === undefined || second === undefined) throw new Error('there are no histories');
    expect(await replayAll(histories)).toBe(histories.length);
    const events = (second.history.events ?? []).filter((event) => event.eventId?.toString() !== '6');
    const altered = { ...second, history: { events } as typeof second.history };
    await expect(replayAll([first, altered])).rejects.toThrow(`do not replay:\n${second.workflowId} (run `);
  });
});

describe('the workflow bundle', () => {
  const modulesIn = async () => {
    const code = await readFile(bundle, 'utf8');
    return [...code.matchAll(/^\/\*{3}\/ "([^"]+)"/gm)].map(([, name]) => name ?? '');
  };

  it('holds the stories and the domain, so that looking into it means something', async () => {
    const names = (await modulesIn()).map((name) => basename(name));
    expect(names).toEqual(expect.arrayContaining(['transaction.js', 'query-ladder.js', 'terminal-lease.js']));
  });

  it('holds no Getnet, Nest, HTTP, configuration or Node code', async () => {
    const foreign =
      /\/(getnet|api|worker|config|simulator|dev)\/|@nestjs|undici|\/zod\/|@temporalio\/(client|worker|activity)\//;
    const names = await modulesIn();
    expect(names.filter((name) => foreign.test(name.replace(/^.*\/dist\//, '/')))).toEqual([]);
    const code = await readFile(bundle, 'utf8');
    const built = builtinModules.filter((name) => name !== 'assert' && name !== 'util' && name !== 'url');
    expect(built.filter((name) => code.includes(`require("${name}")`))).toEqual([]);
  });
});
