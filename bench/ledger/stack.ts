import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { join, resolve } from 'node:path';
import type { ChildSpec } from '../../src/dev/processes/child.js';
import { findFreePorts } from '../../src/dev/processes/ports.js';
import { programPath } from '../../src/dev/project-root.js';
import type { Program } from '../../src/dev/project-root.js';
import { startTemporal } from '../../src/dev/temporal/start.js';
import { migrate } from '../../src/ledger/database/migrate.js';
import { readCpu } from './cpu.js';
import type { CpuMs } from './cpu.js';
import { startPostgres, startReplicated } from './servers.js';
import type { Servers } from './servers.js';
import type { GetnetStub } from '../getnet-stub.js';
import { startGetnetStub } from '../getnet-stub.js';
import type { Answer } from '../measure/http.js';
import { get, post } from '../measure/http.js';
import { startPart } from '../parts.js';
import type { Part } from '../parts.js';

const run = promisify(execFile);
const RETENTION_MS = 30 * 86_400_000;
const TERMINALS = 300;
const SETTLE_MS = 60_000;

/** The service as it is deployed, with a ledger: processes for the API, a worker, and the projector. */
export interface LedgerStack {
  readonly databaseUrl: string;
  /** The next terminal, the one that has been idle for longest. */
  nextTerminal(): string;
  /** Waits for the outcome. */
  sell(terminalId: string): Promise<Answer>;
  list(query: string): Promise<Answer>;
  readonly postgres: Servers;
  /** As many servers of the same kind that nobody uses. */
  readonly bystander: Servers;
  /** What each of its parts has used so far. */
  readCpu(): CpuMs;
  readonly hasProjector: boolean;
  /** How to start one more projector, which can be killed. */
  readonly projector: Pick<ChildSpec, 'command' | 'args' | 'env'>;
  /** @returns what a command of `npm run` printed. */
  runTool(name: 'ledger-rebuild' | 'ledger-verify'): Promise<string>;
  /** Ends the projector that runs from the start, or that was started again. */
  stopProjector(): Promise<void>;
  startProjector(): Promise<void>;
  stop(): Promise<void>;
}

type Stop = () => Promise<unknown>;

/** What a stack may have besides. */
export interface StackOptions {
  /** Two Postgres servers, so that one can take the place of the other. */
  readonly isReplicated: boolean;
}

