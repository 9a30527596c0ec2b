import { afterEach, beforeEach } from '@jest/globals';
import {
  MemoryKeyStore,
  OutcomeUnknown,
  NewKeyRefused,
  ServiceProblem,
  createClient,
} from '../../../../clients/typescript/src/index.js';
import type { KeyStore, PaymentError } from '../../../../clients/typescript/src/index.js';
import { startFakeService } from './fake-service.js';
import type { FakeService } from './fake-service.js';

export const order = {
  orderId: 'ORD-1',
  terminalId: 'cl-till-1',
  amount: { value: 5990, currency: 'CLP' },
} as const;

/** A shop with keys of its own and a service that is told what to do, for each story of a file anew. */
export function openShop() {
  let service: FakeService;
  let keys: KeyStore;
  beforeEach(async () => {
    service = await startFakeService();
    keys = new MemoryKeyStore();
  });
  afterEach(() => service.close());
  return {
    get service() {
      return service;
    },
    get keys() {
      return keys;
    },
    client: ({ timeoutMs = 400, giveUpAfterMs = 8_000 } = {}) =>
      createClient({ baseUrl: `${service.url}/`, apiKey: 'k', keys, timeoutMs, giveUpAfterMs }),
  };
}

/** What a call fails with. */
export async function catchFailure(call: Promise<unknown>): Promise<PaymentError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof OutcomeUnknown || error instanceof ServiceProblem || error instanceof NewKeyRefused)
    return error;
  throw new Error('It should have failed with an error of the client.', { cause: error });
}
