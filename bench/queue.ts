import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { startChild } from '../src/dev/processes/child.js';
import { findFreePorts, waitForPort } from '../src/dev/processes/ports.js';
import { createIds, findProgramPath } from './baseline.js';
import { post } from './measure/http.js';
import type { Answer } from './measure/http.js';
import { startPart } from './parts.js';
import type { Part } from './parts.js';

/** Q: the same job on plain Nest with BullMQ and Redis, which writes its log once a second. */
export interface QueueBaseline {
  readonly worker: Part;
  /** Answered with the outcome. */
  takeSale(): Promise<Answer>;
  stop(): Promise<void>;
}

/** Why Q cannot be measured here. */
export interface Missing {
  readonly missing: string;
}

const FOLDER = 'bench/queue';
const run = promisify(execFile);

export async function startQueueBaseline(spec: {
  readonly folder: string;
  readonly getnet: string;
}): Promise<QueueBaseline | Missing> {
  const server = findRedis();
  if (server === undefined) return { missing: 'no redis-server is installed here' };
  try {
    if (!existsSync(`${FOLDER}/node_modules/bullmq`))
      await run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: FOLDER });
  } catch {
    return { missing: `the packages of ${FOLDER} could not be installed` };
  }
  return startParts(spec, server);
}

async function startParts(
  { folder, getnet }: { readonly folder: string; readonly getnet: string },
  server: string,
): Promise<QueueBaseline> {
  const [redisPort = 0, port = 0] = await findFreePorts(2);
  const redis = await startChild({
    name: 'redis',
    command: server,
    args: [
      '--port',
      String(redisPort),
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--save',
      '',
      '--appendonly',
      'yes',
    ],
    logFile: `${folder}/redis.log`,
  });
  await waitForPort(redisPort, AbortSignal.timeout(10_000));
  const env = { BENCH_REDIS_PORT: String(redisPort), BENCH_GETNET: getnet, PORT: String(port) };
  const common = { folder, env, port };
  const worker = await startPart({
    ...common,
    name: 'queue-worker',
    script: findProgramPath('queue-worker'),
  });
  const api = await startPart({
    ...common,
    name: 'queue-api',
    script: findProgramPath('queue-api'),
    ready: '/ready',
  });
  const nextId = createIds('Q');
  return {
    worker,
    takeSale: () => post(`${api.url}/sales/${nextId()}/whole`, {}),
    stop: async () => {
      await api.stop();
      await worker.stop();
      await redis.stop();
    },
  };
}

function findRedis(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':');
  return folders.map((folder) => `${folder}/redis-server`).find((file) => existsSync(file));
}
