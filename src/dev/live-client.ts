import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { dataConverter } from '../workflows/data-converter.messages.js';

/**
 * Lends a client of the server that Temporal's own environment configuration names, or of the one on this machine.
 *
 * @param what the reader wanted, for the message of a failure.
 * @throws Error that names the server.
 */
export async function withLiveClient<T>(what: string, use: (client: Client) => Promise<T>): Promise<T> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const address = connectionOptions.address ?? '127.0.0.1:7233';
  try {
    const connection = await Connection.connect({ connectTimeout: '10s', ...connectionOptions, address });
    const found = await use(new Client({ connection, namespace, dataConverter }));
    await connection.close();
    return found;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${what} in "${namespace}" at ${address} could not be fetched: ${why}`, {
      cause: error,
    });
  }
}
