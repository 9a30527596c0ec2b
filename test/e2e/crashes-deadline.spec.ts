import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { startGetnetProxy } from './support/getnet-proxy.js';
import type { GetnetProxy } from './support/getnet-proxy.js';
import type { Hold } from './support/hold-point.js';
import { expectNoCommandFor } from './support/expect-ledger.js';
import type { Order } from './support/sale.js';
import { startTemporalProxy } from './support/temporal-proxy.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { TerminalRequest, World } from './support/world.js';

const dispatchWithin = 4_000;
/** Nothing but the deadline bounds a login. */
const times = {
  DISPATCH_WITHIN: `${dispatchWithin}ms`,
  GETNET_TIMEOUT: '20s',
  LIFECYCLE_LIMIT: '3s',
  ATTENTION_AFTER: '6s',
};
const expired = { status: 'not_sent', outcome: { moneyMoved: 'no', reason: 'dispatch-expired' } };

/** No sale that was started before this moment may be sent any more. */
const deadlinePassed = (accepted: number) =>
  eventually('the deadline to pass', () => (Date.now() > accepted + dispatchWithin ? true : undefined));

let world: World;
let getnetProxy: GetnetProxy;
beforeAll(async () => {
  world = await startWorld({ env: times, running: ['api'] });
  getnetProxy = await startGetnetProxy(world.urls.simulator);
});
afterAll(async () => {
  await world.close();
  await getnetProxy.close();
});

describe('workers that come back after the deadline', () => {
  it('no worker for longer than the deadline: nothing is sent when they return, and the key may try again', async () => {
    const dispatch = await scheduledAndNeverBegun();
    const tills = [await world.terminal(), await world.terminal({ mode: 'sync' })];
    const sales = await Promise.all(tills.map((till) => till.sale({ wait: 1 })));
    for (const { id, answer } of sales)
      expect(answer).toMatchObject({ status: 202, body: { id, status: 'dispatching' } });
    await deadlinePassed(Date.now());

    await world.worker.start({
      env: { TEMPORAL_ADDRESS: world.temporalProxy.address, GETNET_BASE_URL: getnetProxy.baseUrl },
    });
    for (const order of [...sales, dispatch]) {
      expect(await order.becomes('not_sent')).toMatchObject(expired);
      await expectNoCommandFor(order);
    }
    for (const till of tills) {
      expect((await till.ledger()).requests).toEqual([]);
      expect(await till.lease()).toBeUndefined();
    }
    for (const sale of sales) {
      expect(await sale.send({ wait: 20 })).toMatchObject({
        status: 200,
        body: { id: sale.id, attempt: 2, status: 'approved' },
      });
      expect(await sale.truth()).toMatchObject({ received: 1, executed: 1, charges: 1 });
    }
  });

  /** A worker takes the terminal and dies; no worker was there to begin the dispatch. */
  async function scheduledAndNeverBegun(): Promise<Order> {
    // Never let go: what it holds is of the worker that dies.
    const proxy = await startTemporalProxy(world.temporalAddress);
    const polls = { call: 'PollActivityTaskQueue', about: `${world.taskQueue}-sync` } as const;
    proxy.hold({ ...polls, leg: 'request', every: true });
    await world.worker.start({ env: { TEMPORAL_ADDRESS: proxy.address } });
    const order = (await world.terminal({ mode: 'sync' })).order({ wait: 0 });
    await order.send();
    await eventually('the dispatch to be scheduled', async () => {
      const { raw } = await order.run().describe();
      return raw.pendingActivities?.find(({ activityType }) => activityType?.name === 'dispatch');
    });
    await world.worker.kill();
    await proxy.close();
    return order;
  }
});

/** Where a worker stands still, and how the sale ends. */
interface PausePoint extends TerminalRequest {
  readonly title: string;
  /** Holds something; once it arrives the worker is stopped, then it is let go. */
  readonly hold: (at: { readonly order: Order; readonly till: Till }) => Promise<Hold>;
  readonly ends: object;
  readonly ledger: object;
}

describe('a worker that stands still (SIGSTOP) until the deadline has passed', () => {
  const paused = new Map<PausePoint, Order>();

  beforeAll(async () => {
    // Once the token is there, nothing but the deadline is between a dispatch and its request.
    await (await world.terminal()).sale({ wait: 20 });
    const held = await Promise.all(pauses.map(bringToPausePoint));
    world.worker.pause();
    const stoppedAt = Date.now();
    for (const one of held) one.letGo();
    await deadlinePassed(stoppedAt);
    world.worker.resume();
  });

  async function bringToPausePoint(pause: PausePoint): Promise<Hold> {
    const { hold, ...wish } = pause;
    const till = await world.terminal(wish);
    const order = till.order({ wait: 1 });
    paused.set(pause, order);
    const coming = hold({ order, till });
    void order.send().catch(() => undefined);
    const held = await coming;
    await held.arrives();
    return held;
  }

  const nothing = { received: 0, executed: 0, state: 'none' };
  const before = (call: string) => (at: { readonly order: Order }) =>
    Promise.resolve(world.temporalProxy.hold({ call, about: at.order.id, leg: 'answer' }));
  const pauses: readonly PausePoint[] = [
    {
      title: 'before it began the transaction',
      hold: before('PollWorkflowTaskQueue'),
      ends: expired,
      ledger: nothing,
    },
    {
      title: 'while it asks for the lease',
      hold: before('StartWorkflowExecution'),
      ends: expired,
      ledger: nothing,
    },
    {
      title: 'before it began the dispatch, sync',
      mode: 'sync',
      hold: before('PollActivityTaskQueue'),
      ends: expired,
      ledger: nothing,
    },
    {
      // Nobody hears of its late expiry: it was taken for dead meanwhile.
      title: 'before it began the dispatch, async',
      hold: before('PollActivityTaskQueue'),
      ends: { outcome: { moneyMoved: expect.stringMatching(/^(no|unknown)$/) } },
      ledger: nothing,
    },
    {
      title: 'with the answer to its login on the way',
      mode: 'sync',
      alone: true,
      hold: ({ till }) => Promise.resolve(getnetProxy.holdAnswer('auth', till.shop.clientId)),
      ends: expired,
      ledger: nothing,
    },
    {
      title: 'with the answer to its fresh login on the way, the command having been refused before',
      mode: 'sync',
      alone: true,
      country: 'AR',
      script: { refusal: 'unauthorized' },
      hold: async ({ order, till }) => {
        const refused = getnetProxy.holdAnswer('sale', order.id);
        await refused.arrives();
        const login = getnetProxy.holdAnswer('auth', till.shop.clientId);
        refused.letGo();
        return login;
      },
      ends: expired,
      ledger: { received: 1, executed: 0, state: 'none' },
    },
  ];

  it.each(pauses)('$title: nothing is sent when it goes on', async (pause) => {
    const order = paused.get(pause);
    const body = await order?.settles();
    expect(body).toMatchObject(pause.ends);
    expect(await order?.truth()).toMatchObject(pause.ledger);
  });
});
