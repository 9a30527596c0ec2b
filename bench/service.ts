import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findFreePorts } from '../src/dev/processes/ports.js';
import { get, post } from './http.js';
import type { Answer } from './http.js';
import { startPart } from './parts.js';
import type { Part } from './parts.js';

/** More than are ever in flight, so that no sale waits for a terminal. */
const TERMINALS = 300;

export interface Terminal {
  readonly id: string;
  readonly serialNumber: string;
}

export interface SaleOptions {
  readonly key?: string;
  /** How long the answer may wait for the outcome. */
  readonly waitSeconds?: number;
}

/** The service as it is deployed: an API process and a worker process, with its default settings. */
export interface Service {
  readonly api: Part;
  readonly worker: Part;
  /** The terminal that has been idle for longest. */
  nextTerminal(): Terminal;
  startSale(terminal: Terminal, options?: SaleOptions): Promise<Answer>;
  read(id: string, waitSeconds?: number): Promise<Answer>;
  /** Another API process of the same service, which reaches Temporal at this address. */
  withApiOver(temporalAddress: string): Promise<Service>;
  stop(): Promise<void>;
}

export interface ServiceSpec {
  readonly folder: string;
  readonly name: string;
  readonly temporalAddress: string;
  /** Getnet's base URL. */
  readonly getnet: string;
}

export async function startService(spec: ServiceSpec): Promise<Service> {
  const [apiPort = 0, workerPort = 0] = await findFreePorts(2);
  const apiKey = randomBytes(24).toString('base64url');
  const terminals = terminalsOf(spec.name);
  const merchantsFile = join(spec.folder, `${spec.name}-merchants.json`);
  writeFileSync(merchantsFile, JSON.stringify({ merchants: [merchantOf(apiKey, terminals)] }));
  const env = environmentOf(spec, { merchantsFile, apiPort });
  const worker = await startPart({
    ...{ folder: spec.folder, name: `${spec.name}-worker`, port: workerPort, ready: '/health/ready' },
    script: resolve('dist/worker/main.js'),
    env: { ...env, METRICS_PORT: String(workerPort) },
  });
  const startApi = (name: string, port: number, temporalAddress: string) =>
    startPart({
      ...{ folder: spec.folder, name, port, ready: '/health/ready' },
      script: resolve('dist/api/main.js'),
      env: { ...env, TEMPORAL_ADDRESS: temporalAddress, PORT: String(port), METRICS_PORT: '0' },
    });
  const api = await startApi(`${spec.name}-api`, apiPort, spec.temporalAddress);
  let turn = 0;
  const over = (through: Part): Omit<Service, 'withApiOver'> => ({
    api: through,
    worker,
    nextTerminal: () => terminals[(turn += 1) % terminals.length] as Terminal,
    ...requestsTo(through.url, apiKey),
    stop: async () => {
      await through.stop();
      if (through === api) await worker.stop();
    },
  });
  const service = (through: Part): Service => ({
    ...over(through),
    withApiOver: async (address) => {
      const [port = 0] = await findFreePorts(1);
      return service(await startApi(`${spec.name}-api-2`, port, address));
    },
  });
  return service(api);
}

function requestsTo(url: string, apiKey: string): Pick<Service, 'startSale' | 'read'> {
  const authorization = `Bearer ${apiKey}`;
  return {
    startSale: (terminal, { key = randomUUID(), waitSeconds } = {}) =>
      post(
        `${url}/v1/transactions`,
        { type: 'sale', terminalId: terminal.id, amount: { value: 5990, currency: 'CLP' } },
        { authorization, 'idempotency-key': key, ...prefer(waitSeconds) },
      ),
    read: (id, waitSeconds) => get(`${url}/v1/transactions/${id}`, { authorization, ...prefer(waitSeconds) }),
  };
}

function prefer(waitSeconds: number | undefined): Readonly<Record<string, string>> {
  return waitSeconds === undefined ? {} : { prefer: `wait=${waitSeconds}` };
}

function environmentOf(
  { temporalAddress, getnet }: ServiceSpec,
  { merchantsFile, apiPort }: { readonly merchantsFile: string; readonly apiPort: number },
): NodeJS.ProcessEnv {
  return {
    TEMPORAL_ADDRESS: temporalAddress,
    MERCHANTS_FILE: merchantsFile,
    PUBLIC_URL: `http://127.0.0.1:${apiPort}`,
    CALLBACK_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    GETNET_BASE_URL: getnet,
    GETNET_CHECK_TERMINALS: 'never',
    BENCH_CLIENT: 'bench',
    BENCH_SECRET: randomBytes(18).toString('base64url'),
  };
}

function terminalsOf(name: string): readonly Terminal[] {
  const mark = `${name.toUpperCase()}${randomBytes(3).toString('hex').toUpperCase()}`;
  return Array.from({ length: TERMINALS }, (_, at) => ({
    id: `till-${at}`,
    serialNumber: `BENCH${mark}${String(at).padStart(4, '0')}`,
  }));
}

function merchantOf(apiKey: string, terminals: readonly Terminal[]): object {
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
