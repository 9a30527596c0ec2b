import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import type { Environment } from '../config/environment/environment.js';

/** @returns how to reach Temporal: our address, and TLS and API key as Temporal's own configuration spells them. */
export function loadConnectionOptions(environment: Environment): NativeConnectionOptions {
  const { connectionOptions: configured } = loadClientConnectConfig();
  return { ...configured, address: environment.TEMPORAL_ADDRESS };
}
