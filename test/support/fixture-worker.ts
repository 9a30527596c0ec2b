import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DefaultLogger, NativeConnection, Worker, bundleWorkflowCode } from '@temporalio/worker';
import { cacheFolder } from '../../src/dev/project-root.js';

/** Workflows of a test, and where they run. */
export interface FixtureWorkflows {
  readonly workflowsPath: string;
  readonly preloadModules?: readonly string[];
  readonly namespace: string;
  readonly taskQueue: string;
}

/** Runs workflows that a test has written, on the server of the tests. @returns what ends their worker. */
export async function startFixtureWorker(fixture: FixtureWorkflows): Promise<() => Promise<void>> {
  const { workflowsPath, preloadModules = [], namespace, taskQueue } = fixture;
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(join(cacheFolder, 'fixture-'));
  const logger = new DefaultLogger('ERROR', () => undefined);
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    preloadModules: [...preloadModules],
    logger,
  });
  const codePath = join(folder, 'bundle.cjs');
  await writeFile(codePath, code);
  const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({ connection, namespace, taskQueue, workflowBundle: { codePath } });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
    await rm(folder, { recursive: true, force: true });
  };
}
