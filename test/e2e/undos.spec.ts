import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sellOutsideService } from './support/foreign-sale.js';
import { expectLedgerToAgree, expectNoCommandFor } from './support/expect-ledger.js';
import type { Order } from './support/sale.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { TerminalRequest, World } from './support/world.js';

let world: World;
beforeAll(async () => {
  world = await startWorld({ counters: 60 });
});
afterAll(() => world.close());

/** A sale of 5,990 that was approved, and its till. */
async function paid(wish: TerminalRequest = {}): Promise<{ readonly till: Till; readonly sale: Order }> {
  const till = await world.terminal(wish);
  const sale = till.order();
  await sale.send();
  await sale.becomes('approved');
  return { till, sale };
}

const buildVoid = ({ id }: Order) => ({ type: 'void', originalTransactionId: id });
const buildReturn = ({ id, shop }: Order, value?: number) => ({
  type: 'return',
  originalTransactionId: id,
  ...(value !== undefined && { amount: { value, currency: shop.country === 'CL' ? 'CLP' : 'ARS' } }),
});

/** An undo that is refused before anything is started. */
interface RefusedUndo {
  readonly by: (sale: Order) => object;
  readonly status: number;
  readonly code: string;
}

describe.each(['async', 'sync'] as const)('undoing a sale, %s', (mode) => {
  it.concurrent('voided: the money is back, the sale says reversed, and nothing more is undone', async () => {
    const { till, sale } = await paid({ mode });
    const undo = till.order({ operation: buildVoid(sale) });
    const { body } = await undo.send({ wait: 20 });
    expect(body).toMatchObject({
      status: 'approved',
      outcome: { moneyMoved: 'yes' },
      undoes: { transactionId: sale.id },
    });
    expect((await sale.get()).body).toMatchObject({
      status: 'reversed',
      outcome: { moneyMoved: 'no' },
      undo: { transactionId: undo.id },
    });
    expect(await sale.truth()).toMatchObject({ charges: 1, net: 0 });
    const again = till.order({ operation: buildVoid(sale) });
    expect(await again.send()).toMatchObject({
      status: 409,
      body: { code: 'already-reversed', moneyMoved: 'no' },
    });
    await expectNoCommandFor(again);
  });

  it.concurrent.each(['CL', 'AR'] as const)(
    '%s: returned in parts: never more than the sale',
    async (country) => {
      const { till, sale } = await paid({ country, mode });
      const part = till.order({ operation: buildReturn(sale, 1_000) });
      expect((await part.send({ wait: 20 })).body).toMatchObject({
        status: 'approved',
        amount: { value: 1_000 },
      });
      expect((await sale.get()).body).toMatchObject({ status: 'approved', returned: { value: 1_000 } });
      const tooMuch = till.order({ operation: buildReturn(sale, 4_991) });
      expect(await tooMuch.send()).toMatchObject({ status: 422, body: { code: 'amount-exceeds-original' } });
      await expectNoCommandFor(tooMuch);
      const rest = till.order({ operation: buildReturn(sale) });
      expect((await rest.send({ wait: 20 })).body).toMatchObject({
        status: 'approved',
        amount: { value: 4_990 },
      });
      expect((await sale.get()).body).toMatchObject({ status: 'reversed', outcome: { moneyMoved: 'no' } });
      expect(await sale.truth()).toMatchObject({ charges: 1, net: 0 });
    },
  );
});

describe('what is not undone', () => {
  it.concurrent.each<[string, RefusedUndo]>([
    [
      'an unknown original',
      {
        by: () => ({ type: 'void', originalTransactionId: 'tx_0000000000000000000' }),
        status: 422,
        code: 'unknown-original',
      },
    ],
    ['another terminal’s sale, by a void', { by: buildVoid, status: 422, code: 'wrong-terminal' }],
    [
      'more than it cost',
      { by: (sale) => buildReturn(sale, 5_991), status: 422, code: 'amount-exceeds-original' },
    ],
  ])('%s', async (_, { by, status, code }) => {
    const { till, sale } = await paid();
    const elsewhere = code === 'wrong-terminal' ? world.neighbourOf(till) : till;
    const undo = elsewhere.order({ operation: { type: 'void', ...by(sale) } });
    expect(await undo.send()).toMatchObject({ status, body: { code, moneyMoved: 'no' } });
    await expectNoCommandFor(undo);
  });

  it.concurrent('by a void, once the batch was closed: refused; by a return it is', async () => {
    const { till, sale } = await paid();
    await till.order({ operation: { type: 'close' } }).send({ wait: 20 });
    const undo = till.order({ operation: buildVoid(sale) });
    expect(await undo.send()).toMatchObject({ status: 409, body: { code: 'not-reversible' } });
    await expectNoCommandFor(undo);
    const back = till.order({ operation: buildReturn(sale) });
    expect((await back.send({ wait: 20 })).body).toMatchObject({ status: 'approved' });
  });

  it.concurrent('a declined sale, a report, an undo itself: not reversible', async () => {
    const till = await world.terminal();
    const declined = till.order({ amount: 5_901 });
    await declined.send();
    await declined.becomes('declined');
    const poll = till.order({ operation: { type: 'poll' } });
    await poll.send({ wait: 20 });
    for (const original of [declined, poll]) {
      const undo = till.order({ operation: buildVoid(original) });
      expect(await undo.send()).toMatchObject({ status: 409, body: { code: 'not-reversible' } });
      await expectNoCommandFor(undo);
    }
  });

  it.concurrent('a sale without proven outcome: not settled, until it is', async () => {
    const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
    const sale = till.order();
    await sale.send();
    const undo = world.neighbourOf(till).order({ operation: buildReturn(sale) });
    expect(await undo.send()).toMatchObject({
      status: 409,
      body: { code: 'not-settled', retry: 'same_key' },
    });
    await world.judge.steer(sale.customId(), { action: 'approve' });
    await sale.becomes('approved');
    expect((await undo.send({ wait: 20 })).body).toMatchObject({ status: 'approved' });
  });

  it.concurrent('by the numbers of a sale of ours: refused, naming its transaction', async () => {
    const { till, sale } = await paid();
    const { body } = await sale.get();
    const byNumber = till.order({
      operation: { type: 'void', options: { operationId: body['operationId'] } },
    });
    expect(await byNumber.send()).toMatchObject({ status: 422, body: { transactionId: sale.id } });
    await expectNoCommandFor(byNumber);
    const amount = { value: 5, currency: 'CLP' };
    const options = { authorizationCode: body.authorizationCode };
    const byCode = world.neighbourOf(till).order({ operation: { type: 'return', amount, options } });
    expect(await byCode.send()).toMatchObject({ status: 422, body: { transactionId: sale.id } });
    await expectNoCommandFor(byCode);
  });
});

