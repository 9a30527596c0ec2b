import type { Worker } from '@temporalio/worker';
import type { Log } from '../config/logger.js';
import type { RunningDispatches } from './running-dispatches.js';

/** What a group needs of a Temporal worker. */
export type RunnableWorker = Pick<Worker, 'run' | 'shutdown' | 'getState'>;

/** What a group is built over. */
export interface GroupParts {
  readonly workers: readonly RunnableWorker[];
  readonly dispatches: RunningDispatches;
  /** How long running dispatches are waited for. */
  readonly graceMs: number;
  readonly log: Pick<Log, 'error'>;
  /** Called once, when all that could be saved is: the process has to end. */
  readonly onFatal: (failure: unknown) => void;
}

const CHECK_INTERVAL_MS = 500;

/** A worker cuts its work off by itself this long after its grace time at the latest. */
const FORCED_STOP_MS = 15_000;

/**
 * The workers of one process: they run, stop and fail together. When one dies the others stop polling, and the process ends
 * only after the answers of running dispatches are with their transactions: an answer that is lost is an unknown outcome.
 */
export class WorkerGroup {
  private readonly runs: ReadonlyMap<RunnableWorker, Promise<void>>;
  private readonly watch: NodeJS.Timeout;
  private hasFailed = false;

  constructor(private readonly parts: GroupParts) {
    this.runs = new Map(parts.workers.map((worker) => [worker, worker.run()]));
    for (const run of this.runs.values()) run.catch((failure: unknown) => this.fail(failure));
    // The SDK's run() does not reject while a failed worker has activities that nobody reports to it any more.
    this.watch = setInterval(() => this.checkWorkers(), CHECK_INTERVAL_MS);
    this.watch.unref();
  }

  /** Whether every worker polls for work. */
  get isRunning(): boolean {
    return this.parts.workers.every((worker) => worker.getState() === 'RUNNING');
  }

  /** Stops polling, and waits until running work has ended or the grace time is over. */
  async stop(): Promise<void> {
    clearInterval(this.watch);
    for (const worker of this.parts.workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    const { dispatches, graceMs } = this.parts;
    const stopping = [...this.runs].filter(([worker]) => worker.getState() !== 'FAILED');
    await waitAtMost(Promise.allSettled(stopping.map(([, run]) => run)), graceMs + FORCED_STOP_MS);
    // A worker that failed has let go of its dispatches, which run on and report by themselves.
    await waitAtMost(dispatches.waitUntilReported(), graceMs);
  }

  private checkWorkers(): void {
    if (this.parts.workers.some((worker) => worker.getState() === 'FAILED'))
      void this.fail('a worker is in the state FAILED: the SDK has logged why');
  }

  private async fail(failure: unknown): Promise<void> {
    if (this.hasFailed) return;
    this.hasFailed = true;
    const { log, dispatches, onFatal } = this.parts;
    const atFailure = { failure: String(failure), openDispatches: dispatches.count };
    log.error(atFailure, 'a worker died: the process ends once running dispatches have reported');
    await this.stop();
    if (dispatches.count > 0)
      log.error(
        { lost: dispatches.count },
        'the grace time is over: the answers of running dispatches are lost',
      );
    onFatal(failure);
  }
}

async function waitAtMost(promise: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)));
  await Promise.race([promise, timeUp]).finally(() => clearTimeout(timer));
}
