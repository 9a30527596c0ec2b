import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import type { Answer, Body } from './support/http.js';
import { expectLedgerToAgree } from './support/expect-ledger.js';
import type { Order } from './support/sale.js';
import type { CallMatch } from './support/temporal-proxy.js';
import { startWorld } from './support/world.js';
import type { TerminalRequest, World } from './support/world.js';

/** A sale, and the step at which the API is killed. */
interface KillPoint extends TerminalRequest {
  readonly title: string;
  /** The call to Temporal that is on its way in that moment. */
  readonly during?: Omit<CallMatch, 'about'>;
  /** Or else what has to be true. */
  readonly until?: (order: Order) => Promise<unknown>;
  /** Seconds the caller holds for the end. */
  readonly wait?: number;
  /** The caller's connection died with the API. */
  readonly unheard?: true;
  /** Getnet keeps saying *in process* until its callback was taken. */
  readonly toldByCallback?: true;
  /** Whether the same key, sent again to the next API, attaches to what was started before. */
  readonly replayed: boolean;
  /** What the evidence says of the callback. */
  readonly callbacks: 0 | 1;
}

const frozen = { customer: { action: 'freeze' } } as const;
/** A sender that goes on until it is taken. */
const manyCallbackRetries = { callback: { retries: 40, retryAfter: '250ms' } } as const;
const inProcess = { status: [{ reply: 'in_process', times: 'always' }] } as const;
const reaches = (order: Order) => order.reachesTheTerminal();
const isAcknowledged = (order: Order) =>
  eventually('the acknowledgement', async () => (await order.get()).body.idPosTxs ?? undefined);

const killPoints: readonly KillPoint[] = [
  {
    title: 'killed before the start reached Temporal: the same key starts it, once',
    during: { call: 'ExecuteMultiOperation', leg: 'request' },
    unheard: true,
    replayed: false,
    callbacks: 1,
  },
  {
    title: 'killed after the start, before it heard so: the same key attaches, one command',
    script: frozen,
    during: { call: 'ExecuteMultiOperation', leg: 'answer' },
    unheard: true,
    replayed: true,
    callbacks: 0,
  },
  {
    title: 'killed while the command is at Getnet: the same key attaches, one command',
    script: { ...frozen, answer: { delay: '1500ms' } },
    until: reaches,
    unheard: true,
    replayed: true,
    callbacks: 0,
  },
  {
    title: 'killed while the caller waits for the end: the same key attaches, one command',
    script: frozen,
    wait: 20,
    until: isAcknowledged,
    unheard: true,
    replayed: true,
    callbacks: 0,
  },
  {
    title: 'callback to a dead API: lost, and the status query finds the approval',
    script: frozen,
    until: isAcknowledged,
    replayed: true,
    callbacks: 0,
  },
  {
    title: 'callback to a dead API, sent again to the next one: taken',
    script: { ...frozen, ...manyCallbackRetries, ...inProcess },
    until: isAcknowledged,
    toldByCallback: true,
    replayed: true,
    callbacks: 1,
  },
  {
    title: 'killed with the callback in its hands, not yet durable: the status query finds the approval',
    during: { call: 'SignalWorkflowExecution', leg: 'request' },
    replayed: true,
    callbacks: 0,
  },
  {
    title:
      'killed with the callback durable and not answered: approved, and the sender’s repeat is nothing new',
    script: manyCallbackRetries,
    during: { call: 'SignalWorkflowExecution', leg: 'answer' },
    replayed: true,
    callbacks: 1,
  },
];

/** A request that was under way when the API was killed, and the same one sent to the next API. */
interface RepeatedRequest {
  readonly order: Order;
  /** Undefined: the connection died. */
  readonly first: Answer | undefined;
  readonly again: Answer;
}

const times = {
  DISPATCH_WITHIN: '20s',
  GETNET_TIMEOUT: '5s',
  ATTENTION_AFTER: '15s',
  LIFECYCLE_WINDOW: '2s',
  LIFECYCLE_LIMIT: '10s',
};
const slow = { SIMULATOR_WINDOW: '2s', SIMULATOR_EXTRA_WINDOW: '7s' };

