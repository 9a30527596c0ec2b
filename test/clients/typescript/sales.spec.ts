import { describe, expect, it } from '@jest/globals';
import {
  OutcomeUnknown,
  NewKeyRefused,
  ServiceProblem,
  nameMoneyMoved,
} from '../../../clients/typescript/src/index.js';
import {
  approved,
  away,
  cutResponse,
  declined,
  disconnect,
  json,
  onItsWay,
  page,
  problem,
  staySilent,
  transaction,
} from './support/fake-service.js';
import type { Behaviour } from './support/fake-service.js';

import { catchFailure, openShop, order } from './support/shop.js';

const shop = openShop();
const used = () => [...new Set(shop.service.keys())];

describe('starting a sale', () => {
  it('the order is the key: reference and key are made from it, and kept', async () => {
    shop.service.does(approved);
    const sale = await shop.client().sales.create(order);
    expect(shop.service.arrived[0]).toMatchObject({
      method: 'POST',
      path: '/v1/transactions',
      key: sale.key,
      headers: { authorization: 'Bearer k' },
      body: { type: 'sale', reference: 'ORD-1', terminalId: 'cl-till-1', amount: order.amount },
    });
    expect(await shop.keys.get('sale:ORD-1')).toEqual({ key: sale.key, open: 0 });
    expect(sale).toMatchObject({ isFinal: true, replayed: false, status: 'approved' });
  });

  it.each<[string, Behaviour]>([
    ['the connection dies', disconnect],
    ['nobody answers in time', staySilent],
    ['the answer is cut in the middle', cutResponse],
    ['a proxy answers 502 with a page', page(502)],
    ['a proxy answers 200 with a page', page(200)],
    ['a proxy asks to come later', page(429)],
    ['somebody else’s JSON comes', json(200, { hello: 'world' })],
    ['the store of the service is away', away()],
    ['the service limits its callers', problem({ status: 429, code: 'rate-limited' })],
  ])('%s: the same key is sent again, until the service has said what became of it', async (_, trouble) => {
    shop.service.does(trouble, trouble, approved);
    const sale = await shop.client().sales.create(order);
    expect(sale.status).toBe('approved');
    expect(shop.service.keys()).toHaveLength(3);
    expect(used()).toEqual([sale.key]);
  });

  it.each<[string, Behaviour, string]>([
    ['retry: never', problem({ retry: 'never', code: 'unsupported-operation', status: 422 }), 'never'],
    ['retry: new_key', problem({ retry: 'new_key', code: 'cancelled', transactionId: 'tx_1' }), 'new_key'],
    ['a verdict with retry: same_key', problem({ code: 'terminal-busy' }), 'same_key'],
    [
      'a fault of ours with moneyMoved unknown and retry: never',
      problem({ retry: 'never', moneyMoved: 'unknown', code: 'not-found', status: 404 }),
      'never',
    ],
  ])('%s: nothing is repeated, the caller decides', async (_, refusal, retry) => {
    shop.service.does(refusal, approved);
    const error = await catchFailure(shop.client().sales.create(order));
    expect(error).toBeInstanceOf(ServiceProblem);
    expect(error.retry).toBe(retry);
    expect(shop.service.keys()).toHaveLength(1);
  });

  it('a refusal of a proxy is no verdict of the service: nothing is repeated, nothing is claimed', async () => {
    shop.service.does(page(403), approved);
    const error = await catchFailure(shop.client().sales.create(order));
    expect(error).toBeInstanceOf(OutcomeUnknown);
    expect(nameMoneyMoved(error.moneyMoved)).toBe('unknown');
    expect(shop.service.keys()).toHaveLength(1);
  });

  it('Retry-After says when: it is not sooner', async () => {
    shop.service.does(away({ 'retry-after': '1' }), approved);
    const begun = performance.now();
    await shop.client().sales.create(order);
    expect(performance.now() - begun).toBeGreaterThan(1_000);
  });

  it('nobody answers within the time: unknown, and the next call has the same key', async () => {
    shop.service.does(disconnect);
    const error = await catchFailure(shop.client({ giveUpAfterMs: 600 }).sales.create(order));
    expect(error).toBeInstanceOf(OutcomeUnknown);
    expect(error.retry).toBe('same_key');
    shop.service.does(approved);
    const sale = await shop.client().sales.create(order);
    expect(used()).toEqual([sale.key]);
    expect(error.key).toBe(sale.key);
  });

  it('the caller gives up: unknown, at once', async () => {
    shop.service.does(disconnect);
    const stop = new AbortController();
    const call = catchFailure(shop.client().sales.create(order, { signal: stop.signal }));
    stop.abort();
    expect(await call).toBeInstanceOf(OutcomeUnknown);
  });
});

