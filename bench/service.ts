import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePorts } from '../src/dev/processes/ports.js';
import { programPath } from '../src/dev/project-root.js';
import { get, post } from './measure/http.js';
import type { Answer } from './measure/http.js';
import { startPart } from './parts.js';
import type { Part } from './parts.js';

export interface Terminal {
  readonly id: string;
  readonly serialNumber: string;
}

export interface SaleOptions {
  readonly key?: string;
  /** How long the answer may wait for the outcome. */
  readonly waitSeconds?: number;
}

/** What a till asks of an API. */
export interface Requests {
  startSale(terminal: Terminal, options?: SaleOptions): Promise<Answer>;
  read(id: string, waitSeconds?: number): Promise<Answer>;
}

/** An API process more. */
export interface SecondApi extends Requests {
  readonly api: Part;
}

/** The service as it is deployed: an API process and worker processes, with default settings unless told otherwise. */
export interface Service extends Requests {
  readonly api: Part;
  /** The first of its workers. */
  readonly worker: Part;
  readonly taskQueue: string;
  /** The terminal that has been idle for longest. */
  nextTerminal(): Terminal;
  startWorker(): Promise<Part>;
  /** An API process that reaches Temporal at this address. Whoever starts it stops it. */
  startApi(temporalAddress?: string): Promise<SecondApi>;
  stop(): Promise<void>;
}

export interface ServiceSpec {
  readonly folder: string;
  readonly name: string;
  readonly temporalAddress: string;
  /** Getnet's base URL. */
  readonly getnet: string;
  /** More than are ever in flight, so that no sale waits for a terminal. */
  readonly terminals?: number;
  /** Settings besides the default ones. */
  readonly env?: NodeJS.ProcessEnv;
  /** Where its build is; `dist` unless told. */
  readonly build?: string;
}

const DEFAULT_TERMINALS = 300;

export async function startService(spec: ServiceSpec): Promise<Service> {
  const { build = 'dist' } = spec;
  const [apiPort = 0] = await findFreePorts(1);
  const apiKey = randomBytes(24).toString('base64url');
  const terminals = createTerminals(spec.name, spec.terminals ?? DEFAULT_TERMINALS);
  const merchantsFile = join(spec.folder, `${spec.name}-merchants.json`);
  writeFileSync(merchantsFile, JSON.stringify({ merchants: [createMerchant(apiKey, terminals)] }));
  const env = buildEnvironment(spec, { merchantsFile, apiPort });
  const parts: Part[] = [];
  const startWorker = async () => {
    const [port = 0] = await findFreePorts(1);
    const worker = await startPart({
      folder: spec.folder,
      name: `${spec.name}-worker-${parts.length}`,
      port,
      ready: '/health/ready',
      script: programPath('worker', build),
      env: { ...env, METRICS_PORT: String(port) },
    });
    parts.push(worker);
    return worker;
  };
  const startApi = async (temporalAddress = spec.temporalAddress, port?: number): Promise<SecondApi> => {
    const [freePort = 0] = port === undefined ? await findFreePorts(1) : [port];
    const api = await startPart({
      folder: spec.folder,
      name: `${spec.name}-api-${freePort}`,
      port: freePort,
      ready: '/health/ready',
      script: programPath('api', build),
      env: { ...env, TEMPORAL_ADDRESS: temporalAddress, PORT: String(freePort), METRICS_PORT: '0' },
    });
    return { api, ...createRequests(api.url, apiKey) };
  };
  const worker = await startWorker();
  const first = await startApi(spec.temporalAddress, apiPort);
  let turn = 0;
  return {
    ...first,
    worker,
    taskQueue: buildTaskQueue(spec),
    nextTerminal: () => terminals[(turn += 1) % terminals.length] as Terminal,
    startWorker,
    startApi: (temporalAddress) => startApi(temporalAddress),
    stop: async () => {
      await first.api.stop();
      await Promise.all(parts.map((part) => part.stop()));
    },
  };
}

function buildTaskQueue({ name }: ServiceSpec): string {
  return `bench-${name}`;
}

function createRequests(url: string, apiKey: string): Requests {
  const authorization = `Bearer ${apiKey}`;
  return {
    startSale: (terminal, { key = randomUUID(), waitSeconds } = {}) =>
      post(
        `${url}/v1/transactions`,
        { type: 'sale', terminalId: terminal.id, amount: { value: 5990, currency: 'CLP' } },
        { authorization, 'idempotency-key': key, ...buildPreferHeader(waitSeconds) },
      ),
    read: (id, waitSeconds) =>
      get(`${url}/v1/transactions/${id}`, { authorization, ...buildPreferHeader(waitSeconds) }),
  };
}

function buildPreferHeader(waitSeconds: number | undefined): Readonly<Record<string, string>> {
  return waitSeconds === undefined ? {} : { prefer: `wait=${waitSeconds}` };
}

function buildEnvironment(
  spec: ServiceSpec,
  { merchantsFile, apiPort }: { readonly merchantsFile: string; readonly apiPort: number },
): NodeJS.ProcessEnv {
  return {
    TEMPORAL_ADDRESS: spec.temporalAddress,
    TEMPORAL_TASK_QUEUE: buildTaskQueue(spec),
    MERCHANTS_FILE: merchantsFile,
    PUBLIC_URL: `http://127.0.0.1:${apiPort}`,
    CALLBACK_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    GETNET_BASE_URL: spec.getnet,
    GETNET_CHECK_TERMINALS: 'never',
    BENCH_CLIENT: 'bench',
    BENCH_SECRET: randomBytes(18).toString('base64url'),
    // One till asks for many here.
    RATE_LIMIT: '100000',
    READ_RATE_LIMIT: '100000',
    ...spec.env,
  };
}

function createTerminals(name: string, count: number): readonly Terminal[] {
  const mark = `${name.toUpperCase()}${randomBytes(3).toString('hex').toUpperCase()}`;
  return Array.from({ length: count }, (_, at) => ({
    id: `till-${at}`,
    serialNumber: `BENCH${mark}${String(at).padStart(5, '0')}`,
  }));
}

function createMerchant(apiKey: string, terminals: readonly Terminal[]): object {
  return {
    id: 'bench',
    country: 'CL',
    getnet: { clientId: { env: 'BENCH_CLIENT' }, clientSecret: { env: 'BENCH_SECRET' } },
    apiKeys: [{ id: 'till', sha256: createHash('sha256').update(apiKey).digest('hex'), roles: ['payments'] }],
    terminals: terminals.map((terminal, at) => ({
      ...terminal,
      idTerminal: String(70_000_000 + at),
      idSucursal: '10001',
    })),
  };
}
