import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { findFreePorts } from '../src/dev/processes/ports.js';
import { get, post } from './measure/http.js';
import type { Answer } from './measure/http.js';
import { startPart } from './parts.js';
import type { Part } from './parts.js';

/**
 * `bare` (H) is one activity that sends the command. `plainSale` (H2) sends, waits for the callback, and queries; `leanSale` (H2L)
 * queries by local activity.
 */
export type BaselineWorkflow = 'bare' | 'plainSale' | 'leanSale';

/** A Nest API and a worker that do the same without lock, key and verification. */
export interface Baseline {
  readonly api: Part;
  readonly worker: Part;
  /** @returns an id for a new sale, and the serial number of its terminal. */
  nextId(): string;
  start(type: BaselineWorkflow, id: string): Promise<Answer>;
  /** Answered with the outcome. */
  startAndWait(type: BaselineWorkflow, id: string): Promise<Answer>;
  /** Waits for the outcome. */
  read(id: string): Promise<Answer>;
  describe(id: string): Promise<Answer>;
  stop(): Promise<void>;
}

export interface BaselineSpec {
  readonly folder: string;
  readonly temporalAddress: string;
  readonly getnet: string;
}

export function findProgramPath(name: string): string {
  return fileURLToPath(new URL(`./programs/${name}.js`, import.meta.url));
}

export async function startBaseline({ folder, temporalAddress, getnet }: BaselineSpec): Promise<Baseline> {
  const [port = 0] = await findFreePorts(1);
  const env = { TEMPORAL_ADDRESS: temporalAddress, BENCH_GETNET: getnet, PORT: String(port) };
  const common = { folder, env, port };
  const worker = await startPart({
    ...common,
    name: 'baseline-worker',
    script: findProgramPath('baseline-worker'),
  });
  const api = await startPart({
    ...common,
    name: 'baseline-api',
    script: findProgramPath('baseline-api'),
    ready: '/ready',
  });
  return {
    api,
    worker,
    nextId: createIds('H'),
    start: (type, id) => post(`${api.url}/sales/${type}/${id}`, {}),
    startAndWait: (type, id) => post(`${api.url}/sales/${type}/${id}/whole`, {}),
    read: (id) => get(`${api.url}/sales/${id}`),
    describe: (id) => get(`${api.url}/sales/${id}/description`),
    stop: async () => {
      await api.stop();
      await worker.stop();
    },
  };
}

export function createIds(mark: string): () => string {
  const prefix = `BENCH${mark}${randomBytes(4).toString('hex').toUpperCase()}`;
  let last = 0;
  return () => `${prefix}${String((last += 1)).padStart(5, '0')}`;
}
