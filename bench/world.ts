import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTemporal } from '../src/dev/temporal/start.js';
import type { Temporal } from '../src/dev/temporal/start.js';
import { startBaseline } from './baseline.js';
import type { Baseline } from './baseline.js';
import { startGetnetStub } from './getnet-stub.js';
import type { GetnetStub } from './getnet-stub.js';
import { startService } from './service.js';
import type { Service, ServiceSpec } from './service.js';

/** What the service asks for by default. */
const RETENTION_MS = 30 * 86_400_000;

/** What a figure may ask of its service. */
type OwnSpec = Omit<ServiceSpec, 'folder' | 'temporalAddress' | 'getnet'>;

/** All that a run starts, most of it when it is first asked for. */
export interface World {
  readonly folder: string;
  readonly temporal: Temporal;
  readonly getnet: GetnetStub;
  /** One service and one baseline for all figures that compare them. */
  service(): Promise<Service>;
  baseline(): Promise<Baseline>;
  /** A service of its own for one figure. Whoever starts it stops it; at the end of the run it is stopped at the latest. */
  startService(spec: OwnSpec): Promise<Service>;
  startTemporalOnFile(): Promise<Temporal>;
  /** Stopped at the end of the run at the latest. */
  keep<T extends { stop(): Promise<unknown> }>(part: T): T;
  stop(): Promise<void>;
}

export async function createWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'terminal-payments-bench-'));
  const stops: (() => Promise<unknown>)[] = [
    () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  ];
  const keep = <T extends { stop(): Promise<unknown> }>(part: T): T => {
    stops.unshift(() => part.stop());
    return part;
  };
  const temporal = keep(await startTemporal({ retentionMs: RETENTION_MS }));
  const getnet = keep(await startGetnetStub());
  const where = { folder, temporalAddress: temporal.address, getnet: getnet.baseUrl };
  const start = async (spec: OwnSpec) => keep(await startService({ ...where, ...spec }));
  return {
    folder,
    temporal,
    getnet,
    service: memoize(() => start({ name: 'memory' })),
    baseline: memoize(async () => keep(await startBaseline(where))),
    startService: start,
    startTemporalOnFile: async () =>
      keep(await startTemporal({ retentionMs: RETENTION_MS, databaseFile: join(folder, 'temporal.db') })),
    keep,
    stop: async () => {
      for (const stop of stops) await stop().catch((error: unknown) => console.error(error));
    },
  };
}

function memoize<T>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return () => (started ??= start());
}
