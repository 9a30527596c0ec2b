import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkEnvironment } from '../../config/environment/environment.js';
import { SettingsInvalid } from '../../config/environment/settings-invalid.js';
import { startTemporal } from '../temporal/start.js';
import type { Temporal } from '../temporal/start.js';
import { reportLedger, waitUntilAllReady, waitForFirstFailure, startProcesses, stopAll } from './children.js';
import { ensureCredentials } from './credentials.js';
import type { Credentials } from './credentials.js';
import type { DataFolder } from './data-folder.js';
import { buildEnvironments, listOverridden, resolveAddresses } from './environment.js';
import type { Addresses, StackEnvironment } from './environment.js';
import { refuseTakenPorts } from './settings.js';
import type { StackSettings } from './settings.js';

/** The whole stack, ready. */
export interface Stack {
  readonly addresses: Addresses;
  readonly credentials: Credentials;
  readonly temporal: Temporal;
  readonly logFolder: string;
  /** Settles when a process ends on its own, with what to tell about it. */
  readonly failed: Promise<string>;
  /** Ends everything that was started. */
  stop(): Promise<void>;
}

/** What to start. */
export interface StackOptions {
  readonly settings: StackSettings;
  readonly env: NodeJS.ProcessEnv;
  readonly folder: Pick<DataFolder, 'path' | 'databaseFile'>;
  readonly print: (line: string) => void;
  /** Where the Chilean merchant's backend listens to webhooks. */
  readonly webhookUrl: string;
}

/**
 * Starts Temporal, the simulator, a worker, the API and the ledger, and waits until all are ready. What has been started is stopped
 * again when the rest does not come up.
 *
 * @throws Error saying which part failed, with its last words, or which settings or ports cannot be used.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { settings, env: base, folder } = options;
  const credentials = await ensureCredentials(folder.path, options.webhookUrl);
  const environment = (temporalAddress: string) =>
    buildEnvironments({ base, settings, credentials, temporalAddress, dataDir: folder.path });
  checkSettings(environment('not-yet-known'), options);
  await refuseTakenStackPorts(options);
  const logFolder = join(folder.path, 'logs');
  mkdirSync(logFolder, { recursive: true });
  const temporal = await startOrUseTemporal(options, logFolder);
  const processes = await startProcesses(environment(temporal.address), logFolder);
  const stop = () => stopAll(processes, temporal);
  const addresses = resolveAddresses(settings);
  try {
    await waitUntilAllReady(processes, addresses);
    await reportLedger(processes, addresses, options.print);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    addresses,
    credentials,
    temporal,
    logFolder,
    failed: waitForFirstFailure(processes, temporal),
    stop,
  };
}

function checkSettings(environment: StackEnvironment, { env, print }: StackOptions): void {
  refuseBadSettings(environment);
  const unused = listOverridden(env, environment);
  if (unused.length === 0) return;
  print(`Not used, because this stack has a simulator and demo merchants of its own: ${unused.join(', ')}.`);
  print('For your own merchants start start:api, start:worker and start:ledger.');
}

function refuseBadSettings({ api }: StackEnvironment): void {
  const { faults } = checkEnvironment(api);
  if (faults.length > 0) throw new SettingsInvalid(faults);
}

function refuseTakenStackPorts({ settings, env }: StackOptions): Promise<void> {
  const { temporal, temporalUi, postgres, ...others } = settings.ports;
  const ports = {
    ...others,
    ...(!env['TEMPORAL_ADDRESS'] && { temporal, temporalUi }),
    ...(!env['DATABASE_URL'] && { postgres }),
  };
  return refuseTakenPorts(ports, settings.host);
}

function startOrUseTemporal({ settings, folder, print }: StackOptions, logFolder: string): Promise<Temporal> {
  return startTemporal({
    port: settings.ports.temporal,
    uiPort: settings.ports.temporalUi,
    namespace: settings.namespace,
    retentionMs: settings.retentionMs,
    databaseFile: folder.databaseFile,
    logFile: join(logFolder, 'temporal.log'),
    print,
  });
}
