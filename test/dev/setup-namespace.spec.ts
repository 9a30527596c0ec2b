import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { distPath } from '../../src/dev/project-root.js';
import { createScratchFolder } from './scratch.js';
import type { Scratch } from './scratch.js';

const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';
const DAY_SECONDS = 86_400;
let connection: Connection;
let folder: Scratch;

beforeAll(async () => void (connection = await Connection.connect({ address })));
afterAll(() => connection.close());
beforeEach(async () => void (folder = await createScratchFolder()));
afterEach(() => folder.remove());

/** A namespace that keeps closed runs for some days. */
async function createNamespace(days: number): Promise<string> {
  const namespace = `setup-${randomUUID()}`;
  const workflowExecutionRetentionPeriod = msToTs(days * DAY_SECONDS * 1_000);
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  return namespace;
}

async function readRetentionDays(namespace: string): Promise<number> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  return Number(config?.workflowExecutionRetentionTtl?.seconds) / DAY_SECONDS;
}

/** Runs it in a folder of its own, with nothing but these variables. */
const setUp = (variables: NodeJS.ProcessEnv) =>
  new Promise<string>((resolve) => {
    const options = { cwd: folder.path, env: { PATH: process.env['PATH'], ...variables } };
    execFile(process.execPath, [distPath('dev/setup-namespace.js')], options, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });

const write = (name: string, ...lines: readonly string[]) =>
  writeFile(join(folder.path, name), lines.join('\n'));

describe('npm run setup:namespace', () => {
  it('server, namespace and retention stand in .env: it prepares that namespace, as the service uses it', async () => {
    const namespace = await createNamespace(1);
    await write('.env', `TEMPORAL_ADDRESS=${address}`, `TEMPORAL_NAMESPACE=${namespace}`, 'RETENTION=90d');
    expect(await setUp({})).toMatch(new RegExp(`"${namespace}" at ${address}:[^]*Retention: 90d, was 1d`));
    expect(await readRetentionDays(namespace)).toBe(90);
  });

  it('a profile of Temporal’s tools names another server and namespace: ours count', async () => {
    const namespace = await createNamespace(1);
    await write('temporal.toml', '[profile.default]', 'address = "127.0.0.1:1"', 'namespace = "elsewhere"');
    const profile = { TEMPORAL_CONFIG_FILE: join(folder.path, 'temporal.toml') };
    await write('.env', `TEMPORAL_ADDRESS=${address}`, `TEMPORAL_NAMESPACE=${namespace}`);
    expect(await setUp(profile)).toContain(`Namespace "${namespace}" at ${address}:`);
    expect(await readRetentionDays(namespace)).toBe(30);
  });

  it('the namespace keeps runs for longer: no key that was promised is forgotten', async () => {
    const namespace = await createNamespace(90);
    const said = await setUp({ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace });
    expect(said).toContain('Retention: 90d, longer than needed, left.');
    expect(await readRetentionDays(namespace)).toBe(90);
  });
});
