import { startServer } from '../../../src/dev/temporal/server.js';
import { findCli } from '../../../src/dev/temporal/find.js';
import type { FoundCli } from '../../../src/dev/temporal/find.js';
import { connectAndPrepare } from '../../../src/dev/temporal/start.js';
import { readFileSync } from 'node:fs';
import { createRestartable } from './managed-process.js';
import type { ManagedProcess } from './managed-process.js';

const retentionMs = 30 * 86_400_000;

/**
 * @param dynamicConfig settings of the server, as `name=value`.
 * @returns a Temporal server with a file database, not started yet: killed, it comes back with all it knew.
 */
export function startOwnTemporal(
  folder: string,
  port: number,
  dynamicConfig: readonly string[] = [],
): ManagedProcess {
  const logFile = `${folder}/temporal.log`;
  let cli: FoundCli | undefined;
  return createRestartable({
    name: 'temporal',
    log: () => readFileSync(logFile, 'utf8'),
    async begin() {
      cli ??= await findCli();
      const { child } = await startServer({
        port,
        cli,
        logFile,
        dynamicConfig,
        databaseFile: `${folder}/temporal.db`,
      });
      const needs = { namespace: 'default', retentionMs, longerRetention: 'shorten' } as const;
      return { child, up: connectAndPrepare({ address: `127.0.0.1:${port}` }, needs).then(() => undefined) };
    },
  });
}
