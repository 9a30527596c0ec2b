import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { startChild } from '../../../src/dev/processes/child.js';
import { until } from '../../support/until.js';

const sleeper = ['-e', 'setInterval(() => {}, 1000)'];

describe('startChild', () => {
  it('asked to stop: the child ends by SIGTERM, and its end says that it was asked for', async () => {
    const child = await startChild({ name: 'sleeper', command: process.execPath, args: sleeper });
    expect(await child.stop()).toEqual({ code: null, signal: 'SIGTERM', wasRequested: true });
  });

  it('a child that ignores SIGTERM: it is killed when the grace time is over', async () => {
    const ignoresSigterm = `process.on('SIGTERM', () => {}); console.log('up'); ${sleeper[1]}`;
    const { promise: isUp, resolve } = withResolve();
    const args = ['-e', ignoresSigterm];
    const child = await startChild({ name: 'stubborn', command: process.execPath, args, onLine: resolve });
    await isUp;
    expect(await child.stop(100)).toMatchObject({ signal: 'SIGKILL' });
    expect(child.lastLines()).toEqual(['up']);
  });

  it('the program does not exist: the error names it', async () => {
    const absent = startChild({ name: 'The ghost', command: '/absent/program', args: [] });
    await expect(absent).rejects.toThrow(/^The ghost did not start \(\/absent\/program\)/);
  });
});

describe('guard', () => {
  it('the parent is killed with SIGKILL: its child ends too', async () => {
    const module = new URL('../../../dist/dev/processes/child.js', import.meta.url).href;
    const code = `
      const { startChild } = await import('${module}');
      const args = ['-e', 'setInterval(() => {}, 1000)'];
      const { pid } = await startChild({ name: 'c', command: process.execPath, args });
      console.log(pid); setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await new Promise<[string]>((resolve) =>
      createInterface({ input: parent.stdout }).once('line', (text) => resolve([text])),
    );
    expect(isAlive(Number(line))).toBe(true);
    parent.kill('SIGKILL');
    await untilGone(Number(line));
  });
});

function withResolve(): { promise: Promise<string>; resolve: (line: string) => void } {
  let resolve: (line: string) => void = () => undefined;
  const promise = new Promise<string>((settle) => (resolve = settle));
  return { promise, resolve };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Ends with the test's own time limit if the process never goes. */
async function untilGone(pid: number): Promise<void> {
  await until(() => !isAlive(pid));
}