describe('what a refusal says about the order', () => {
  it('nothing was sent before: no', async () => {
    shop.service.does(problem({ code: 'terminal-busy' }));
    for (const _ of ['first', 'second']) {
      const error = await catchFailure(shop.client().sales.create(order));
      expect(nameMoneyMoved(error.moneyMoved)).toBe('no');
    }
  });

  it.each(['this call', 'a call before'])(
    'the answer of %s was lost, then the key is refused without having been looked at: unknown',
    async (which) => {
      const refusal = problem({ code: 'unauthorized', status: 401 });
      if (which === 'a call before') {
        shop.service.does(disconnect);
        await catchFailure(shop.client({ giveUpAfterMs: 100 }).sales.create(order));
        shop.service.does(refusal);
      } else shop.service.does(disconnect, refusal);
      const error = await catchFailure(shop.client().sales.create(order));
      expect(error).toMatchObject({ code: 'unauthorized' });
      expect(nameMoneyMoved(error.moneyMoved)).toBe('unknown');
    },
  );

  it('the answer was lost, then the service names the transaction: what it says counts, now and later', async () => {
    shop.service.does(disconnect, problem({ code: 'terminal-offline', status: 503, transactionId: 'tx_1' }));
    expect(nameMoneyMoved((await catchFailure(shop.client().sales.create(order))).moneyMoved)).toBe('no');
    shop.service.does(problem({ code: 'terminal-busy' }));
    expect(nameMoneyMoved((await catchFailure(shop.client().sales.create(order))).moneyMoved)).toBe('no');
  });

  it('another call of the order is still on its way: unknown', async () => {
    let busy: (() => void) | undefined;
    shop.service.does(
      (response, arrived) => void (busy = () => void problem({ code: 'terminal-busy' })(response, arrived)),
      problem({ code: 'terminal-busy' }),
    );
    const slow = shop.client({ timeoutMs: 5_000 });
    const first = catchFailure(slow.sales.create(order));
    while (busy === undefined) await new Promise((next) => setImmediate(next));
    expect(nameMoneyMoved((await catchFailure(slow.sales.create(order))).moneyMoved)).toBe('unknown');
    busy();
    await first;
  });

  it.each([
    ['may have charged', 'unknown', 'never'],
    ['is proven to have charged nobody', 'no', 'new_key'],
  ] as const)(
    'the order was started with another amount, and that one %s: %s',
    async (_, moneyMoved, retry) => {
      const code = 'idempotency-key-reused';
      shop.service.does(problem({ code, status: 422, moneyMoved, retry, transactionId: 'tx_1' }));
      const error = await catchFailure(shop.client().sales.create(order));
      expect(error).toMatchObject({ code, retry });
      expect(nameMoneyMoved(error.moneyMoved)).toBe(moneyMoved);
    },
  );
});

describe('a new key for an order', () => {
  const notSent = (reason: 'cancelled' | 'terminal-offline') =>
    json(200, transaction({ status: 'not_sent', outcome: { moneyMoved: 'no', reason } }));

  it('the card was declined, the service says so still: the next card has a new key', async () => {
    shop.service.does(declined, declined, approved);
    const first = await shop.client().sales.create(order);
    const second = await shop.client().sales.createWithNewKey(order, first);
    expect(second.status).toBe('approved');
    expect(used()).toEqual([first.key, second.key]);
    expect(first.key).not.toBe(second.key);
  });

  it('two tills do it at once: one new key', async () => {
    shop.service.does(declined);
    const first = await shop.client().sales.create(order);
    const anew = await Promise.all([0, 1].map(() => shop.client().sales.createWithNewKey(order, first)));
    expect(anew[0]?.key).toBe(anew[1]?.key);
    expect(used()).toHaveLength(2);
  });

  it('the service asks for a new key, and the old one charged nobody: a new key', async () => {
    shop.service.does(
      problem({ code: 'terminal-offline', status: 503, retry: 'new_key', transactionId: 'tx_1' }),
    );
    const error = await catchFailure(shop.client().sales.create(order));
    shop.service.does(notSent('terminal-offline'), approved);
    const sale = await shop.client().sales.createWithNewKey(order, error as ServiceProblem);
    expect(sale.key).not.toBe(error.key);
  });

  it.each<[string, Behaviour]>([
    ['it is approved by now', approved],
    ['it is on its way', onItsWay],
    ['it was not sent: its own key tries again', notSent('terminal-offline')],
    [
      'a charge was proven late',
      json(
        200,
        transaction({
          status: 'declined',
          outcome: { moneyMoved: 'no' },
          late: { moneyMoved: 'yes', at: '2026-01-15T13:30:41.120Z', action: 'ask' },
        }),
      ),
    ],
  ])('%s: no new key', async (_, now) => {
    shop.service.does(declined, now, approved);
    const first = await shop.client().sales.create(order);
    await expect(shop.client().sales.createWithNewKey(order, first)).rejects.toBeInstanceOf(NewKeyRefused);
    expect(used()).toEqual([first.key]);
    expect(await shop.keys.get('sale:ORD-1')).toEqual({ key: first.key, open: 0 });
  });

  it('the key belongs to another amount of the order that was approved: no new key', async () => {
    shop.service.does(
      problem({ code: 'idempotency-key-reused', status: 422, retry: 'new_key', transactionId: 'tx_1' }),
      approved,
    );
    const error = await catchFailure(shop.client().sales.create(order));
    await expect(shop.client().sales.createWithNewKey(order, error as ServiceProblem)).rejects.toBeInstanceOf(
      NewKeyRefused,
    );
  });

  it('the service asked for the same key: no new key', async () => {
    shop.service.does(problem({ code: 'terminal-busy' }));
    const error = await catchFailure(shop.client().sales.create(order));
    await expect(shop.client().sales.createWithNewKey(order, error as ServiceProblem)).rejects.toBeInstanceOf(
      NewKeyRefused,
    );
  });
});
