import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Script } from '../../src/simulator/scripts/script.js';
import { eventually } from './support/eventually.js';
import { buildCallbackAddress } from './support/callback-address.js';
import { exchange } from './support/http.js';
import { expectNoCommandFor, expectOneCommandFor } from './support/expect-ledger.js';
import type { Order } from './support/sale.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

const refused: Script = { refusal: 'keypos' };
/** Refused, and carried out all the same. */
const hidden: Script = {
  customer: { action: 'freeze' },
  answer: { replaced: { reply: 'keypos', executed: true } },
};
const notSent = { status: 502, body: { code: 'provider-rejected', moneyMoved: 'no' } };

const replayed = (answer: { readonly headers: object }) =>
  'idempotency-replayed' in answer.headers && answer.headers['idempotency-replayed'] === 'true';

let world: World;
beforeAll(async () => {
  const simulator = { SIMULATOR_WINDOW: '20s', SIMULATOR_EXTRA_WINDOW: '30s' };
  const env = { LIFECYCLE_LIMIT: '60s', ATTENTION_AFTER: '90s' };
  world = await startWorld({ env, simulator, viaProxy: ['api'] });
});
afterAll(() => world.close());

describe('one key, one payment', () => {
  it('100 posts of one key at once: one command, one answer', async () => {
    const till = await world.terminal();
    const order = till.order({ wait: 30 });
    const answers = await Promise.all(Array.from({ length: 100 }, () => order.send()));
    const [first] = answers;
    expect(first).toMatchObject({ status: 200, body: { id: order.id, status: 'approved' } });
    for (const { status, body } of answers)
      expect({ status, body }).toEqual({ status: 200, body: first?.body });
    expect(answers.filter((answer) => !replayed(answer))).toHaveLength(1);
    await expectOneCommandFor(order);
  });

  it('key repeated while the terminal works: attached to the same payment, 202', async () => {
    const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
    const sale = await till.sale();
    expect(sale.answer).toMatchObject({ status: 202, body: { id: sale.id, status: 'in_progress' } });
    const again = await sale.send();
    expect(again).toMatchObject({
      status: 202,
      body: { id: sale.id, createdAt: sale.answer.body.createdAt },
    });
    expect(again.headers).toMatchObject({
      location: `/v1/transactions/${sale.id}`,
      'idempotency-replayed': 'true',
    });
    await world.judge.steer(sale.id, { action: 'approve' });
    await sale.becomes('approved');
    await expectOneCommandFor(sale);
  });

  it('key repeated while the next customer holds the terminal: its own answer, not busy', async () => {
    const till = await world.terminal({ script: [{}, { customer: { action: 'freeze' } }] });
    const first = await till.sale({ wait: 20 });
    expect(first.answer.body.status).toBe('approved');
    const next = await till.sale();
    expect(next.answer).toMatchObject({ status: 202 });
    expect(await first.send()).toMatchObject({ status: 200, body: first.answer.body });
    expect(await till.get()).toMatchObject({ body: { state: 'busy', holder: next.id } });
    await world.judge.steer(next.id, { action: 'approve' });
    await next.becomes('approved');
    await expectOneCommandFor(first);
  });

  it('key repeated with another body: 422, running or over, and no effect', async () => {
    const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
    const sale = await till.sale();
    const reused = {
      status: 422,
      body: { code: 'idempotency-key-reused', moneyMoved: 'unknown', retry: 'never' },
    };
    expect(await sale.send({ amount: 5_991 })).toMatchObject(reused);
    await world.judge.steer(sale.id, { action: 'approve' });
    await sale.becomes('approved');
    expect(await sale.send({ reference: 'ORD-1002' })).toMatchObject(reused);
    expect((await sale.get()).body).toMatchObject({ status: 'approved', reference: 'ORD-1001' });
    await expectOneCommandFor(sale);
  });

  it('100 posts of one key with two bodies at once: one payment, the other body refused', async () => {
    const till = await world.terminal();
    const order = till.order({ wait: 20 });
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) => order.send({ amount: at % 2 === 0 ? 5_990 : 6_990 })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(50);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(50);
    await expectOneCommandFor(order);
  });

  it('the same body written otherwise is the same body', async () => {
    const till = await world.terminal();
    const sale = await till.sale({ wait: 20 });
    const fields = {
      reference: 'ORD-1001',
      amount: { currency: 'CLP', value: 5_990 },
      terminalId: till.counter.id,
      type: 'sale',
    };
    const again = await exchange(`${world.urls.api}/v1/transactions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${till.shop.apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': sale.key,
      },
      body: JSON.stringify(fields, null, 4),
    });
    expect(again).toMatchObject({ status: 200, body: sale.answer.body });
  });

  it('another merchant’s same key is another payment', async () => {
    const key = randomUUID();
    const [mine, theirs] = await Promise.all([world.terminal(), world.terminal({ alone: true })]);
    const sales = await Promise.all([
      mine.sale({ key, wait: 20 }),
      theirs.sale({ key, wait: 20, amount: 7_000 }),
    ]);
    expect(sales.map(({ answer }) => answer.body.status)).toEqual(['approved', 'approved']);
    expect(new Set(sales.map(({ id }) => id)).size).toBe(2);
    for (const sale of sales) await expectOneCommandFor(sale);
    const foreign = await exchange(`${world.urls.api}/v1/transactions/${sales[1]?.id}`, {
      headers: { authorization: `Bearer ${mine.shop.apiKey}` },
    });
    expect(foreign).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it('key missing, malformed or too long: 400, and nothing is started', async () => {
    const till = await world.terminal();
    for (const key of ['', 'with space', 'ñandú', 'x'.repeat(256)]) {
      const order = till.order({ key });
      const code = key === '' ? /missing|invalid/ : /invalid/;
      expect(
        await order.send({ headers: { 'idempotency-key': Buffer.from(key).toString('latin1') } }),
      ).toMatchObject({
        status: 400,
        body: { code: expect.stringMatching(code), moneyMoved: 'no' },
      });
    }
    const { requests } = await till.ledger();
    expect(requests).toEqual([]);
    await till.isFree();
  });

  it('not sent, then the same key: a second attempt with a customId of its own, which pays', async () => {
    const till = await world.terminal({ script: { refusal: 'keypos' } });
    const sale = await till.sale();
    expect(sale.answer).toMatchObject({
      status: 502,
      body: { code: 'provider-rejected', transactionId: sale.id },
    });
    const again = await sale.send({ wait: 20 });
    expect(again).toMatchObject({ status: 200, body: { id: sale.id, status: 'approved', attempt: 2 } });
    expect(replayed(again)).toBe(false);
    const { requests } = await till.ledger();
    expect(requests.filter(({ method }) => method === 'POST').map(({ customId }) => customId)).toEqual([
      sale.customId(1),
      sale.customId(2),
    ]);
    expect((await till.sale({ key: sale.key })).answer).toMatchObject({ status: 200, body: again.body });
  });

  it('a late callback for attempt 1 never passes for attempt 2’s', async () => {
    const till = await world.terminal({
      script: [{ refusal: 'keypos' }, { customer: { action: 'freeze' } }],
    });
    const sale = await till.sale();
    await sale.send();
    const { idPosTxs } = await sale.reachesTheTerminal();
    const claim = {
      code: 1,
      data: { idPosTxs: Number(idPosTxs), response: { functionCode: 100, responseCode: 0 } },
    };
    const letter = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(claim),
    };
    const late = await exchange(buildCallbackAddress(world, sale.customId(1)), letter);
    expect(late.status).toBe(200);
    await eventually('Getnet to be asked about the late callback', async () => {
      const { requests } = await till.ledger();
      return requests.find(({ method }) => method === 'GET');
    });
    // Both attempts' numbers are asked about.
    expect((await sale.get()).body).toMatchObject({
      status: expect.stringMatching(/^(in_progress|verifying)$/),
      attempt: 2,
    });
    await world.judge.steer(sale.customId(2), { action: 'decline' });
    const { evidence = [] } = await sale.becomes('declined');
    const callbacks = evidence.filter(({ source }) => source === 'callback');
    expect(callbacks.map(({ says }) => says.includes(sale.customId(1)))).toEqual([true, false]);
  });

  it('key repeated after the API and the worker were started anew: the same answer', async () => {
    const till = await world.terminal({
      script: [{}, { customer: { action: 'decline' } }, { refusal: 'offline' }],
    });
    const sales = [];
    for (const amount of [5_990, 6_990, 7_990]) sales.push(await till.sale({ amount, wait: 20 }));
    await Promise.all([world.api.restart(), world.worker.restart()]);
    const [approved, declined, offline] = sales;
    expect(await approved?.send()).toMatchObject({ status: 200, body: approved?.answer.body });
    expect(await declined?.send()).toMatchObject({ status: 200, body: declined?.answer.body });
    expect((await offline?.get())?.body).toMatchObject({
      status: 'not_sent',
      outcome: { moneyMoved: 'no', reason: 'terminal-offline' },
    });
    for (const sale of sales) expect((await sale.truth()).received).toBe(1);
  });

  it('a request refused before it was accepted leaves its key unused', async () => {
    const till = await world.terminal();
    const order = till.order();
    expect(await order.send({ amount: -1 })).toMatchObject({
      status: 422,
      body: { code: 'invalid-request' },
    });
    await expectNoCommandFor(order);
    const answer = await order.send({ wait: 20 });
    expect(answer).toMatchObject({ status: 200, body: { status: 'approved' } });
    expect(replayed(answer)).toBe(false);
  });
});

describe('two requests with one key, of which one reaches Temporal only when all is over', () => {
  /** The first of the two that Getnet refused is found to have charged, before the second is let go. */
  async function expectLateOneToSayWhatIsProven(order: Order, call: string, attempt: number): Promise<void> {
    const held = world.temporalProxy.hold({ call, about: order.id, leg: 'request' });
    const both = [order.send({ wait: 50 }), order.send({ wait: 50 })];
    await held.arrives();
    expect(await Promise.race(both)).toMatchObject(notSent);
    await world.judge.steer(order.customId(attempt), { action: 'approve' });
    await eventually('the callback', async () => (await order.ledger(attempt)).callbacks[0]?.status);
    const approved = await order.becomes('approved');
    held.letGo();
    const answers = await Promise.all(both);
    const late = answers.find(({ status }) => status !== notSent.status);
    expect(late).toMatchObject({ status: 200, body: { status: 'approved', attempt } });
    expect(late?.body).toEqual(approved);
    expect(late?.headers['idempotency-replayed']).toBe('true');
    expect(await order.truth()).toMatchObject({ executed: 1, charges: 1 });
  }

  it('a start: what is proven since, not the stored answer that nothing was sent', async () => {
    const order = (await world.terminal({ script: hidden })).order();
    await expectLateOneToSayWhatIsProven(order, 'ExecuteMultiOperation', 1);
  });

  it('another try: what is proven since, not the stored answer that nothing was sent', async () => {
    const till = await world.terminal({ script: [refused, hidden] });
    const order = till.order();
    expect(await order.send()).toMatchObject(notSent);
    await till.isFree();
    await expectLateOneToSayWhatIsProven(order, 'UpdateWorkflowExecution', 2);
  });
});
