import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LeaseMemo } from '../../src/workflows/terminal-lease.messages.js';
import { eventually } from './support/eventually.js';
import type { Hold } from './support/hold-point.js';
import { exchange } from './support/http.js';
import { expectLedgerToAgree } from './support/expect-ledger.js';
import type { Order } from './support/sale.js';
import type { CallMatch } from './support/temporal-proxy.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { TerminalRequest, World } from './support/world.js';

/** A sale, the step at which its worker is killed, and how it has to end under the next worker. */
interface KillPoint extends TerminalRequest {
  readonly title: string;
  /** The call to Temporal that is on its way in that moment. */
  readonly during?: Omit<CallMatch, 'about'>;
  /** Or else what has to be true. */
  readonly until?: (order: Order, world: World) => Promise<unknown>;
  /** Getnet's answer to the merchant's login. */
  readonly auth?: string;
  /** What the customer does while there is no worker. */
  readonly then?: 'approve' | 'decline';
  readonly ends: 'approved' | 'declined' | 'needs_attention';
  readonly shows?: object;
  readonly ledger: object;
}

const paid = { received: 1, executed: 1, charges: 1 };
const never = { received: 0, executed: 0, charges: 0 };
const frozen = { customer: { action: 'freeze' } } as const;
const reaches = (order: Order) => order.reachesTheTerminal();
const isAcknowledged = (order: Order) =>
  eventually('the acknowledgement', async () => (await order.get()).body.idPosTxs ?? undefined);
const logsInForLong = async (order: Order, { judge }: World) => {
  await eventually('the login', async () => {
    const { requests } = await judge.ledger();
    return requests.find(({ path, clientId }) => path.endsWith('auth') && clientId === order.shop.clientId);
  });
  await eventually('the claim', async () => {
    const { raw } = await order.run().describe();
    return raw.pendingActivities?.find(({ heartbeatDetails }) => heartbeatDetails);
  });
};

const beforeTheDispatch: readonly KillPoint[] = [
  {
    title: 'killed while it asks for the lease: the next worker takes it, one command',
    during: { call: 'StartWorkflowExecution', leg: 'request' },
    ends: 'approved',
    ledger: paid,
  },
  {
    title: 'killed before it hears that it has the lease: goes on under the same lease, one command',
    during: { call: 'StartWorkflowExecution', leg: 'answer' },
    ends: 'approved',
    ledger: paid,
  },
  {
    title: 'killed between acquiring the lease and its record: goes on under the same lease, one command',
    during: { call: 'RespondWorkflowTaskCompleted', leg: 'request' },
    ends: 'approved',
    ledger: paid,
  },
  {
    title: 'killed with the dispatch scheduled and given to nobody: another worker sends it, once',
    during: { call: 'RespondWorkflowTaskCompleted', leg: 'answer' },
    ends: 'approved',
    ledger: paid,
  },
  {
    title: 'killed in a login that takes so long that it has claimed the command: never sent by another',
    alone: true,
    auth: 'hang',
    until: logsInForLong,
    ends: 'needs_attention',
    ledger: never,
  },
];

const duringTheDispatch: readonly KillPoint[] = [
  {
    title: 'killed with the command in Getnet’s hands: the callback names it, the status query approves',
    script: { ...frozen, answer: { hang: 'executed' } },
    until: reaches,
    then: 'approve',
    ends: 'approved',
    shows: { outcome: { moneyMoved: 'yes', evidence: 'status_query' } },
    ledger: paid,
  },
  {
    title: 'killed with the command in Getnet’s hands, declined: the callback names it, declined',
    script: { ...frozen, answer: { hang: 'executed' } },
    until: reaches,
    then: 'decline',
    ends: 'declined',
    ledger: { ...paid, charges: 0 },
  },
  {
    title:
      'killed with the command in Getnet’s hands, callback lost: its number is unknown, a person is asked',
    script: { answer: { hang: 'executed' }, callback: { lost: true } },
    until: reaches,
    ends: 'needs_attention',
    ledger: paid,
  },
  {
    title: 'killed with the acknowledgement in hand and not recorded: the callback names it, approved',
    script: frozen,
    during: { call: 'RespondActivityTaskCompleted', leg: 'request' },
    then: 'approve',
    ends: 'approved',
    ledger: paid,
  },
];

