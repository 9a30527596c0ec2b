import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import type { Body } from './support/http.js';
import type { Order } from './support/sale.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { TerminalRequest, World } from './support/world.js';

/** A sale whose traces are lost with the provider's memory. */
interface LostTraces extends TerminalRequest {
  readonly title: string;
  readonly acknowledged: boolean;
}

const frozen = { customer: { action: 'freeze' } } as const;
const losses: readonly LostTraces[] = [
  { title: 'acknowledged, the customer paying', script: frozen, acknowledged: true },
  { title: 'acknowledgement under way', script: { answer: { hang: 'executed' } }, acknowledged: false },
  { title: 'sync answer under way', mode: 'sync', script: frozen, acknowledged: false },
];

const times = {
  DISPATCH_WITHIN: '15s',
  GETNET_TIMEOUT: '2s',
  ATTENTION_AFTER: '5s',
  LIFECYCLE_WINDOW: '1s',
  LIFECYCLE_LIMIT: '3s',
};

describe('Getnet loses all data during a sale', () => {
  let world: World;
  const lost = new Map<LostTraces, { readonly till: Till; readonly order: Order }>();

  beforeAll(async () => {
    world = await startWorld({ env: times });
    await Promise.all(losses.map(begin));
    await world.simulator.kill();
    await world.simulator.start();
    await world.judge.meet(world.shops);
  });
  afterAll(() => world.close());

  async function begin(loss: LostTraces): Promise<void> {
    const till = await world.terminal(loss);
    const order = till.order();
    lost.set(loss, { till, order });
    void order.send().catch(() => undefined);
    await order.reachesTheTerminal();
    if (loss.acknowledged)
      await eventually('the acknowledgement', async () => (await order.get()).body.idPosTxs ?? undefined);
  }

  it.each(losses)('$title: a person is asked; never declined, never sent again', async (loss) => {
    const { till, order } = lost.get(loss) ?? {};
    const body: Body | undefined = await order?.becomes('needs_attention');
    expect(body).toMatchObject({ attempt: 1, outcome: { moneyMoved: 'unknown' } });
    expect(typeof body?.idPosTxs).toBe(loss.acknowledged ? 'string' : 'object');
    expect((await order?.run().describe())?.status.name).toBe('RUNNING');
    expect(await order?.send({ wait: 1 })).toMatchObject({
      status: 202,
      body: { status: 'needs_attention' },
    });
    if (loss.acknowledged) {
      const said = body?.evidence?.filter(({ source }) => source === 'status_query') ?? [];
      expect(said.length).toBeGreaterThan(0);
    }
    // What arrived after its restart is all that this ledger knows.
    expect(await order?.truth()).toMatchObject({ received: 0, executed: 0 });
    await till?.isFree();
    expect((await till?.sale({ wait: 20 }))?.answer).toMatchObject({
      status: 200,
      body: { status: 'approved' },
    });
    expect((await order?.get())?.body.status).toBe('needs_attention');
  });
});
