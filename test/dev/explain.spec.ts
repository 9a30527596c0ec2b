import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { distPath } from '../../src/dev/project-root.js';
import { readRecorded, recordedPath } from '../timeline/support/runs.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import { approved, saleInput } from '../support/terms.js';
import { createScratchFolder } from './scratch.js';
import type { Scratch } from './scratch.js';

const server = {
  TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233',
  TEMPORAL_NAMESPACE: process.env['TEST_TEMPORAL_NAMESPACE'] ?? 'default',
};

interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function explain(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
  const options = {
    env: { PATH: process.env['PATH'] ?? '', TZ: 'America/Santiago', ...server, ...env },
    timeout: 30_000,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [distPath('dev/explain.js'), ...args], options, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, out, err });
    });
  });
}

let world: TransactionWorld;
let scratch: Scratch;
beforeAll(async () => {
  [world, scratch] = await Promise.all([
    TransactionWorld.over(createGetnetAnswering(approved())),
    createScratchFolder(),
  ]);
});
afterAll(() => Promise.all([world.close(), scratch.remove()]));

describe('npm run explain', () => {
  it('a history file: its life, with local times and pauses, and exit code 0', async () => {
    const { code, out } = await explain([recordedPath('worker-killed@0.1.0.json')]);
    expect(code).toBe(0);
    expect(out).toContain('Times are local (America/Santiago)');
    expect(out).toContain('2026-11-25 (UTC-03:00)');
    expect(out).toMatch(/^ +… \d\.\d s later$/m);
    expect(out).toContain('state 4: approved');
    expect(out).not.toContain('decoded before it was saved');
  });

  it('a file that was decoded before it was saved: it says so, and tells it', async () => {
    const { events } = await readRecorded('declined@0.1.0.json');
    const plain = events.map(({ id, at, type, fields }) => {
      const name = `${type.charAt(0).toLowerCase()}${type.slice(1)}EventAttributes`;
      const payloads = (value: unknown) => (Array.isArray(value) ? { payloads: value } : value);
      const attributes = Object.fromEntries(
        Object.entries(fields).map(([key, value]) => [key, payloads(value)]),
      );
      return { eventId: String(id), eventTime: at, [name]: attributes };
    });
    const file = join(scratch.path, 'decoded.json');
    await writeFile(file, JSON.stringify({ events: plain }));
    const { code, out } = await explain([file]);
    expect(code).toBe(0);
    expect(out).toContain('This history was decoded before it was saved');
    expect(out).toContain('state 4: declined');
  });

  it('the id of a transaction on a server: its life, from its own runs', async () => {
    const sale = await world.sale(saleInput({}));
    await sale.post();
    await sale.callBack('900001');
    await sale.run.result();
    const id = sale.input.accepted.transactionId;
    for (const name of [id, `${id}-2`, `transaction/${id}`]) {
      const { code, out } = await explain([name]);
      expect(out).toContain(`${id}: 1 run of transaction/${id}.`);
      expect(out).toContain('answered the status query: approved');
      expect(code).toBe(0);
    }
    const lease = await explain([`terminal/CL/${sale.input.accepted.terminal.serialNumber}`]);
    expect(lease.out).toContain(`gave the terminal back for ${id}`);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['nothing', [], /^Usage: npm run explain/],
    ['two things', ['a', 'b'], /^Usage: npm run explain/],
    ['what is neither', ['absent.json'], /absent\.json is no transaction id .* and no file/],
    ['a file that is no history', ['package.json'], /package\.json is not a history/],
    [
      'an id that nobody knows',
      ['tx_0000000000000000000'],
      /tx_0{19} in ".*" at .* could not be fetched: there is none/,
    ],
    ['a workflow that nobody knows', ['lateResult/none'], /there is none, or it is past its retention/],
  ])('%s is asked for: one message says what to do, and exit code 1', async (_, args, message) => {
    const { code, out, err } = await explain(args);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^ +at /m);
    expect([code, out]).toEqual([1, '']);
  });
  it('the server is away: the message names its address', async () => {
    const away = { TEMPORAL_ADDRESS: '127.0.0.1:1' };
    const { code, err } = await explain(['tx_0000000000000000000'], away);
    expect(err).toMatch(/at 127\.0\.0\.1:1 could not be fetched/);
    expect(code).toBe(1);
  });
});
