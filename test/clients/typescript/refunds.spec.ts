import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  MemoryKeyStore,
  OutcomeUnknown,
  createClient,
  nameMoneyMoved,
} from '../../../clients/typescript/src/index.js';
import type { KeyStore, Transaction } from '../../../clients/typescript/src/index.js';
import {
  approved,
  disconnect,
  json,
  problem,
  startFakeService,
  staySilent,
  transaction,
} from './support/fake-service.js';
import type { Behaviour, FakeService } from './support/fake-service.js';
import { catchFailure } from './support/shop.js';

let service: FakeService;
let keys: KeyStore;
beforeEach(async () => {
  service = await startFakeService();
  keys = new MemoryKeyStore();
});
afterEach(() => service.close());

const client = ({ giveUpAfterMs = 8_000 } = {}) =>
  createClient({ baseUrl: service.url, apiKey: 'k', keys, timeoutMs: 400, giveUpAfterMs });
const amount = { value: 5990, currency: 'CLP' } as const;
const sale = (over: Partial<Transaction> = {}) =>
  json(200, transaction({ id: 'tx_sale', amount, returned: null, ...over }));
const tillThatCan = (...capabilities: readonly string[]) => json(200, { id: 'cl-till-1', capabilities });
const refund = { refundId: 'R-1', saleId: 'tx_sale' };
const starts = () => service.arrived.filter(({ method }) => method === 'POST');
const tooLate: Behaviour = problem({ code: 'not-reversible', retry: 'never' });

