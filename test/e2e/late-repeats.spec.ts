import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Script } from '../../src/simulator/scripts/script.js';
import { eventually } from './support/eventually.js';
import type { Order } from './support/sale.js';
import { temporalGate } from './support/temporal-gate.js';
import type { TemporalGate } from './support/temporal-gate.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

const refused: Script = { refusal: 'keypos' };
/** Refused, and carried out all the same. */
const hidden: Script = {
  customer: { action: 'freeze' },
  answer: { replaced: { reply: 'keypos', executed: true } },
};
const notSent = { status: 502, body: { code: 'provider-rejected', moneyMoved: 'no' } };

describe('two requests with one key, of which one reaches Temporal only when all is over', () => {
  let world: World;
  let gate: TemporalGate;
  beforeAll(async () => {
    const simulator = { SIMULATOR_WINDOW: '20s', SIMULATOR_EXTRA_WINDOW: '30s' };
    const env = { LIFECYCLE_LIMIT: '60s', ATTENTION_AFTER: '90s' };
    world = await startWorld({ env, simulator, running: ['worker'] });
    gate = await temporalGate(world.temporalAddress);
    await world.api.start({ env: { TEMPORAL_ADDRESS: gate.address } });
  });
  afterAll(async () => {
    await world.close();
    await gate.close();
  });

  /** The first of the two that Getnet refused is found to have charged, before the second is let go. */
  async function expectLateOneToSayWhatIsProven(order: Order, call: string, attempt: number): Promise<void> {
    const held = gate.hold({ call, about: order.id, leg: 'request' });
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
