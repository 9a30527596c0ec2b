import { mkdirSync } from 'node:fs';
import { createManagedProcess } from './managed-process.js';
import type { ManagedProcess } from './managed-process.js';
import { findUnusedPorts } from './ports.js';
import type { World } from './world.js';

/** A second replica of the API of a world. */
export interface SecondApi {
  readonly process: ManagedProcess;
  readonly url: string;
  readonly metricsUrl: string;
  stop(): Promise<void>;
}

/** Starts it beside the first one, with the same settings and merchants. End it before its world. */
export async function startSecondApi({ environments, folder }: World): Promise<SecondApi> {
  const [port = 0, metricsPort = 0] = await findUnusedPorts(2);
  const ownFolder = `${folder}/second`;
  mkdirSync(ownFolder);
  const url = `http://127.0.0.1:${port}`;
  const process = createManagedProcess({
    name: 'api',
    folder: ownFolder,
    url,
    readyAt: '/health/ready',
    env: {
      ...environments.api,
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      MERCHANTS_FILE: `${folder}/merchants.json`,
    },
  });
  await process.start();
  const stop = async () => void (process.isRunning && (await process.stop()));
  return { process, url, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`, stop };
}