const afterTheDispatch: readonly KillPoint[] = [
  {
    title: 'killed with the acknowledgement just recorded, callback lost: asked by its number, approved',
    script: { ...frozen, callback: { lost: true } },
    during: { call: 'RespondActivityTaskCompleted', leg: 'answer' },
    then: 'approve',
    ends: 'approved',
    ledger: paid,
  },
  {
    title: 'killed while the customer pays, callback comes meanwhile: approved',
    script: frozen,
    until: isAcknowledged,
    then: 'approve',
    ends: 'approved',
    ledger: paid,
  },
  {
    title: 'killed while the customer pays, callback lost: the status query finds the approval',
    script: { ...frozen, callback: { lost: true } },
    until: isAcknowledged,
    then: 'approve',
    ends: 'approved',
    ledger: paid,
  },
  {
    title: 'killed before it gives the terminal back: the next worker does',
    during: { call: 'TerminateWorkflowExecution', leg: 'request' },
    ends: 'approved',
    ledger: paid,
  },
];

/** The next customer comes before the next worker hears of it. */
const lateRelease: KillPoint = {
  title: 'killed before it hears that the terminal was given back: takes it for done',
  during: { call: 'TerminateWorkflowExecution', leg: 'answer' },
  ends: 'approved',
  ledger: paid,
};

/** What is left of a sale when its worker is dead. */
interface Victim {
  readonly till: Till;
  readonly order: Order;
  /** The lease's run id in that moment. */
  readonly leaseRun: string | undefined;
}

const killPoints = [...beforeTheDispatch, ...duringTheDispatch, ...afterTheDispatch, lateRelease];
/** Getnet keeps a frozen customer for 7 s, which is longer than it takes to bring all sales to their moments. */
const times = {
  DISPATCH_WITHIN: '20s',
  GETNET_TIMEOUT: '5s',
  ATTENTION_AFTER: '9s',
  LIFECYCLE_WINDOW: '1s',
  LIFECYCLE_LIMIT: '8s',
};