// Of merchants of their own: a return by number waits while any sale of the merchant has no outcome yet.
describe('a sale that was not taken here', () => {
  it.concurrent('voided by its number, once: a second void of it is refused', async () => {
    const till = await world.terminal({ alone: true });
    const { operationId } = await sellOutsideService({ ...till, judge: world.judge }, 3_000);
    const operation = { type: 'void', options: { operationId } };
    const undo = till.order({ operation });
    expect((await undo.send({ wait: 20 })).body).toMatchObject({ status: 'approved', undoes: null });
    await expectLedgerToAgree(undo);
    const again = till.order({ operation });
    expect(await again.send()).toMatchObject({ status: 409, body: { code: 'already-reversed' } });
    await expectNoCommandFor(again);
  });

  it.concurrent.each(['CL', 'AR'] as const)('%s: returned by its authorisation code', async (country) => {
    const till = await world.terminal({ country, alone: true });
    await world.judge.change(till.serialNumber, { shape: 'A' });
    const { authorizationCode, date } = await sellOutsideService({ ...till, judge: world.judge }, 3_000);
    const amount = { value: 3_000, currency: country === 'CL' ? 'CLP' : 'ARS' };
    const options = { authorizationCode, ...(country === 'AR' && { originalTransDate: date }) };
    const undo = till.order({ operation: { type: 'return', amount, options } });
    expect((await undo.send({ wait: 20 })).body).toMatchObject({ status: 'approved', amount });
    await expectLedgerToAgree(undo);
  });
});

describe('an undo of unknown outcome', () => {
  it.concurrent('blocks the next one, the sale says reversing, and it is driven to an answer', async () => {
    const { till, sale } = await paid();
    const never = [{ reply: 'in_process', times: 'always' }] as const;
    await till.script({ callback: { lost: true }, status: never, deviceStatus: never });
    const first = till.order({ operation: buildReturn(sale, 1_000) });
    await first.send();
    expect((await sale.get()).body).toMatchObject({ status: 'reversing', undo: { transactionId: first.id } });
    const second = world.neighbourOf(till).order({ operation: buildReturn(sale, 1_000) });
    expect(await second.send()).toMatchObject({ status: 409, body: { code: 'not-settled' } });
    await expectNoCommandFor(second);
    await world.judge.steer(first.customId(), { status: [], deviceStatus: [] });
    await first.becomes('approved');
    expect((await second.send({ wait: 20 })).body).toMatchObject({ status: 'approved' });
    expect(await sale.truth()).toMatchObject({ net: 3_990 });
  });

  it.concurrent('declined by the terminal: the sale stands, and may be undone again', async () => {
    const { till, sale } = await paid();
    await till.script({ customer: { action: 'decline' } });
    const first = till.order({ operation: buildVoid(sale) });
    expect((await first.send({ wait: 20 })).body).toMatchObject({
      status: 'declined',
      outcome: { moneyMoved: 'no' },
    });
    expect((await sale.get()).body).toMatchObject({ status: 'approved' });
    const second = till.order({ operation: buildVoid(sale) });
    expect((await second.send({ wait: 20 })).body).toMatchObject({ status: 'approved' });
  });
});

describe('many at once', () => {
  it.concurrent(
    'returns of a fifth each, on ten terminals, again and again: the sum never exceeds the sale',
    async () => {
      const { till, sale } = await paid();
      const tills = Array.from({ length: 10 }, () => world.neighbourOf(till));
      const undos: Order[] = [];
      for (let round = 0; round < 6; round += 1) {
        const orders = tills.map((one) => one.order({ operation: buildReturn(sale, 1_198) }));
        undos.push(...orders);
        await Promise.all(orders.map((order) => order.send({ wait: 20 })));
        const { net } = await sale.truth();
        expect(net).toBeGreaterThanOrEqual(0);
      }
      expect(await sale.truth()).toMatchObject({ charges: 1, net: 0 });
      expect((await sale.get()).body).toMatchObject({ status: 'reversed' });
      const ends = await Promise.all(undos.map((undo) => undo.truth()));
      expect(ends.filter(({ refunds }) => refunds === 1)).toHaveLength(5);
      expect(ends.every(({ executed }) => executed <= 1)).toBe(true);
    },
  );

  it.concurrent('the same void twenty times with one key: one void', async () => {
    const { till, sale } = await paid();
    const undo = till.order({ operation: buildVoid(sale) });
    const answers = await Promise.all(Array.from({ length: 20 }, () => undo.send({ wait: 20 })));
    expect(new Set(answers.map(({ body }) => body.id))).toEqual(new Set([undo.id]));
    await expectLedgerToAgree(undo);
    expect(await undo.truth()).toMatchObject({ received: 1, refunds: 1 });
  });
});
