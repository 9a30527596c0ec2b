import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { askUntilTemporalAnswers, exchange } from './support/http.js';
import type { Answer } from './support/http.js';
import { expectLedgerToAgree } from './support/expect-ledger.js';
import type { Country } from './support/shops.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

const currency = { CL: 'CLP', AR: 'ARS' } as const;
const frozen = { customer: { action: 'freeze' } } as const;
/** A day at a till: each of these is one request or a few. */
const acts = {
  async 'a sale, repeated and read'(till) {
    const sale = await till.sale({ wait: 20 });
    expect(sale.answer).toMatchObject({ status: 200, body: { status: 'approved' } });
    expect(await sale.send()).toMatchObject({ status: 200, body: { id: sale.id, status: 'approved' } });
    expect(await sale.get()).toMatchObject({ status: 200, body: { status: 'approved' } });
  },
  async 'a sale that is waited for, on a terminal that is busy meanwhile'(till, world) {
    await till.script(frozen);
    const sale = await till.sale();
    expect(sale.answer).toMatchObject({ status: 202, body: { status: 'in_progress' } });
    const next = till.order();
    expect(await next.send()).toMatchObject({ status: 409, body: { code: 'terminal-busy' } });
    const waits = sale.get(20);
    await world.judge.steer(sale.id, { action: 'approve' });
    expect(await waits).toMatchObject({ status: 200, body: { status: 'approved' } });
    await till.isFree();
    expect(await next.send({ wait: 20 })).toMatchObject({ status: 200, body: { status: 'approved' } });
  },
  async 'a sale that is refused, tried again, and given back'(till) {
    await till.script({ refusal: 'keypos' });
    const sale = await till.sale();
    expect(sale.answer).toMatchObject({ status: 502, body: { moneyMoved: 'no', retry: 'same_key' } });
    await becomesApproved(() => sale.send({ wait: 5 }));
    const value = 2_000;
    const amount = { value, currency: currency[till.shop.country] };
    const back = till.order({ operation: { type: 'return', originalTransactionId: sale.id, amount } });
    await becomesApproved(() => back.send({ wait: 5 }));
    expect(await sale.truth()).toMatchObject({ net: 3_990 });
  },
  async 'a sale that is voided, where that is offered'(till) {
    const sale = await till.sale({ wait: 20 });
    const type = till.shop.country === 'CL' ? 'void' : 'return';
    const undo = till.order({ operation: { type, originalTransactionId: sale.id } });
    await becomesApproved(() => undo.send({ wait: 5 }));
    expect((await sale.get()).body).toMatchObject({ status: 'reversed' });
  },
  async 'the list of terminals'(till, world) {
    const headers = { authorization: `Bearer ${till.shop.apiKey}` };
    const list = () => exchange(`${world.urls.api}/v1/terminals`, { headers });
    expect(await askUntilTemporalAnswers(list)).toMatchObject({ status: 200 });
    expect(await askUntilTemporalAnswers(() => till.get())).toMatchObject({ status: 200 });
  },
} as const satisfies Readonly<Record<string, (till: Till, world: World) => Promise<void>>>;

/** Said by the key sooner or later, and never anything of a fault. */
async function becomesApproved(send: () => Promise<Answer>): Promise<void> {
  let latest: Answer | undefined;
  const approved = async () => {
    latest = await send();
    const { status, body } = latest;
    if (status >= 400 || body.status === 'declined') throw new Error(latest.text);
    return body.status === 'approved' ? true : undefined;
  };
  await eventually('the approval', approved).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${latest?.text}`);
  });
}

/** Each merchant's tills do all of it, again and again. */
async function aDay(
  world: World,
  rounds: number,
  isMeant: (name: string) => boolean = () => true,
): Promise<readonly unknown[]> {
  const faults: unknown[] = [];
  const lanes = (['CL', 'AR'] as const).flatMap((country: Country) =>
    Object.entries(acts).map(async ([name, act], at) => {
      if (!isMeant(name)) return;
      const till = await world.terminal({ country });
      await pause(at * 150);
      for (let round = 0; round < rounds; round += 1) {
        await act(till, world).catch((fault: unknown) => faults.push({ name, country, fault }));
        await till.isFree();
      }
    }),
  );
  await Promise.all(lanes);
  return faults;
}

describe('a server that allows one call a second on the index', () => {
  let world: World;
  beforeAll(async () => {
    const dynamicConfig = ['frontend.namespaceRPS.visibility=1'];
    world = await startWorld({ ownTemporal: true, dynamicConfig, counters: 8 });
  });
  afterAll(() => world.close());

  it('two merchants sell, read, wait, try again, undo and list at once: nothing fails', async () => {
    expect(await aDay(world, 2)).toEqual([]);
    for (const order of world.orders) await expectLedgerToAgree(order);
  });
});

describe('a server without an index', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ running: [], counters: 8 });
    for (const call of ['ListWorkflowExecutions', 'CountWorkflowExecutions', 'ScanWorkflowExecutions'])
      world.temporalProxy.block({ call, about: '' });
    const env = { TEMPORAL_ADDRESS: world.temporalProxy.address };
    await Promise.all([world.worker.start({ env }), world.api.start({ env })]);
  });
  afterAll(() => world.close());

  it('the service is ready, sells, reads, tries again, undoes, lists and is called back', async () => {
    expect(await aDay(world, 1)).toEqual([]);
    for (const order of world.orders) await expectLedgerToAgree(order);
    expect(await exchange(`${world.urls.api}/health/ready`)).toMatchObject({ status: 200 });
  });

  it('a sale, its repeat, its reading and its void never use it; a return searches for other sales with its code, and goes on without an answer', async () => {
    const asked = () =>
      world.temporalProxy.calls.filter(({ call }) => /^(List|Count|Scan)Workflow/.test(call)).length;
    const before = asked();
    const till = await world.terminal();
    const sale = await till.sale({ wait: 20 });
    await sale.send({ wait: 20 });
    await sale.get();
    const undo = till.order({ operation: { type: 'void', originalTransactionId: sale.id } });
    expect(await undo.send({ wait: 20 })).toMatchObject({ body: { status: 'approved' } });
    expect(asked()).toBe(before);
    const other = await till.sale({ wait: 20 });
    const back = till.order({ operation: { type: 'return', originalTransactionId: other.id } });
    expect(await back.send({ wait: 20 })).toMatchObject({ body: { status: 'approved' } });
    expect(asked()).toBeGreaterThan(before);
  });
});
