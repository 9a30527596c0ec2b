import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { WaitLimits } from '../../src/api/auth/waits.guard.js';
import { until } from '../support/until.js';
import { runApi, buildSaleBody } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';
import { keys } from './support/shop.js';

const TRANSACTION = '/v1/transactions/tx_0123456789abcdefghi';
const sockets: Socket[] = [];
let silent: Server;
let api: RunningApi;

/** A Temporal that takes connections and says nothing: requests are held until they give it up. */
beforeAll(async () => {
  silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  api = await runApi({
    TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
    MAX_WAITS: '4',
    MAX_WAITS_PER_KEY: '2',
  });
});
afterAll(async () => {
  await api.close();
  for (const socket of sockets) socket.destroy();
  silent.close();
});

const waiting = (as = keys.chile) => api.get(TRANSACTION, { as, prefer: 'wait=330' });

/** As many requests as wait at this moment, by the metrics of the process. */
async function held(): Promise<number> {
  return Number(/^api_waits (\d+)$/m.exec(await api.metrics())?.[1]);
}

describe('waits of one key', () => {
  it('a key waits too often: refused before anything is looked at, with another key and without waiting it goes on', async () => {
    const both = [waiting(), waiting()];
    await until(async () => (await held()) === 2);
    const read = await waiting();
    expect(read).toMatchObject({
      status: 429,
      body: { code: 'too-many-waits', moneyMoved: 'unknown', retry: 'same_key' },
    });
    expect(Number(read.headers.get('retry-after'))).toBeGreaterThan(0);
    const start = await api.start(buildSaleBody('cl-1'), { prefer: 'wait=20' });
    expect(start).toMatchObject({ status: 429, body: { code: 'too-many-waits', moneyMoved: 'no' } });
    expect((await api.get(TRANSACTION)).status).toBe(503);
    expect((await waiting(keys.argentina)).status).toBe(503);
    await Promise.all(both);
    expect(await held()).toBe(0);
  });

  it('a caller disconnects: its place is free at once', async () => {
    for (let round = 0; round < 3; round += 1) {
      const callers = [new AbortController(), new AbortController()];
      const gone = callers.map(({ signal }) =>
        api.ask(TRANSACTION, {
          signal,
          headers: { authorization: `Bearer ${keys.chile}`, prefer: 'wait=330' },
        }),
      );
      await until(async () => (await held()) === 2);
      for (const caller of callers) caller.abort();
      await Promise.allSettled(gone);
      await until(async () => (await held()) === 0);
    }
  });
});

describe('waits of all merchants', () => {
  const at = (merchant: string, keyId = 'till') => ({ merchant, keyId });

  it('a merchant uses many keys: it has half of all places, and another finds the rest', () => {
    const limits = new WaitLimits({ process: 6, key: 100 });
    const first = ['a', 'b', 'c', 'd'].map((keyId) => limits.acquire(at('shop', keyId)) !== undefined);
    expect(first).toEqual([true, true, true, false]);
    expect([1, 2, 3, 4].map(() => limits.acquire(at('other')) !== undefined)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('all places are taken: a third merchant waits for none, until one is given back', () => {
    const limits = new WaitLimits({ process: 2, key: 100 });
    const release = limits.acquire(at('shop'));
    limits.acquire(at('other'));
    expect(limits.acquire(at('third'))).toBeUndefined();
    release?.();
    release?.();
    expect(limits.waiting).toBe(1);
    expect(limits.acquire(at('third'))).toBeDefined();
  });
});
