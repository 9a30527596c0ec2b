import { Client, Connection } from '@temporalio/client';
import { dataConverter } from '../workflows/data-converter.messages.js';
import { readTemporalServer } from './temporal/server-of-settings.js';
import { loadEnvFile } from '../config/load-env-file.js';

/**
 * Lends a client of the service's Temporal, by the settings that the service reads.
 *
 * @param what the reader wanted, for the message of a failure.
 * @throws Error that names the server.
 */
export async function withLiveClient<T>(what: string, use: (client: Client) => Promise<T>): Promise<T> {
  loadEnvFile();
  const { options, namespace } = readTemporalServer(process.env);
  try {
    const connection = await Connection.connect({ connectTimeout: '10s', ...options });
    const found = await use(new Client({ connection, namespace, dataConverter }));
    await connection.close();
    return found;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${what} in "${namespace}" at ${options.address} could not be fetched: ${why}`, {
      cause: error,
    });
  }
}
