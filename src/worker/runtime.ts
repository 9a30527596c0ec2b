import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createTemporalLog } from '../config/logger.js';
import type { Log } from '../config/logger.js';

/**
 * Sets up the Temporal SDK once, before any connection: its logs go to ours, its metrics to a port of their own, and
 * signals stay with Nest.
 *
 * @returns the address of the SDK's metrics.
 */
export async function installRuntime(log: Log): Promise<string> {
  const address = `127.0.0.1:${await findFreePort()}`;
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('INFO', createTemporalLog(log)),
    telemetryOptions: {
      logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } },
      metrics: {
        prometheus: { bindAddress: address, countersTotalSuffix: true, useSecondsForDurations: true },
      },
    },
  });
  return address;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
