import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findFreePorts, isPortInUse } from '../../../src/dev/processes/ports.js';
import { buildServerArgs } from '../../../src/dev/temporal/flags.js';
import { startServer } from '../../../src/dev/temporal/server.js';
import { startTemporal } from '../../../src/dev/temporal/start.js';
import { searchAttributeKeys } from '../../../src/workflows/search-attributes.messages.js';
import { script, createScratchFolder } from '../scratch.js';
import type { Scratch } from '../scratch.js';

const retentionMs = 30 * 86_400_000;
let scratch: Scratch;

beforeAll(async () => {
  scratch = await createScratchFolder();
});
afterAll(() => scratch.remove());

describe('serverArgs', () => {
  it('in memory and without a UI: no file, headless, every attribute, the pace that a sale needs', () => {
    const args = buildServerArgs({ port: 7000, namespace: 'default' }).join(' ');
    expect(args).toContain('--port 7000');
    expect(args).toContain('--headless');
    expect(args).not.toMatch(/--db-filename|--ui-port|--namespace/);
    for (const { name } of searchAttributeKeys) expect(args).toContain(`--search-attribute ${name}=Keyword`);
    for (const queue of ['transfer', 'timer', 'visibility']) {
      expect(args).toContain(`history.${queue}ProcessorMaxPollRPS=2000`);
    }
    expect(args).toContain('history.timerProcessorMaxTimeShift="50ms"');
    expect(args).not.toContain('--sqlite-pragma');
  });

  it('with a database file: commits are appended to a log and do not each wait for the disk', () => {
    const args = buildServerArgs({ port: 7000, namespace: 'default', databaseFile: '/data/t.db' }).join(' ');
    expect(args).toContain('--db-filename /data/t.db');
    expect(args).toContain('--sqlite-pragma journal_mode=WAL --sqlite-pragma synchronous=NORMAL');
  });
});

describe('startServer', () => {
  it('the port is taken by somebody else: it is not mistaken for ours, and the setting is named', async () => {
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const { port } = stranger.address() as AddressInfo;
    await expect(startServer({ port })).rejects.toThrow(
      `Port ${port} is in use: set TEMPORAL_PORT to a free one.`,
    );
    await new Promise((resolve) => stranger.close(resolve));
  });

  it('the server ends while starting: its last words are in the error', async () => {
    const path = await script(join(scratch.path, 'temporal'), 'echo "Error: unknown flag"', 'exit 2');
    const cli = { path, version: '1.9.1', from: 'a test' };
    const [port = 0] = await findFreePorts(1);
    await expect(startServer({ cli, port })).rejects.toThrow(/ended with code 2:\nError: unknown flag/);
  });
});

describe('startTemporal', () => {
  it('on the file of an earlier server: it comes up again, prepared, and stop frees its port', async () => {
    const databaseFile = join(scratch.path, 'data', 'temporal.db');
    const first = await startTemporal({ databaseFile, retentionMs });
    expect(first.prepared).toContain('Retention: 30d, was 1d.');
    await first.stop();
    const second = await startTemporal({ databaseFile, retentionMs });
    expect(second.prepared).toContain('Retention: 30d already.');
    await second.stop();
    expect(await isPortInUse(Number(second.address.split(':')[1]))).toBe(false);
  });

  it('the server is killed: whoever started it is told, and that it was not asked for', async () => {
    const temporal = await startTemporal({ retentionMs });
    process.kill(temporal.pid ?? Number.NaN, 'SIGKILL');
    expect(await temporal.exited).toEqual({ code: null, signal: 'SIGKILL', wasRequested: false });
  });
});
