import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readUndoId } from '../support/key-use.js';
import { eventually } from './support/eventually.js';
import { exchange } from './support/http.js';
import type { Order } from './support/sale.js';
import { startWorld } from './support/world.js';
import type { TerminalRequest, World } from './support/world.js';

let world: World;
beforeAll(async () => {
  world = await startWorld({ counters: 40 });
});
afterAll(() => world.close());

/** A sale that was approved, and has to be confirmed. */
async function sold(confirmWithin: number, wish: TerminalRequest = {}) {
  const till = await world.terminal(wish);
  const sale = till.order({ body: { confirmWithin } });
  await sale.send({ wait: 20 });
  return { till, sale };
}

const confirm = (sale: Order) =>
  exchange(`${world.urls.api}/v1/transactions/${sale.id}/confirm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sale.shop.apiKey}` },
  });

const shows = (sale: Order, words: Readonly<Record<string, unknown>>) =>
  eventually(`${sale.id} to be ${JSON.stringify(words)}`, async () => {
    const { body } = await sale.get();
    return Object.entries(words).every(([field, value]) => body[field] === value) ? body : undefined;
  });

describe.each(['async', 'sync'] as const)('a sale that has to be confirmed, %s', (mode) => {
  it.concurrent(
    'confirmed: it stands, and its terminal was free for the next sale all the while',
    async () => {
      const { till, sale } = await sold(60, { mode });
      await shows(sale, { status: 'approved', confirmation: 'open' });
      expect(await till.order().send({ wait: 20 })).toMatchObject({ body: { status: 'approved' } });
      expect(await confirm(sale)).toMatchObject({ status: 200, body: { confirmation: 'confirmed' } });
      expect(await sale.truth()).toMatchObject({ charges: 1, net: 5_990 });
      expect(await confirm(sale)).toMatchObject({ status: 200, body: { confirmation: 'confirmed' } });
    },
  );

  it.concurrent.each([
    ['CL', 'void'],
    ['AR', 'return'],
  ] as const)('%s, not confirmed in time: one %s gives the money back', async (country, type) => {
    const { sale } = await sold(1, { mode, country });
    const body = await shows(sale, { status: 'reversed' });
    const undo = await readUndoId(sale.run(), type);
    expect(body).toMatchObject({ confirmation: 'expired', undo: { transactionId: undo } });
    expect(await sale.truth()).toMatchObject({ charges: 1, net: 0 });
    expect(await world.judge.truth(undo)).toMatchObject({ executed: 1, refunds: 1 });
    expect(await confirm(sale)).toMatchObject({ status: 409, body: { code: 'not-confirmable' } });
  });
});

describe('a confirmation that races the deadline', () => {
  it.concurrent.each([1, 2, 3, 4, 5, 6])(
    '%i: either it stands or it is undone, and both say so',
    async () => {
      const { sale } = await sold(1);
      const { confirmBy } = await shows(sale, { status: 'approved', confirmation: 'open' });
      await new Promise((over) => setTimeout(over, Date.parse(String(confirmBy)) - Date.now() - 5));
      const reply = await confirm(sale);
      if (reply.status === 200) {
        expect((await sale.get()).body).toMatchObject({ status: 'approved', confirmation: 'confirmed' });
        expect(await sale.truth()).toMatchObject({ net: 5_990 });
        return;
      }
      expect(reply).toMatchObject({ status: 409, body: { code: 'not-confirmable' } });
      expect(await shows(sale, { status: 'reversed' })).toMatchObject({ confirmation: 'expired' });
      expect(await sale.truth()).toMatchObject({ net: 0 });
    },
  );
});
