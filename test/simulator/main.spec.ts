import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Json } from './till.js';

const main = fileURLToPath(new URL('../../dist/programs/simulator.js', import.meta.url));
const running: ChildProcessWithoutNullStreams[] = [];
afterEach(() => running.splice(0).forEach((child) => child.kill('SIGKILL')));

function run(environment: Record<string, string>): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [main], { env: { PATH: process.env.PATH ?? '', ...environment } });
  running.push(child);
  return child;
}

async function firstLine(child: ChildProcessWithoutNullStreams): Promise<Json> {
  const lines = createInterface(child.stdout);
  const [line] = (await once(lines, 'line')) as [string];
  return JSON.parse(line) as Json;
}

async function ended(
  child: ChildProcessWithoutNullStreams,
): Promise<{ code: number; output: string; errors: string }> {
  const [texts, [code]] = await Promise.all([
    Promise.all([child.stdout, child.stderr].map((stream) => stream.setEncoding('utf8').toArray())),
    once(child, 'close') as Promise<[number]>,
  ]);
  const [output = '', errors = ''] = texts.map((chunks) => chunks.join(''));
  return { code, output, errors };
}

const till = {
  idTerminal: '70000001',
  idSucursal: 10001,
  serialNumber: 'SN0000000001',
  command: 100,
  saleType: 0,
};

async function token(baseUrl: unknown): Promise<string> {
  const form = new URLSearchParams({ clientId: 'demo-cl', clientSecret: 'demo-cl-secret' });
  const answer = await fetch(`${String(baseUrl)}auth`, { method: 'POST', body: form });
  return ((await answer.json()) as { data: { token: string } }).data.token;
}

describe('the simulator as a process', () => {
  it('wrong settings: one line names all of them, exit 1', async () => {
    const { code, errors, output } = await ended(run({ SIMULATOR_PORT: 'x', SIMULATOR_WINDOW: 'soon' }));
    expect(code).toBe(1);
    expect(output).toBe('');
    expect(errors).toBe(
      'The simulator cannot start: SIMULATOR_PORT is "x": give a port from 0 to 65535; ' +
        'SIMULATOR_WINDOW is "soon": give a duration such as 250ms, 15s, 5m or 24h.\n',
    );
  });

  it('port taken: says which and what to set, exit 1', async () => {
    const { port } = await firstLine(run({ SIMULATOR_PORT: '0' }));
    const { code, errors } = await ended(run({ SIMULATOR_PORT: String(port) }));
    expect(code).toBe(1);
    expect(errors).toContain(`127.0.0.1:${String(port)} answers EADDRINUSE; set SIMULATOR_PORT`);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('%s with a sale held: ends in a moment, exit 0', async (signal) => {
    const child = run({ SIMULATOR_PORT: '0', SIMULATOR_CUSTOMER_DELAY: '1m' });
    const { baseUrl } = await firstLine(child);
    const headers = { authorization: `Bearer ${await token(baseUrl)}` };
    const body = JSON.stringify({ ...till, amount: 5990 });
    const held = fetch(`${String(baseUrl)}sale`, { method: 'POST', headers, body }).catch(() => 'cut');
    const end = ended(child);
    await fetch(`${String(baseUrl)}1`, { headers });
    child.kill(signal);
    expect((await end).code).toBe(0);
    expect(await held).toBe('cut');
  });

  it('every event is one JSON line; no token, secret or callback address in any', async () => {
    const child = run({ SIMULATOR_PORT: '0', SIMULATOR_CUSTOMER_DELAY: '0ms' });
    const end = ended(child);
    const url = await new Promise<string>((resolve) =>
      child.stdout.once('data', (line: string) => resolve(String((JSON.parse(line) as Json).url))),
    );
    const bearer = await token(`${url}/api/postxs/`);
    const body = JSON.stringify({
      ...till,
      amount: 5990,
      customId: 'ORD-1',
      webhook: `${url}/callback/secret-token`,
    });
    await fetch(`${url}/api/postxs/sale`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${bearer}` },
    });
    for (let callbacks: unknown[] = []; callbacks.length === 0;) {
      callbacks = ((await (await fetch(`${url}/_sim/ledger`)).json()) as { callbacks: unknown[] }).callbacks;
    }
    child.kill('SIGTERM');
    const { output, errors } = await end;
    const events = output
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as Json).event);
    expect(new Set(events)).toEqual(
      new Set(['listening', 'request', 'device', 'callback', 'stopping', 'stopped']),
    );
    expect(output + errors).not.toMatch(/secret|Bearer|eyJ/);
    expect(output).not.toContain(bearer);
  });

  it('started again: its ids are beyond those of before', async () => {
    const startOperation = async (): Promise<number> => {
      const child = run({ SIMULATOR_PORT: '0', SIMULATOR_CUSTOMER_DELAY: '0ms' });
      const { baseUrl } = await firstLine(child);
      const headers = { authorization: `Bearer ${await token(baseUrl)}` };
      const body = JSON.stringify({ ...till, amount: 5990 });
      const answer = await fetch(`${String(baseUrl)}sale`, { method: 'POST', headers, body });
      return ((await answer.json()) as { data: { idPosTxs: number } }).data.idPosTxs;
    };
    const first = await startOperation();
    expect(await startOperation()).toBeGreaterThan(first);
  });
});
