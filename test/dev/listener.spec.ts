import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWebhookSender } from '../../src/webhooks/sender.js';
import { startListener } from '../../src/dev/webhooks/listener.js';
import type { WebhookListener } from '../../src/dev/webhooks/listener.js';

const key = Buffer.alloc(32, 2);
const event = {
  type: 'transaction.approved',
  key: 'tx_1_2_approved',
  at: '2026-01-15T13:30:58.004Z',
} as const;
const sending = (sequence: number, data = '{"id":"tx_1"}') => ({
  merchant: 'demo-cl',
  endpoint: 'main',
  message: { event: { ...event, key: `tx_1_${sequence}_approved`, data }, sequence, watermark: 1 },
});

describe('the backend of the demo’s shop', () => {
  let listener: WebhookListener;
  beforeAll(async () => {
    listener = await startListener({ secret: `whsec_${key.toString('base64')}`, port: 0 });
  });
  afterAll(() => listener.close());
  const sendWith = (keys: readonly Buffer[]) =>
    createWebhookSender({ findEndpoint: () => ({ url: listener.url, keys }), allowPrivate: true });

  it('an event comes twice: it is taken both times, and listed once', async () => {
    const sender = sendWith([key]);
    for (let count = 0; count < 2; count += 1)
      expect(await sender.send(sending(1))).toEqual({ kind: 'delivered', status: 204 });
    expect(listener.events).toMatchObject([{ sequence: 1, data: { id: 'tx_1' } }]);
    await sender.close();
  });

  it('somebody else signs: it is refused, and listed nowhere', async () => {
    const sender = sendWith([Buffer.alloc(32, 9)]);
    expect(await sender.send(sending(2))).toMatchObject({ kind: 'failed', status: 401 });
    expect([listener.events.length, listener.refused]).toEqual([1, 1]);
    await sender.close();
  });
});
