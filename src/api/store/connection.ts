import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { GrpcRetryOptions } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { Environment } from '../../config/environment/environment.js';
import { SettingsInvalid } from '../../config/environment/settings-invalid.js';
import { dataConverter } from '../../workflows/data-converter.messages.js';

/** Where Temporal is, of our settings. */
export type TemporalAddress = Pick<Environment, 'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE'>;

/** The longest pause between two tries, with the SDK's jitter and a margin. */
export const MAX_RETRY_PAUSE_MS = 400;

const MAX_TRIES = 6;

/** A call that Temporal refuses is tried again for about a second: longer than a restart of one of its servers blinks. */
const briefly = defaultGrpcRetryOptions({
  maxAttempts: MAX_TRIES,
  factor: 1.5,
  initialIntervalMs: () => 100,
  maxIntervalMs: () => 250,
});

/**
 * A second try runs on when its caller has gone, because the SDK cancels the first alone. Closing the connection fails it, and a
 * third try on a closed connection would end the process with an error.
 */
function retryWhile(mayRetry: () => boolean): GrpcRetryOptions {
  const mayRetryCall: GrpcRetryOptions['retryableDecider'] = (attempt, status) =>
    mayRetry() &&
    (briefly.retryableDecider(attempt, status) || (attempt < MAX_TRIES && isUpdateDropped(status)));
  return { ...briefly, retryableDecider: mayRetryCall };
}

const FAILED_PRECONDITION = 9;
const UPDATE_DROPPED = 'unexpected workflow task failure';

/**
 * An update that ends its run is dropped, and has changed nothing, when something else happens to the run in the same task: the
 * server has that task done again, without the update.
 */
function isUpdateDropped(status: Parameters<GrpcRetryOptions['retryableDecider']>[1]): boolean {
  const { code, details, metadata } = status;
  if (Number(code) !== FAILED_PRECONDITION) return false;
  // Of an update that comes with a start, the cause is in a status of its own.
  const causes = metadata.get('grpc-status-details-bin');
  return [details, ...causes].some((text) => text.includes(UPDATE_DROPPED));
}

/**
 * A client that connects when it is first used, so that the API starts and answers while Temporal is away. TLS and API key
 * are read as Temporal's own tools read them; address and namespace are ours.
 *
 * @param mayRetry false once the connection is about to be closed.
 * @throws SettingsInvalid
 */
export function createTemporalClient(
  { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE }: TemporalAddress,
  mayRetry: () => boolean = () => true,
): Client {
  const { tls, apiKey, metadata } = buildSecurityOptions();
  const connection = Connection.lazy({
    ...(tls !== undefined && { tls }),
    ...(apiKey !== undefined && { apiKey }),
    ...(metadata !== undefined && { metadata }),
    address: TEMPORAL_ADDRESS,
    interceptors: [makeGrpcRetryInterceptor(retryWhile(mayRetry))],
    // The default is minutes: an API that keeps refusing long after Temporal is back.
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 1_000 },
  });
  return new Client({ connection, namespace: TEMPORAL_NAMESPACE, dataConverter });
}

function buildSecurityOptions() {
  try {
    return loadClientConnectConfig().connectionOptions;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SettingsInvalid([
      `TEMPORAL_TLS_…, TEMPORAL_API_KEY or TEMPORAL_CONFIG_FILE cannot be used: ${why}`,
    ]);
  }
}
