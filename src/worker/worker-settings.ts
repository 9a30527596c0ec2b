import type { Log } from '../config/logger.js';
import type { Settings } from '../config/settings.js';
import type { Metrics } from './metrics.js';

/** What the worker process is built from. */
export interface WorkerSettings extends Settings {
  readonly log: Log;
  readonly metrics: Metrics;
  /** The workflow bundle's file. */
  readonly bundle: string;
  /** A worker that died is not started again in the same process: whoever runs the process does that. */
  readonly onFatal: (failure: unknown) => void;
}

export const WORKER_SETTINGS = Symbol('WorkerSettings');
