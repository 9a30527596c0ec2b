import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { findFreePorts } from '../../src/dev/processes/ports.js';
import { get, post } from '../http.js';
import type { Answer } from '../http.js';
import { startPart } from '../parts.js';
import type { Part } from '../parts.js';

/** A Nest API and a worker that do the same without lock, key and verification. */
export interface Baseline {
  readonly worker: Part;
  /** Starts a workflow with one activity that sends the command, and nothing else. */
  startBare(): Promise<Answer>;
  /** Starts a workflow that sends, waits for the callback, and queries. */
  startSale(): Promise<Answer>;
  /** The same, answered with the outcome. */
  takeSale(): Promise<Answer>;
  /** Waits for the outcome. */
  readSale(id: string): Promise<Answer>;
  stop(): Promise<void>;
}

export interface BaselineSpec {
  readonly folder: string;
  readonly temporalAddress: string;
  readonly getnet: string;
}

export async function startBaseline({ folder, temporalAddress, getnet }: BaselineSpec): Promise<Baseline> {
  const [port = 0] = await findFreePorts(1);
  const env = { TEMPORAL_ADDRESS: temporalAddress, BENCH_GETNET: getnet, PORT: String(port) };
  const script = (name: string) => fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  const worker = await startPart({ folder, name: 'baseline-worker', script: script('worker'), env, port });
  const api = await startPart({
    ...{ folder, name: 'baseline-api', script: script('api'), env, port },
    ready: '/ready',
  });
  const start = (what: string) => post(`${api.url}/${what}`, {});
  return {
    worker,
    startBare: () => start(`bare/${randomUUID()}`),
    startSale: () => start(`sales/${randomUUID()}`),
    takeSale: () => start(`sales/${randomUUID()}/whole`),
    readSale: (id) => get(`${api.url}/sales/${id}`),
    stop: async () => {
      await api.stop();
      await worker.stop();
    },
  };
}
