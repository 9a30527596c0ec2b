import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describeExit } from '../../src/dev/processes/child.js';
import type { Child } from '../../src/dev/processes/child.js';

/** What starts one life of a process: the child at once, and when it is ready. */
export type Begin = () => Promise<{ readonly child: Child; readonly ready: Promise<unknown> }>;

/**
 * A process under a supervisor, as it is deployed: whenever it ends and is wanted, it is started again. The nemesis decides how long
 * it is not wanted.
 */
export class ChaosProcess {
  /** Ends that nobody asked for, after it had been ready. */
  readonly accidents: string[] = [];
  readonly #name: string;
  readonly #begin: Begin;
  readonly #logFile: string;
  #child: Child | undefined;
  #isWanted = false;
  #isPaused = false;
  /** Its present life ends because we asked for it, whatever is wanted by then. */
  #isEnding = false;
  #supervised: Promise<void> | undefined;
  #onReady = (): void => undefined;
  #ready: Promise<void> = Promise.resolve();

  constructor(name: string, logFile: string, begin: Begin) {
    this.#name = name;
    this.#logFile = logFile;
    this.#begin = begin;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  log(): string {
    try {
      return readFileSync(this.#logFile, 'utf8');
    } catch {
      return '';
    }
  }

  /** Starts it unless it runs, and goes on at once when it is paused. @returns once it is ready. */
  async revive(): Promise<void> {
    if (this.#isPaused) this.#signal('SIGCONT');
    this.#isPaused = false;
    if (!this.#isWanted) {
      this.#isWanted = true;
      this.#ready = new Promise((resolve) => (this.#onReady = resolve));
      // A supervisor that has not noticed yet that the process was not wanted goes on.
      this.#supervised ??= this.#supervise();
    }
    await this.#ready;
  }

  /** SIGKILL; it stays away until {@link revive}. */
  async kill(): Promise<void> {
    this.#isWanted = false;
    this.#isPaused = false;
    this.#isEnding = this.#child !== undefined;
    this.#signal('SIGKILL');
    await this.#child?.exited;
  }

  /** SIGTERM, and SIGKILL after a grace time; it stays away until {@link revive}. */
  async stop(): Promise<void> {
    this.#isWanted = false;
    this.#isEnding = this.#child !== undefined;
    if (this.#isPaused) this.#signal('SIGCONT');
    this.#isPaused = false;
    await this.#child?.stop(15_000);
    if (!this.#isWanted) await this.#supervised;
  }

  /** SIGSTOP: it stands still with all its connections open, until {@link revive}. */
  pause(): void {
    this.#isPaused = this.#child !== undefined;
    this.#signal('SIGSTOP');
  }

  /** Its preload shifts its clock. */
  signalClock(): void {
    this.#signal('SIGUSR2');
  }

  async #supervise(): Promise<void> {
    while (this.#isWanted) {
      const isReady = await this.#live().catch(() => false);
      if (this.#isWanted && !isReady) await pause(300);
    }
    this.#supervised = undefined;
    this.#onReady();
  }

  /** One life. @returns whether it had been ready. */
  async #live(): Promise<boolean> {
    const { child, ready } = await this.#begin();
    this.#child = child;
    if (!this.#isWanted) this.#signal('SIGKILL');
    let isReady = false;
    ready.then(
      () => {
        isReady = true;
        this.#onReady();
      },
      // Not ready for so long: another life may be better.
      () => void child.stop(0),
    );
    const exit = await child.exited;
    this.#child = undefined;
    if (this.#isWanted && isReady && !this.#isEnding)
      this.accidents.push(`${this.#name} ${describeExit(exit)}: ${child.lastLines(3).join(' | ')}`);
    this.#isEnding = false;
    return isReady;
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      if (this.#child) process.kill(this.#child.pid, signal);
    } catch {
      // It has just ended.
    }
  }
}
