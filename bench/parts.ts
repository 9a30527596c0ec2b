import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describeExit, startChild } from '../src/dev/processes/child.js';
import type { Child } from '../src/dev/processes/child.js';
import { appendLastLines } from '../src/dev/stack/ready.js';
import { get } from './measure/http.js';

/** A process of the bench that answers. */
export interface Part {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export interface PartSpec {
  readonly folder: string;
  readonly name: string;
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  readonly port: number;
  /** The address that answers 200 once it is up; undefined: nothing is waited for. */
  readonly ready?: string;
}

const DRAIN_MS = 10_000;

export async function startPart({ folder, name, script, env, port, ready }: PartSpec): Promise<Part> {
  const child = await startChild({
    name,
    command: process.execPath,
    args: [script],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    logFile: join(folder, `${name}.log`),
  });
  const url = `http://127.0.0.1:${port}`;
  if (ready !== undefined) await waitUntilReady(child, `${url}${ready}`);
  return {
    pid: child.pid,
    url,
    stop: async () => void (await child.stop(DRAIN_MS)),
    kill: async () => {
      process.kill(child.pid, 'SIGKILL');
      await child.exited;
    },
  };
}

const READY_WITHIN_MS = 60_000;
/** Often, because the start is a figure too. */
const POLL_MS = 10;

async function waitUntilReady(child: Child, url: string): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  let end: string | undefined;
  void child.exited.then((exit) => (end = describeExit(exit)));
  while (performance.now() < deadline && end === undefined) {
    const isReady = await get(url).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (isReady) return;
    await pause(POLL_MS);
  }
  throw new Error(appendLastLines(`${child.name} ${end ?? 'is not ready in time'}.`, child));
}
