import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createReader } from '../../clients/typescript/src/index.js';
import { approved } from '../support/terms.js';
import { startApiWorld, longTimeouts } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { createScriptedGetnet } from './support/getnet.js';
import { buildSaleBody } from './support/running-api.js';
import { keys } from './support/shop.js';

const getnet = createScriptedGetnet();
let world: ApiWorld;
beforeAll(async () => {
  const env = { ...longTimeouts, RETRY_WITHIN: '2s', CALLBACK_VALID_FOR: '2s', DISPATCH_WITHIN: '5s' };
  world = await startApiWorld(getnet.getnet, { env });
});
beforeEach(() => {
  getnet.acknowledges();
  getnet.says({ kind: 'pending' });
});
afterAll(() => world.close());

let terminals = 0;
const startSale = async (over: Readonly<Record<string, unknown>> = {}) => {
  terminals += 1;
  const { body } = await world.api.start(buildSaleBody(`cl-${terminals}`, over), { key: randomUUID() });
  return body.transactionId ?? body.id;
};

/** What the client for TypeScript hears until it ends by itself, and how often it connected. */
async function hearAll(transactionId: string, { lastEventId = '0', onEvent = async () => {} } = {}) {
  let connections = 0;
  const counted: typeof fetch = (input, init) => {
    connections += 1;
    return fetch(input, init);
  };
  const { events } = createReader({ baseUrl: world.api.url, apiKey: keys.chile, fetch: counted });
  const heard: string[] = [];
  for await (const { eventId, status } of events({ transactionId, lastEventId })) {
    heard.push(`${eventId} ${status}`);
    await onEvent();
  }
  return { heard, connections };
}

describe('the client listens to one transaction', () => {
  it('a sale is confirmed: the iteration ends, although a confirmation is no state', async () => {
    getnet.answers({ kind: 'finished', proof: approved() });
    const id = await startSale({ confirmWithin: 60 });
    const onEvent = async () => void (await world.api.post(`/v1/transactions/${id}/confirm`));
    const told = { heard: ['1 dispatching', '2 approved'], connections: 1 };
    expect(await hearAll(id, { onEvent })).toEqual(told);
    expect(await hearAll(id)).toEqual(told);
  });

  it('the last event id is that of the last state: the iteration ends at once', async () => {
    getnet.answers({ kind: 'finished', proof: approved() });
    const id = await startSale();
    await world.becomes(id, 'approved');
    expect(await hearAll(id, { lastEventId: '2' })).toEqual({ heard: [], connections: 1 });
  });

  it('a sale was not sent, and the time to retry is over: the iteration ends', async () => {
    getnet.answers({ kind: 'refused', reason: 'terminal_offline' });
    const id = await startSale();
    expect(await hearAll(id)).toEqual({ heard: ['1 dispatching', '2 not_sent'], connections: 1 });
  });
});