describe('the worker is killed with a sale at each of its steps, stopped, and paused', () => {
  let world: World;
  let next: Order;
  const victims = new Map<KillPoint, Victim>();
  const holds: Hold[] = [];
  const findVictim = (killPoint: KillPoint): Victim => {
    const victim = victims.get(killPoint);
    if (victim === undefined) throw new Error(`Nobody enacted: ${killPoint.title}`);
    return victim;
  };

  beforeAll(async () => {
    world = await startWorld({
      env: times,
      simulator: { SIMULATOR_EXTRA_WINDOW: '6s' },
      viaProxy: ['worker'],
    });
    await Promise.all(killPoints.map(bringToKillPoint));
    await world.worker.kill();
    await Promise.all(killPoints.map(recordLease));
    next = await sellToNextCustomer(findVictim(lateRelease));
    // What they hold is of the worker that died, and goes nowhere.
    for (const held of holds) held.letGo();
    await world.worker.start();
  });
  afterAll(() => world.close());

  async function bringToKillPoint(killPoint: KillPoint): Promise<void> {
    const { during, until, auth, ...request } = killPoint;
    const till = await world.terminal(request);
    if (auth) await world.judge.script({ auth }, { clientId: till.shop.clientId });
    const order = till.order();
    // Repeats are held too: on a busy machine the others take longer to their moments than one try may take.
    const held = during && world.temporalProxy.hold({ ...during, about: order.id, every: true });
    if (held) holds.push(held);
    void order.once.send().catch(() => undefined);
    victims.set(killPoint, { till, order, leaseRun: undefined });
    await (held ? held.arrives() : until?.(order, world));
  }

  async function recordLease(killPoint: KillPoint): Promise<void> {
    const { till, order } = findVictim(killPoint);
    const leaseRun = (await till.lease())?.runId;
    victims.set(killPoint, { till, order, leaseRun });
    if (killPoint.then) await world.judge.steer(order.id, { action: killPoint.then });
  }

  async function sellToNextCustomer({ till }: Victim): Promise<Order> {
    await till.script(frozen);
    const order = till.order();
    void order.once.send().catch(() => undefined);
    await eventually('the next sale to be started', () =>
      order
        .run()
        .describe()
        .catch(() => undefined),
    );
    return order;
  }

  it('late release: it does not end the next customer’s lease', async () => {
    const { till, order } = findVictim(lateRelease);
    await next.reachesTheTerminal();
    await order.becomes('approved');
    const lease = await till.lease();
    expect(lease?.status.name).toBe('RUNNING');
    expect((lease?.memo as unknown as LeaseMemo).holder.transactionId).toBe(next.id);
    await world.judge.steer(next.id, { action: 'approve' });
    await next.becomes('approved');
  });

  it.each(killPoints)('$title', async (killPoint) => {
    const { order, till, leaseRun } = findVictim(killPoint);
    const body = await order.becomes(killPoint.ends);
    expect(body).toMatchObject({ attempt: 1, ...killPoint.shows });
    await expectLedgerToAgree(order);
    expect(await order.truth()).toMatchObject(killPoint.ledger);
    if (killPoint === lateRelease) return;
    const lease = await till.lease();
    expect(lease?.runId).toBe(leaseRun ?? lease?.runId);
    if (killPoint.ends !== 'needs_attention') expect(lease?.status.name).toBe('TERMINATED');
  });

  it('no lease was ended by anybody but its holder', async () => {
    const { text } = await exchange(`${world.urls.worker}/metrics`);
    expect(text).toMatch(/occurrences_total\{kind="lease_lost"\} 0/);
  });

  it('SIGTERM: it waits for the answers, records them, and exits 0', async () => {
    const acknowledged = await world.terminal({
      script: { answer: { delay: '1500ms' }, callback: { lost: true } },
    });
    const held = await world.terminal({ mode: 'sync', script: { customer: { after: '1800ms' } } });
    const orders = [acknowledged.order(), held.order()] as const;
    for (const order of orders) void order.once.send().catch(() => undefined);
    await Promise.all(orders.map((order) => order.reachesTheTerminal()));
    expect(await world.worker.stop()).toMatchObject({ code: 0, signal: null });
    await world.worker.start();
    const [async, sync] = await Promise.all(orders.map((order) => order.becomes('approved')));
    expect(async?.evidence).toContainEqual(
      expect.objectContaining({ source: 'dispatch', says: expect.stringMatching(/^acknowledged as/) }),
    );
    expect(sync).toMatchObject({ outcome: { evidence: 'sync_response' } });
  });

  it('SIGSTOP until it is taken for dead, callback lost: the acknowledgement that came meanwhile is not lost', async () => {
    const till = await world.terminal({ script: { answer: { delay: '500ms' }, callback: { lost: true } } });
    const order = till.order();
    void order.once.send().catch(() => undefined);
    await order.reachesTheTerminal();
    world.worker.pause();
    await eventually('the dispatch to be taken for dead', async () => {
      const { raw } = await order.run().describe();
      return raw.pendingActivities?.length ? undefined : true;
    });
    world.worker.resume();
    expect((await order.becomes('approved')).evidence).toContainEqual(
      expect.objectContaining({ source: 'dispatch', says: expect.stringMatching(/^acknowledged as/) }),
    );
    expect(await order.truth()).toMatchObject(paid);
  });
});
