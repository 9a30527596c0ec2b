import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TokenBuckets } from '../../src/api/auth/token-buckets.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { runApi } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';
import { keys } from './support/shop.js';

let api: RunningApi;
beforeAll(async () => {
  api = await runApi({ RATE_LIMIT: '3', READ_RATE_LIMIT: '3', TEMPORAL_ADDRESS: '127.0.0.1:1' });
});
afterAll(() => api.close());

const many = <T>(ask: () => Promise<T>) => Promise.all(Array.from({ length: 12 }, ask));

/** One that needs no Temporal to be answered, and is a read by its route. */
const read = (as: string) => api.get('/v1/transactions/nonsense', { as });

describe('fairness', () => {
  it('a merchant starts too many transactions: 429 for all of its keys, and not for another merchant', async () => {
    const replies = await many(() => api.start({}));
    const limited = replies.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThanOrEqual(4);
    expect(limited[0]?.body).toMatchObject({ code: 'rate-limited', moneyMoved: 'no', retry: 'same_key' });
    expect(Number(limited[0]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(replies.filter(({ status }) => status === 422).length).toBeGreaterThanOrEqual(3);
    expect((await api.start({}, { as: keys.argentina })).status).toBe(422);
  });

  it('a merchant reads too much: limited over all its keys, what it asked about stays unknown, and it may still start', async () => {
    const replies = await many(() => read(keys.chile));
    const limited = replies.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThanOrEqual(4);
    expect(limited[0]?.body).toMatchObject({
      code: 'rate-limited',
      moneyMoved: 'unknown',
      retry: 'same_key',
    });
    expect((await many(() => read(keys.chileSupport))).map(({ status }) => status)).toContain(429);
    expect((await read(keys.argentina)).status).toBe(404);
    expect((await api.start({}, { as: keys.argentina })).status).not.toBe(429);
  });

  it('callbacks, health checks and requests without a key: never counted', async () => {
    const headers = { 'content-type': 'application/json' };
    const path = buildCallbackPath('tx_0123456789abcdefghi');
    const called = () => api.ask(path, { method: 'POST', headers, body: buildCallbackBody(0) });
    const others = [() => api.ask('/health/live'), () => api.ask('/v1/terminals')];
    const replies = (await Promise.all([called, ...others].map(many))).flat();
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([503, 200, 401]));
  });
});

describe('a bucket of tokens', () => {
  const buckets = () => new TokenBuckets(2);
  const times = (count: number, take: () => number) => Array.from({ length: count }, take);

  it('a burst of one second is granted, the next waits for its token', () => {
    const some = buckets();
    expect(times(3, () => some.acquire('a', 0))).toEqual([0, 0, 500]);
  });

  it('tokens come back with time, and never more than a burst', () => {
    const some = buckets();
    times(2, () => some.acquire('a', 0));
    expect(times(2, () => some.acquire('a', 500))).toEqual([0, 500]);
    expect(times(3, () => some.acquire('a', 60_000))).toEqual([0, 0, 500]);
  });

  it('one owner has used up its tokens: those of another are untouched', () => {
    const some = buckets();
    times(9, () => some.acquire('a', 0));
    expect(times(2, () => some.acquire('b', 0))).toEqual([0, 0]);
  });
});
