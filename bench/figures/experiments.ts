import { apiStart } from './api-start.js';
import { calls } from './calls.js';
import { clientCpu } from './client-cpu.js';
import { databaseFile } from './database-file.js';
import type { Experiment } from './experiment.js';
import { latency } from './latency.js';
import { lostCallback } from './lost-callback.js';
import { reads } from './reads.js';
import { throughput } from './throughput.js';
import { waiting } from './waiting.js';
import { workerDeath } from './worker-death.js';

/** In the order in which they run. */
export const experiments: readonly Experiment[] = [
  latency,
  reads,
  calls,
  lostCallback,
  throughput,
  clientCpu,
  apiStart,
  workerDeath,
  waiting,
  databaseFile,
];