describe('a refund', () => {
  it('of a whole sale, where the terminal voids: a void at the terminal of the sale', async () => {
    service.does(sale(), tillThatCan('sale', 'void', 'return'), approved);
    await client().refunds.create(refund);
    expect(starts().map(({ body }) => body)).toEqual([
      { type: 'void', terminalId: 'cl-till-1', originalTransactionId: 'tx_sale' },
    ]);
  });

  it.each<[string, Behaviour, object]>([
    ['the terminal cannot void', tillThatCan('sale', 'return'), {}],
    ['only a part goes back', approved, { amount: { value: 100, currency: 'CLP' } }],
    ['it is made at another terminal', approved, { terminalId: 'cl-till-2' }],
  ])('%s: a return', async (_, next, over) => {
    service.does(sale(), next, approved);
    await client().refunds.create({ ...refund, ...over });
    expect(starts()).toMatchObject([{ body: { type: 'return', originalTransactionId: 'tx_sale', ...over } }]);
  });

  it('a part was returned before: the rest is returned', async () => {
    service.does(sale({ returned: { value: 100, currency: 'CLP' } }), approved);
    await client().refunds.create(refund);
    expect(starts()).toMatchObject([{ body: { type: 'return' } }]);
  });

  it('it is too late to void: returned, with a key of its own', async () => {
    service.does(sale(), tillThatCan('void', 'return'), tooLate, approved);
    await client().refunds.create(refund);
    const [first, second] = starts();
    expect([first, second]).toMatchObject([{ body: { type: 'void' } }, { body: { type: 'return' } }]);
    expect(first?.key).not.toBe(second?.key);
  });

  it('a void was asked for by name: it does not become a return', async () => {
    service.does(sale(), tooLate);
    await expect(client().refunds.create({ ...refund, kind: 'void' })).rejects.toMatchObject({
      code: 'not-reversible',
    });
    expect(starts()).toHaveLength(1);
  });

  it('the void’s answer was lost and then it cannot be told: it never becomes a return', async () => {
    service.does(sale(), tillThatCan('void', 'return'), disconnect, tooLate);
    await expect(client().refunds.create(refund)).rejects.toMatchObject({ code: 'not-reversible' });
    expect(starts().map(({ body }) => body)).toMatchObject([{ type: 'void' }, { type: 'void' }]);
  });

  it('the process crashed after the void was sent, and the sale reads otherwise now: the same void, with the same key', async () => {
    service.does(sale(), tillThatCan('void', 'return'), disconnect);
    await client({ giveUpAfterMs: 50 })
      .refunds.create(refund)
      .catch(() => undefined);
    service.does(sale({ status: 'reversing', returned: amount }), approved);
    await client().refunds.create(refund);
    expect(starts()).toHaveLength(2);
    expect(new Set(starts().map(({ key }) => key)).size).toBe(1);
    expect(starts()[1]?.body).toEqual(starts()[0]?.body);
  });

  describe('a void was refused as too late, and the return has been started', () => {
    const alreadyReversed = problem({ code: 'already-reversed', retry: 'never' });
    const notSettled = problem({ code: 'not-settled' });
    const returned = json(200, transaction({ id: 'tx_return', type: 'return' }));

    it.each([
      ['it was approved', returned, {}],
      ['its answer was lost', disconnect, {}],
      ['it was approved, and a return is asked for by name', returned, { kind: 'return' as const }],
      ['it was approved, and a void is asked for by name', returned, { kind: 'void' as const }],
    ])('%s: the next call asks what became of the return, with its key', async (_, first, over) => {
      service.does(sale(), tillThatCan('void', 'return'), tooLate, first);
      await client({ giveUpAfterMs: 50 })
        .refunds.create(refund)
        .catch(() => undefined);
      const began = starts().at(-1);
      const before = service.arrived.length;
      service.does(sale(), (response, arrived) =>
        (arrived.key === began?.key ? returned : alreadyReversed)(response, arrived),
      );
      const again = await client().refunds.create({ ...refund, ...over });
      expect(again).toMatchObject({ id: 'tx_return', key: began?.key });
      expect(service.arrived.slice(before)).toMatchObject([{ method: 'GET' }, { body: began?.body }]);
    });

    it.each([
      ['has ended', alreadyReversed],
      ['runs', notSettled],
    ])(
      'another process starts it while this one voids, and it %s: the return is told',
      async (_, refused) => {
        const key = 'of-the-other-process';
        service.does(
          sale(),
          tillThatCan('void', 'return'),
          async (response, arrived) => {
            await keys.compareAndSet('refund:R-1/return', undefined, { key, open: 0, choice: 'return' });
            await refused(response, arrived);
          },
          returned,
        );
        expect(await client().refunds.create(refund)).toMatchObject({ id: 'tx_return', key });
      },
    );
  });

  it('another process chose first, and its void is not started: what it chose is sent', async () => {
    service.does(sale({ returned: { value: 100, currency: 'CLP' } }), approved);
    let asked = 0;
    const kept = { key: 'K', open: 0, choice: 'void' };
    const late: KeyStore = {
      get: async (intent) => (intent === 'refund:R-1' && (asked += 1) > 1 ? kept : keys.get(intent)),
      compareAndSet: async () => true,
    };
    const settings = { baseUrl: service.url, apiKey: 'k', keys: late };
    await createClient(settings).refunds.create(refund);
    expect(starts()).toMatchObject([{ key: 'K', body: { type: 'void' } }]);
  });

  it('the void of all was refused before it began, and now a part is to go back: that part is returned', async () => {
    service.does(sale(), tillThatCan('void', 'return'), problem({ code: 'terminal-busy' }));
    await client()
      .refunds.create(refund)
      .catch(() => undefined);
    const part = { value: 100, currency: 'CLP' } as const;
    service.does(sale(), approved);
    await client().refunds.create({ ...refund, amount: part });
    expect(starts().at(-1)?.body).toMatchObject({ type: 'return', amount: part });
  });

  it.each<[string, readonly Behaviour[]]>([
    ['the sale', [staySilent]],
    ['the terminal', [sale(), staySilent]],
  ])('the caller gives up while %s is read: unknown, at once', async (_, behaviours) => {
    service.does(...behaviours);
    const stop = new AbortController();
    const call = catchFailure(client().refunds.create(refund, { signal: stop.signal }));
    while (service.arrived.length < behaviours.length) await new Promise((next) => setImmediate(next));
    stop.abort();
    expect(await call).toBeInstanceOf(OutcomeUnknown);
    expect(service.arrived).toHaveLength(behaviours.length);
  });

  it('the API key is refused while a void is under way: its “no” is not about the refund', async () => {
    service.does(sale(), tillThatCan('void', 'return'), disconnect);
    await client({ giveUpAfterMs: 50 })
      .refunds.create(refund)
      .catch(() => undefined);
    service.does(problem({ code: 'unauthorized', status: 401 }));
    const error = await catchFailure(client().refunds.create(refund));
    expect(error).toMatchObject({ code: 'unauthorized' });
    expect(nameMoneyMoved(error.moneyMoved)).toBe('unknown');
  });
});
