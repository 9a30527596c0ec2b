import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectNoCommandFor, expectOneCommandFor } from './support/expect-ledger.js';
import type { Order } from './support/sale.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

describe('one terminal, many customers', () => {
  let world: World;
  beforeAll(async () => {
    const env = { LIFECYCLE_LIMIT: '12s', ATTENTION_AFTER: '20s' };
    world = await startWorld({ env, simulator: { SIMULATOR_WINDOW: '5s', SIMULATOR_EXTRA_WINDOW: '6s' } });
  });
  afterAll(() => world.close());

  it('50 keys at once on one terminal: one command, 49 times 409 that name the holder', async () => {
    const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
    const orders = Array.from({ length: 50 }, () => till.order());
    const answers = await Promise.all(orders.map((order) => order.send()));
    const winner = orders[answers.findIndex(({ status }) => status === 202)];
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused).toHaveLength(49);
    for (const { headers, body } of refused) {
      expect(body).toMatchObject({
        code: 'terminal-busy',
        holder: winner?.id,
        moneyMoved: 'no',
        retry: 'same_key',
      });
      expect(Date.parse(String(body.busyUntil))).toBeGreaterThan(Date.now());
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    const { requests } = await till.ledger();
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);

    const later = Array.from({ length: 20 }, () => till.order());
    const busy = await Promise.all(later.map((order) => order.send()));
    for (const { status, body } of busy) {
      expect({ status, body }).toMatchObject({
        status: 409,
        body: { code: 'terminal-busy', holder: winner?.id },
      });
      expect(body.transactionId).toBeUndefined();
    }
    // The lease stands: not one execution was started for them.
    for (const order of later) await expect(order.run().describe()).rejects.toThrow(/not found/i);

    await world.judge.steer(winner?.id ?? '', { action: 'approve' });
    await winner?.becomes('approved');
    await expectOneCommandFor(winner as Order);
    for (const order of [...orders, ...later]) if (order !== winner) await expectNoCommandFor(order);

    const [loser] = orders.filter((order) => order !== winner);
    expect(await loser?.send({ wait: 20 })).toMatchObject({ status: 200, body: { status: 'approved' } });
  });

  it.concurrent(
    'a busy terminal says by whom and until when, and is free again after the proof',
    async () => {
      const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
      expect(await till.get()).toMatchObject({ status: 200, body: { state: 'free', holder: null } });
      const sale = await till.sale();
      const { body } = await till.get();
      expect(body).toMatchObject({ state: 'busy', holder: sale.id });
      expect(Date.parse(String(body.busyUntil))).toBeGreaterThan(Date.now());
      await world.judge.steer(sale.id, { action: 'decline' });
      await sale.becomes('declined');
      await till.isFree();
      expect(await till.get()).toMatchObject({ body: { state: 'free', holder: null } });
    },
  );

  it.concurrent(
    'each outcome is followed by the next command at once: the terminal is free, ten times in a row',
    async () => {
      const till = await world.terminal();
      for (let sales = 0; sales < 10; sales += 1) {
        const sale = await till.sale({ wait: 20 });
        expect(sale.answer).toMatchObject({ status: 200, body: { status: 'approved' } });
      }
    },
  );

  it.concurrent(
    '8 customers one after the other, each repeating until it is their turn: all pay once',
    async () => {
      const till = await world.terminal();
      const orders = Array.from({ length: 8 }, () => till.order({ wait: 20 }));
      const paid = async (order: Order): Promise<void> => {
        const { status } = await order.send();
        if (status === 200) return;
        await till.isFree();
        await paid(order);
      };
      await Promise.all(orders.map(paid));
      for (const order of orders) await expectOneCommandFor(order);
    },
  );

  it.concurrent('neighbouring terminals of one merchant do not wait for each other', async () => {
    const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
    const held = await till.sale();
    const beside = await world.neighbourOf(till).sale({ wait: 20 });
    expect(beside.answer).toMatchObject({ status: 200, body: { status: 'approved' } });
    await world.judge.steer(held.id, { action: 'approve' });
    await held.becomes('approved');
  });
});
