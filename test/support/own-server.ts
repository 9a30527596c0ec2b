import { connectAndPrepare } from '../../src/dev/temporal/start.js';
import { startServer } from '../../src/dev/temporal/server.js';

const RETENTION_MS = 30 * 86_400_000;

/** A Temporal server in memory for one spec file, with bounds that others do not have. `stop` it in the end. */
export async function startOwnServer(dynamicConfig: readonly string[]) {
  const { child, shape } = await startServer({ dynamicConfig });
  const address = `127.0.0.1:${shape.port}`;
  await connectAndPrepare(
    { address },
    { namespace: shape.namespace, retentionMs: RETENTION_MS, longerRetention: 'shorten' },
  );
  return { address, namespace: shape.namespace, pid: child.pid, stop: () => child.stop() };
}

/** From now on the worlds of this spec file run on it. */
export async function useOwnServer(dynamicConfig: readonly string[]) {
  const server = await startOwnServer(dynamicConfig);
  process.env['TEST_TEMPORAL_ADDRESS'] = server.address;
  process.env['TEST_TEMPORAL_NAMESPACE'] = server.namespace;
  return server;
}
