import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runApi } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';
import { keys } from './support/shop.js';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ RATE_LIMIT: '3', TEMPORAL_ADDRESS: '127.0.0.1:1' });
});
afterAll(() => api.close());

it('a key that starts too much is told to slow down; another key and all else go on', async () => {
  // Ten at once meet at most two windows of one second, with three starts each.
  const replies = await Promise.all(Array.from({ length: 10 }, () => api.start({})));
  const limited = replies.filter(({ status }) => status === 429);
  expect(limited.length).toBeGreaterThanOrEqual(4);
  expect(limited[0]?.body).toMatchObject({ code: 'rate-limited', moneyMoved: 'no', retry: 'same_key' });
  expect(limited[0]?.headers.get('retry-after')).toBe('1');
  expect(replies.filter(({ status }) => status === 422).length).toBeGreaterThanOrEqual(3);
  expect((await api.start({}, { as: keys.argentina })).status).toBe(422);
  expect((await api.ask('/webhooks/getnet/x', { method: 'POST' })).status).toBe(404);
});
