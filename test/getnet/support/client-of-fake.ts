import { afterEach, beforeEach } from '@jest/globals';
import type { IdPosTxs } from '../../../src/domain/ids.js';
import type { GetnetEvent } from '../../../src/getnet/call.js';
import { createGetnetClient } from '../../../src/getnet/client.js';
import type { GetnetClient, GetnetClientOptions } from '../../../src/getnet/client.js';
import { buildAcceptedSale, buildPolicy } from './accepted.js';
import { startFakeGetnet } from './fake-getnet.js';
import type { FakeGetnet } from './fake-getnet.js';

export const SECRET = 'demo-secret-canary';
export const webhook = 'https://shop.test/webhooks/getnet/v1.k1.callback-canary';
export const ack = { code: 1, status: 'OK', message: 'TRANSACTION SENT', data: { idPosTxs: 900002 } };
export const unauthorized = { code: 0, status: 'ERROR', message: 'UNAUTHORIZED', data: null };
export const result = { functionCode: 100, responseCode: 0, authorizationCode: '012345', amount: 5990 };
export const approved = {
  code: 1,
  data: { idPosTxs: 900002, customId: 'tx_0123456789abcdefghi', response: result },
};

export let getnet: FakeGetnet;
/** What the clients of a test logged. */
export let events: GetnetEvent[];
const clients: GetnetClient[] = [];

/** A client of the fake Getnet; it is closed after the test. */
export function client(over: Partial<GetnetClientOptions> = {}): GetnetClient {
  // A login that outlives its test logs into that test's events, not into the next one's.
  const own = events;
  const made = createGetnetClient({
    baseUrlFor: () => getnet.url,
    environment: 'uat',
    extraHeaders: { 'X-Api-Key': 'firewall-key', Env: 'prod', 'Accept-Encoding': 'gzip' },
    credentialsFor: () => ({ clientId: 'demo-client', clientSecret: SECRET }),
    arAmountUnit: 'pesos',
    log: (event) => own.push(event),
    ...over,
  });
  clients.push(made);
  return made;
}

export const question = (over: object = {}) => ({
  accepted: buildAcceptedSale(),
  policy: buildPolicy(),
  idPosTxs: '900002' as IdPosTxs,
  idFromCallback: false,
  ...over,
});

/** A fake Getnet for each test of a spec file. */
export function openGetnetForEach(): void {
  beforeEach(async () => {
    getnet = await startFakeGetnet();
    events = [];
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((made) => made.close()));
    await getnet.close();
  });
}
