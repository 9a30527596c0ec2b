import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryKeyStore, createClient } from '../../../clients/typescript/src/index.js';
import type { KeyStore, Transaction } from '../../../clients/typescript/src/index.js';
import { approved, hangUp, json, problem, startFakeService, transaction } from './support/fake-service.js';
import type { Behaviour, FakeService } from './support/fake-service.js';

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
    service.does(sale(), tillThatCan('void', 'return'), hangUp, tooLate);
    await expect(client().refunds.create(refund)).rejects.toMatchObject({ code: 'not-reversible' });
    expect(starts().map(({ body }) => body)).toMatchObject([{ type: 'void' }, { type: 'void' }]);
  });

  it('the process crashed after the void was sent, and the sale reads otherwise now: the same void, with the same key', async () => {
    service.does(sale(), tillThatCan('void', 'return'), hangUp);
    await client({ giveUpAfterMs: 50 })
      .refunds.create(refund)
      .catch(() => undefined);
    service.does(sale({ status: 'reversing', returned: amount }), approved);
    await client().refunds.create(refund);
    expect(starts()).toHaveLength(2);
    expect(new Set(starts().map(({ key }) => key)).size).toBe(1);
    expect(starts()[1]?.body).toEqual(starts()[0]?.body);
  });
});
