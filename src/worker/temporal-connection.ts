import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import type { Environment } from '../config/environment/environment.js';

/** The address is our setting; TLS and API key are read as Temporal's own tools read them. */
export function loadConnectionOptions(environment: Environment): NativeConnectionOptions {
  const { connectionOptions: configured } = loadClientConnectConfig();
  return { ...configured, address: environment.TEMPORAL_ADDRESS };
}
