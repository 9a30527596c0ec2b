import { join } from 'node:path';
import { startChild } from '../src/dev/processes/child.js';
import { waitUntilReady } from '../src/dev/stack/ready.js';

/** A process of the bench that answers. */
export interface Part {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
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
  return { pid: child.pid, url, stop: async () => void (await child.stop(DRAIN_MS)) };
}