/** Starts everything; what was started is stopped again where something fails. */
export async function startLedgerStack(folder: string, options: StackOptions): Promise<LedgerStack> {
  const stops: Stop[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).toReversed())
      await one().catch((error: unknown) => console.error(error));
  };
  try {
    return await startAll(folder, { ...options, stops, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(
  folder: string,
  {
    stops,
    stop,
    isReplicated,
  }: StackOptions & { readonly stops: Stop[]; readonly stop: () => Promise<void> },
): Promise<LedgerStack> {
  const temporal = await startTemporal({ retentionMs: RETENTION_MS });
  stops.push(() => temporal.stop());
  const getnet = await startGetnetStub();
  getnet.callsBack = true;
  stops.push(() => getnet.stop());
  const startServers = isReplicated ? startReplicated : startPostgres;
  const postgres = await startServers(folder);
  stops.push(() => postgres.close());
  const bystander = await startServers(join(folder, 'bystander'));
  stops.push(() => bystander.close());
  await migrate(postgres.url);
  const apiKey = randomBytes(24).toString('base64url');
  const { parts, env, startLedger } = await startService(folder, {
    apiKey,
    getnet,
    temporalAddress: temporal.address,
    databaseUrl: postgres.url,
  });
  stops.push(...parts.map((part) => () => part.stop()));
  let ledger: Part | undefined = await startLedger();
  stops.push(async () => ledger?.stop());
  const url = parts.at(-1)?.url ?? '';
  const authorization = `Bearer ${apiKey}`;
  let turn = 0;
  return {
    databaseUrl: postgres.url,
    nextTerminal: () => `till-${(turn += 1) % TERMINALS}`,
    sell: (terminalId) =>
      post(
        `${url}/v1/transactions`,
        { type: 'sale', terminalId, amount: { value: 5990, currency: 'CLP' } },
        { authorization, 'idempotency-key': randomUUID(), prefer: 'wait=60' },
      ),
    list: (query) => get(`${url}/v1/transactions${query}`, { authorization }),
    postgres,
    bystander,
    readCpu: () =>
      readCpu({
        temporal: temporal.pid,
        worker: parts[0]?.pid,
        api: parts[1]?.pid,
        projector: ledger?.pid,
        postgres: postgres.pid,
      }),
    get hasProjector() {
      return ledger !== undefined;
    },
    projector: {
      command: process.execPath,
      args: ['--require', resolve('test/ledger/support/kill-at-statement.cjs'), programPath('ledger')],
      env: { ...env, METRICS_PORT: '0' },
    },
    runTool: async (name) => {
      const { stdout } = await run(process.execPath, [resolve(`dist/dev/${name}.js`)], { env });
      return stdout.trim();
    },
    stopProjector: async () => {
      await ledger?.stop();
      ledger = undefined;
    },
    startProjector: async () => void (ledger = await startLedger()),
    stop,
  };
}

interface ServiceParts {
  readonly apiKey: string;
  readonly getnet: GetnetStub;
  readonly temporalAddress: string;
  readonly databaseUrl: string;
}

/** The processes; the last is the API. */
async function startService(folder: string, parts: ServiceParts) {
  const [apiPort = 0, workerPort = 0, ledgerPort = 0] = await findFreePorts(3);
  const merchantsFile = join(folder, 'merchants.json');
  writeFileSync(merchantsFile, JSON.stringify({ merchants: [buildMerchant(parts.apiKey)] }));
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    TEMPORAL_ADDRESS: parts.temporalAddress,
    MERCHANTS_FILE: merchantsFile,
    PUBLIC_URL: `http://127.0.0.1:${apiPort}`,
    CALLBACK_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    GETNET_BASE_URL: parts.getnet.baseUrl,
    GETNET_CHECK_TERMINALS: 'never',
    DATABASE_URL: parts.databaseUrl,
    BENCH_CLIENT: 'bench',
    BENCH_SECRET: randomBytes(18).toString('base64url'),
  };
  const start = (name: Program, port: number, more: NodeJS.ProcessEnv) =>
    startPart({
      folder,
      name,
      port,
      ready: '/health/ready',
      script: programPath(name),
      env: { ...env, ...more },
    });
  const worker = await start('worker', workerPort, { METRICS_PORT: String(workerPort) });
  const startLedger = () => start('ledger', ledgerPort, { METRICS_PORT: String(ledgerPort) });
  const api = await start('api', apiPort, { PORT: String(apiPort), METRICS_PORT: '0' });
  return { parts: [worker, api], env, startLedger };
}

function buildMerchant(apiKey: string): object {
  const mark = randomBytes(3).toString('hex').toUpperCase();
  return {
    id: 'bench',
    country: 'CL',
    getnet: { clientId: { env: 'BENCH_CLIENT' }, clientSecret: { env: 'BENCH_SECRET' } },
    apiKeys: [{ id: 'till', sha256: createHash('sha256').update(apiKey).digest('hex'), roles: ['payments'] }],
    terminals: Array.from({ length: TERMINALS }, (_, at) => ({
      id: `till-${at}`,
      serialNumber: `BENCH${mark}${String(at).padStart(4, '0')}`,
      idTerminal: String(70_000_000 + at),
      idSucursal: '10001',
    })),
  };
}

/** A sale that was taken, and how long its caller waited for the outcome. */
export interface TimedSale {
  readonly id: string;
  readonly terminalId: string;
  readonly ms: number;
  /** `performance.now()` */
  readonly answeredAt: number;
}

/** @throws Error where the sale is not answered as approved. */
export async function timeSale(stack: LedgerStack): Promise<TimedSale> {
  const terminalId = stack.nextTerminal();
  const from = performance.now();
  const { status, body } = await stack.sell(terminalId);
  const answeredAt = performance.now();
  const { id = '', status: state } = body as { readonly id?: string; readonly status?: string };
  if (state !== 'approved') throw new Error(`A sale was answered with ${status}: ${JSON.stringify(body)}`);
  return { id, terminalId, ms: answeredAt - from, answeredAt };
}

/** Waits until the list shows a sale as approved. */
export async function waitUntilListed(stack: LedgerStack, id: string): Promise<void> {
  for (;;) {
    const { status, body } = await stack.list('?limit=20&status=approved');
    const { items = [] } = body as { readonly items?: readonly { readonly id: string }[] };
    if (status === 200 && items.some((item) => item.id === id)) return;
    await new Promise((next) => setTimeout(next, 50));
  }
}

/** Waits until the list shows all of them as approved. @returns those that it does not show within a minute. */
export async function findMissing(stack: LedgerStack, ids: Iterable<string>): Promise<readonly string[]> {
  const missing = new Set(ids);
  const until = performance.now() + SETTLE_MS;
  while (missing.size > 0 && performance.now() < until) {
    let cursor: string | null = '';
    while (cursor !== null && missing.size > 0) {
      const { status, body } = await stack.list(`?limit=500${cursor && `&cursor=${cursor}`}`);
      if (status !== 200) break;
      const page = body as {
        readonly items: readonly { readonly id: string; readonly status: string }[];
        readonly nextCursor: string | null;
      };
      for (const item of page.items) if (item.status === 'approved') missing.delete(item.id);
      cursor = page.nextCursor;
    }
    await new Promise((next) => setTimeout(next, 200));
  }
  return [...missing];
}
