import { readFileSync } from 'node:fs';
import { describeExit, startChild } from '../../../src/dev/processes/child.js';
import type { Child, Exit } from '../../../src/dev/processes/child.js';
import { waitUntilReady } from '../../../src/dev/stack/ready.js';
import { programPath } from '../../../src/dev/project-root.js';

/** One process of the world, which a story may treat as badly as it likes. */
export interface ManagedProcess {
  readonly name: string;
  /** Of the process that runs. @throws Error when none does. */
  readonly pid: number;
  readonly isRunning: boolean;
  /** Everything it has written, over all its lives. */
  log(): string;
  /** Ends that no story asked for, in words. */
  readonly accidents: readonly string[];
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>;
  /** SIGTERM, and waits until it has drained. */
  stop(): Promise<Exit>;
  /** SIGSTOP: it stands still with all its connections open. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
  /** Starts it again after {@link kill} or {@link stop}, on the same port; `env` adds to its environment from now on. */
  start(how?: StartOptions): Promise<void>;
  /** {@link stop} and {@link start}. */
  restart(how?: StartOptions): Promise<void>;
}

/** How a process comes up. */
export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** The path that has to answer 200 first; its readiness unless told, `false` waits for nothing. */
  readonly until?: string | false;
}

/** What a part is. */
export interface ManagedProcessSpec {
  readonly name: 'simulator' | 'worker' | 'api';
  /** Where the logs go, and where it runs: a folder without settings of a developer's. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Without a closing slash. */
  readonly url: string;
  readonly readyAt: string;
}

/** @returns the built process `dist/programs/<name>.js`, not started yet. */
export function createManagedProcess(spec: ManagedProcessSpec): ManagedProcess {
  const logFile = `${spec.folder}/${spec.name}.log`;
  let env = spec.env;
  return createRestartable({
    name: spec.name,
    log: () => readText(logFile),
    async begin({ env: more = {}, until = spec.readyAt } = {}) {
      env = { ...env, ...more };
      const child = await startChild({
        name: `The ${spec.name}`,
        command: 'sh',
        args: ['-c', 'cd "$0" && exec "$@"', spec.folder, process.execPath, programPath(spec.name)],
        env,
        logFile,
      });
      return {
        child,
        up: until === false ? Promise.resolve() : waitUntilReady(child, `${spec.url}${until}`),
      };
    },
  });
}

/** How a process is started that can be killed and started again. */
export interface RestartableSpec {
  readonly name: string;
  log(): string;
  begin(how?: StartOptions): Promise<{ readonly child: Child; readonly up: Promise<void> }>;
}

/** @returns a process that can be started, killed, paused and started again. */
export function createRestartable({ name, log, begin }: RestartableSpec): ManagedProcess {
  let child: Child | undefined;
  const accidents: string[] = [];
  const running = (): Child => {
    if (child === undefined) throw new Error(`The ${name} does not run: start it first.`);
    return child;
  };
  const start: ManagedProcess['start'] = async (how) => {
    if (child !== undefined) throw new Error(`The ${name} runs already.`);
    const begun = await begin(how);
    child = begun.child;
    void begun.child.exited.then((exit) => {
      // Whoever asks for an end takes the child away first.
      if (child !== begun.child) return;
      child = undefined;
      accidents.push(`The ${name} ${describeExit(exit)} on its own: ${begun.child.lastLines(5).join('\n')}`);
    });
    await begun.up;
  };
  const stop: ManagedProcess['stop'] = async () => {
    const ending = running();
    child = undefined;
    process.kill(ending.pid, 'SIGCONT');
    return ending.stop(30_000);
  };
  return {
    name,
    log,
    accidents,
    start,
    stop,
    get pid() {
      return running().pid;
    },
    get isRunning() {
      return child !== undefined;
    },
    async kill() {
      const ending = running();
      child = undefined;
      process.kill(ending.pid, 'SIGKILL');
      await ending.exited;
    },
    pause: () => void process.kill(running().pid, 'SIGSTOP'),
    resume: () => void process.kill(running().pid, 'SIGCONT'),
    async restart(how) {
      if (child !== undefined) await stop();
      await start(how);
    },
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
