import type { ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { environmentSchema } from '../../config/environment/environment.schema.js';
import { readSettings } from '../settings.js';

/** The server and the namespace of the service. */
export interface TemporalServer {
  readonly options: ConnectionOptions & { readonly address: string };
  readonly namespace: string;
}

const where = environmentSchema.pick({ TEMPORAL_ADDRESS: true, TEMPORAL_NAMESPACE: true });

/**
 * Address and namespace are our settings, as for the API and the worker: Temporal's profile file may name others. TLS and API
 * key are read as Temporal's own tools read them.
 *
 * @throws SettingsInvalid
 */
export function readTemporalServer(env: NodeJS.ProcessEnv): TemporalServer {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = readSettings(where, env);
  const { connectionOptions } = loadClientConnectConfig();
  return { options: { ...connectionOptions, address }, namespace };
}
