import { Connection } from '@temporalio/client';
import type { ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { Exit } from '../processes/child.js';
import { prepareNamespace } from './namespace.js';
import type { NamespaceNeeds } from './namespace.js';
import { startServer } from './server.js';
import type { OwnServerOptions } from './server.js';

/** A Temporal server that is ready for our workflows. */
export interface Temporal {
  /** host:port of its gRPC service. */
  readonly address: string;
  readonly namespace: string;
  /** Where people look at it; undefined when unknown or switched off. */
  readonly uiUrl: string | undefined;
  /** The server's process, when it is ours. */
  readonly pid: number | undefined;
  /** Which server or CLI was used, in words. */
  readonly source: string;
  /** What was done to the namespace, in words. */
  readonly prepared: readonly string[];
  /** Settles when a server of ours ends, however. */
  readonly exited: Promise<Exit>;
  /** Its last output; empty for a server that is not ours. */
  lastLines(count?: number): readonly string[];
  /** Ends a server of ours; leaves any other alone. */
  stop(): Promise<void>;
}

/** What to start, and what its namespace must be like. */
export interface TemporalOptions extends OwnServerOptions {
  /** How long closed runs are kept. */
  readonly retentionMs: number;
}

/**
 * The server that TEMPORAL_ADDRESS names, or else one that is started here; either is ready for our workflows.
 *
 * @throws Error saying what to do when there is none.
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  return process.env['TEMPORAL_ADDRESS'] ? useServer(options) : startOwnServer(options);
}

async function useServer({ namespace, retentionMs }: TemporalOptions): Promise<Temporal> {
  const { connectionOptions, namespace: configured = 'default' } = loadClientConnectConfig();
  const needs = { namespace: namespace ?? configured, retentionMs, longerRetention: 'leave' } as const;
  const address = connectionOptions.address ?? '';
  return {
    address,
    namespace: needs.namespace,
    uiUrl: undefined,
    pid: undefined,
    source: `the server at ${address} (TEMPORAL_ADDRESS)`,
    prepared: await connectAndPrepare(connectionOptions, needs),
    exited: new Promise(() => undefined),
    lastLines: () => [],
    stop: () => Promise.resolve(),
  };
}

async function startOwnServer(options: TemporalOptions): Promise<Temporal> {
  const { child, shape, cli } = await startServer(options);
  const address = `127.0.0.1:${shape.port}`;
  const stop = async () => void (await child.stop());
  const needs = { ...shape, retentionMs: options.retentionMs, longerRetention: 'shorten' } as const;
  try {
    const prepared = await connectAndPrepare({ address }, needs);
    const uiUrl = shape.uiPort === undefined ? undefined : `http://127.0.0.1:${shape.uiPort}`;
    const source = `Temporal CLI ${cli.version} from ${cli.from} (${cli.path})`;
    const { exited, lastLines, pid } = child;
    return { address, namespace: shape.namespace, uiUrl, pid, source, prepared, exited, lastLines, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Connects, prepares the namespace, and leaves.
 *
 * @throws Error saying what to do when the server cannot be reached or the namespace not be prepared.
 */
export async function connectAndPrepare(
  to: ConnectionOptions,
  needs: NamespaceNeeds,
): Promise<readonly string[]> {
  const connection = await Connection.connect({ connectTimeout: '10s', ...to }).catch((error: unknown) => {
    throw new Error(
      `No Temporal server answers at ${to.address}: start one there, or correct TEMPORAL_ADDRESS.`,
      {
        cause: error,
      },
    );
  });
  try {
    return await connection.withDeadline(Date.now() + 20_000, () => prepareNamespace(connection, needs));
  } finally {
    await connection.close();
  }
}