describe('the API is killed with a sale at each of its steps, and ended', () => {
  let world: World;
  const told = new Map<KillPoint, RepeatedRequest>();

  beforeAll(async () => {
    world = await startWorld({ env: times, simulator: slow, viaProxy: ['api'] });
    const begun = await Promise.all(killPoints.map(bringToKillPoint));
    await world.api.kill();
    for (const { killPoint, order } of begun) await pay(killPoint, order);
    await world.api.start();
    await Promise.all(begun.map(repeat));
  });
  afterAll(() => world.close());

  async function bringToKillPoint(killPoint: KillPoint) {
    const { during, until, wait, ...wish } = killPoint;
    const order = (await world.terminal(wish)).order(wait === undefined ? {} : { wait });
    const held = during && world.temporalProxy.hold({ ...during, about: order.id });
    const first = order.once.send().catch(() => undefined);
    await (held ? held.arrives() : until?.(order));
    return { killPoint, order, first };
  }

  /** While there is no API. */
  async function pay({ script }: KillPoint, order: Order): Promise<void> {
    if (script === undefined || script === manyCallbackRetries) return;
    await order.reachesTheTerminal();
    await world.judge.steer(order.id, { action: 'approve' });
  }

  async function repeat({ killPoint, order, first }: Awaited<ReturnType<typeof bringToKillPoint>>) {
    const again = order.send({ wait: 20 });
    if (killPoint.toldByCallback) {
      await eventually('the callback to be taken', async () => {
        const { callbacks } = await order.ledger();
        return callbacks.find(({ status }) => status === 200);
      });
      await world.judge.steer(order.id, { status: [] });
    }
    told.set(killPoint, { order, first: await first, again: await again });
  }

  it.each(killPoints)('$title', async (killPoint) => {
    const { order, first, again } = told.get(killPoint) ?? {};
    if (order === undefined || again === undefined) throw new Error(`Nobody enacted: ${killPoint.title}`);
    if (killPoint.unheard) expect(first).toBe(undefined);
    expect(again).toMatchObject({ status: 200, body: { id: order.id, status: 'approved', attempt: 1 } });
    expect(again.headers['idempotency-replayed'] === 'true').toBe(killPoint.replayed);
    expect(again.body.outcome).toMatchObject({ moneyMoved: 'yes', evidence: 'status_query' });
    expect(callbacksIn(again.body)).toBe(killPoint.callbacks);
    expect(await order.truth()).toMatchObject({ received: 1, executed: 1, charges: 1 });
    await expectLedgerToAgree(order);
    expect((await order.send()).body).toEqual(again.body);
  });

  it('SIGTERM with requests that wait: each is answered with what is known, and it exits 0', async () => {
    const dispatching = await world.terminal({ script: { ...frozen, answer: { delay: '3s' } } });
    const paying = await world.terminal({ script: frozen });
    const orders = [dispatching.order(), paying.order({ wait: 30 })] as const;
    const answers = Promise.all(orders.map((order) => order.send()));
    await Promise.all(orders.map((order) => order.reachesTheTerminal()));
    await isAcknowledged(orders[1]);
    const reading = orders[1].get(30);
    await isAcknowledged(orders[1]);
    const exit = await world.api.stop();
    expect(exit).toMatchObject({ code: 0, signal: null });
    for (const [at, answer] of (await answers).entries())
      expect(answer).toMatchObject({ status: 202, body: { id: orders[at]?.id } });
    // Once the lifecycle window is over, Getnet is asked: which of the two it is depends on how busy the machine is.
    const known = expect.stringMatching(/^(in_progress|verifying)$/);
    expect(await reading).toMatchObject({ status: 200, body: { status: known } });
    await world.api.start();
    for (const order of orders) {
      await world.judge.steer(order.id, { action: 'approve' });
      expect(await order.send({ wait: 20 })).toMatchObject({ status: 200, body: { status: 'approved' } });
      expect(await order.truth()).toMatchObject({ received: 1, charges: 1 });
    }
  });
});

function callbacksIn({ evidence = [] }: Body): number {
  return evidence.filter(({ source }) => source === 'callback').length;
}
