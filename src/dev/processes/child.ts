import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readLastLines, keepLastLines } from './last-lines.js';
import type { LastLines } from './last-lines.js';
import { startGuard } from './guard.js';

/** How a child ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** We asked for it. */
  readonly wasRequested: boolean;
}

/** A process of ours. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Settles when the child has ended, however; never rejects. */
  readonly exited: Promise<Exit>;
  /** The last lines it wrote. */
  readonly lastLines: LastLines;
  /** Asks it to end, and sends SIGKILL after the grace time (10 s by default). */
  stop(graceMs?: number): Promise<Exit>;
}

/** An account of this machine, by its numbers. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** What to start. */
export interface ChildSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Where its output goes, appended; without it the last lines are kept in memory. */
  readonly logFile?: string | undefined;
  /** Another account of this machine to run as. */
  readonly account?: Account | undefined;
  /** What asks it to end; SIGTERM unless told. */
  readonly stopSignal?: NodeJS.Signals | undefined;
  /** Told each line of output; only without `logFile`. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/**
 * Starts a process that does not outlive this one. It gets a process group of its own, so that Ctrl-C reaches it
 * through us, in our order.
 *
 * @throws Error when the program cannot be started at all.
 */
export async function startChild(spec: ChildSpec): Promise<Child> {
  const log = spec.logFile === undefined ? 'pipe' : openSync(spec.logFile, 'a');
  const started = spawn(spec.command, spec.args, {
    env: spec.env ?? process.env,
    stdio: ['ignore', log, log],
    detached: true,
    ...spec.account,
  });
  const lastLines =
    spec.logFile === undefined ? keepLastLines(started, spec.onLine) : readLastLines(spec.logFile);
  if (typeof log === 'number') closeSync(log);
  return createChild(spec, { started, pid: await waitForPid(started, spec), lastLines });
}

/** The end in words, e.g. `ended with code 1`. */
export function describeExit({ code, signal }: Exit): string {
  return signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
}

interface Running {
  readonly started: ChildProcess;
  readonly pid: number;
  readonly lastLines: LastLines;
}

function createChild(
  { name, stopSignal = 'SIGTERM' }: ChildSpec,
  { started, pid, lastLines }: Running,
): Child {
  let wasRequested = false;
  const cancelGuard = startGuard(pid, stopSignal);
  const exited = new Promise<Exit>((resolve) => {
    started.once('exit', (code, signal) => {
      cancelGuard();
      resolve({ code, signal, wasRequested });
    });
  });
  const stop = async (graceMs = 10_000): Promise<Exit> => {
    wasRequested = true;
    started.kill(stopSignal);
    const killTimer = setTimeout(() => started.kill('SIGKILL'), graceMs);
    return exited.finally(() => clearTimeout(killTimer));
  };
  return { name, pid, exited, lastLines, stop };
}

function waitForPid(started: ChildProcess, { name, command }: ChildSpec): Promise<number> {
  return new Promise((resolve, reject) => {
    started.once('error', (error) =>
      reject(new Error(`${name} did not start (${command}): ${error.message}`)),
    );
    started.once('spawn', () => resolve(started.pid ?? 0));
  });
}
