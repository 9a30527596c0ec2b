import { createGetnetClient } from '../../../src/getnet/client.js';
import type { GetnetClient, GetnetClientOptions } from '../../../src/getnet/client.js';

/** A client of whatever answers as Getnet there, with one login for every merchant. @param findUrl read at each call. */
export function createPlainClient(
  findUrl: () => string,
  over: Partial<GetnetClientOptions> = {},
): GetnetClient {
  return createGetnetClient({
    baseUrlFor: findUrl,
    environment: 'uat',
    extraHeaders: {},
    credentialsFor: () => ({ clientId: 'demo', clientSecret: 'secret' }),
    log: () => undefined,
    ...over,
  });
}
