import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { distPath } from '../../src/dev/project-root.js';

const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';

function start(env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [distPath('dev/start-temporal.js')], {
    env: { ...process.env, ...env },
  });
  const exit = once(child, 'exit');
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  return { child, exit, errors, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

describe('npm run start:temporal', () => {
  it('a server in memory: one line of JSON tells where it is and its process id, SIGTERM ends it with 0', async () => {
    const env = { TEMPORAL_ADDRESS: '', DATA_DIR: 'memory', TEMPORAL_PORT: '0', TEMPORAL_UI_PORT: '0' };
    const { child, exit, lines } = start(env);
    const ready = await lineWith('temporal ready', lines);
    expect(ready).toMatchObject({
      address: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      pid: expect.any(Number),
    });
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    expect(() => process.kill(Number(ready['pid']), 0)).toThrow('ESRCH');
  });

  it('its server is killed: the process ends with 1', async () => {
    const env = { TEMPORAL_ADDRESS: '', DATA_DIR: 'memory', TEMPORAL_PORT: '0', TEMPORAL_UI_PORT: '0' };
    const { exit, lines } = start(env);
    process.kill(Number((await lineWith('temporal ready', lines))['pid']), 'SIGKILL');
    expect(await exit).toEqual([1, null]);
  });

  it('TEMPORAL_ADDRESS names a server: it is used, nothing is started, and SIGTERM leaves it up', async () => {
    const { child, exit, lines } = start({ TEMPORAL_ADDRESS: address });
    const ready = await lineWith('temporal ready', lines);
    expect(ready).toMatchObject({ address, source: expect.stringContaining('TEMPORAL_ADDRESS') });
    expect(ready['pid']).toBeUndefined();
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  });

  it('two settings are wrong: one line names both, exit 1', async () => {
    const { exit, errors } = start({ TEMPORAL_PORT: 'here', RETENTION: 'long' });
    expect(await exit).toEqual([1, null]);
    expect(errors).toEqual([expect.stringMatching(/TEMPORAL_PORT .*RETENTION /)]);
  });
});

async function lineWith(msg: string, lines: AsyncIterator<string>): Promise<Record<string, unknown>> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error(`The output ended without "${msg}".`);
    const line = JSON.parse(value) as Record<string, unknown>;
    if (line['msg'] === msg) return line;
  }
}
