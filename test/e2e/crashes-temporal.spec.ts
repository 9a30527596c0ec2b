import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { exchange } from './support/http.js';
import type { Answer } from './support/http.js';
import { expectLedgerToAgree } from './support/expect-ledger.js';
import type { Order } from './support/sale.js';
import type { CallMatch } from './support/temporal-proxy.js';
import { startWorld } from './support/world.js';
import type { TerminalRequest, World } from './support/world.js';

/** A sale, and the step at which Temporal is killed. */
interface KillPoint extends TerminalRequest {
  readonly title: string;
  /** The call to Temporal that is on its way in that moment. */
  readonly during?: Omit<CallMatch, 'about'>;
  /** Or else what has to be true. */
  readonly until?: (order: Order) => Promise<unknown>;
  /** What has to happen while Temporal is away, besides the payment of a customer who hesitates. */
  readonly meanwhile?: (order: Order, world: World) => Promise<unknown>;
  readonly shows?: object;
}

const frozen = { customer: { action: 'freeze' } } as const;
const callbackLost = { callback: { lost: true } } as const;
const once = { received: 1, executed: 1, charges: 1 };
const reaches = (order: Order) => order.reachesTheTerminal();
const isAcknowledged = (order: Order) =>
  eventually('the acknowledgement', async () => (await order.get()).body.idPosTxs ?? undefined);
/** The worker has the answer in hand, and nobody to tell it to. */
const isAnswered = (order: Order, { worker }: World) =>
  eventually('the answer to be in hand', () =>
    lines(worker.log(), '"msg":"dispatched"').find((line) => line.includes(order.id)),
  );
const isRefusedCallback = (order: Order) =>
  eventually('a callback to be refused', async () => {
    const { callbacks } = await order.ledger();
    return callbacks.find(({ status }) => status === 503);
  });
/** By then Temporal, once it is back, takes every activity for dead that could not send a sign of life. */
const goneForDead = (since: number) =>
  eventually('the heartbeats to be overdue', () => (Date.now() > since + 4_000 ? true : undefined));
/** A run that starts more than 10 s after its acceptance counts as one that somebody started again. */
const isTooLateToStart = (since: number) =>
  eventually('a start to be too late', () => (Date.now() > since + 11_000 ? true : undefined));
const byAcknowledgement = {
  evidence: expect.arrayContaining([
    expect.objectContaining({ source: 'dispatch', says: expect.stringMatching(/^acknowledged as/) }),
  ]),
};

const killPoints: readonly KillPoint[] = [
  {
    title: 'killed before the start was durable: refused, and the same key starts it',
    during: { call: 'ExecuteMultiOperation', leg: 'request' },
  },
  {
    title: 'killed after the start was durable: refused, and the same key attaches',
    during: { call: 'ExecuteMultiOperation', leg: 'answer' },
  },
  {
    title: 'killed before the lease was durable: acquired afterwards, one command',
    during: { call: 'StartWorkflowExecution', leg: 'request' },
  },
  {
    title: 'killed after the lease was durable, unheard: its own, one command',
    during: { call: 'StartWorkflowExecution', leg: 'answer' },
  },
  {
    title: 'killed before the lease was recorded: its own, one command',
    during: { call: 'RespondWorkflowTaskCompleted', leg: 'request' },
  },
  {
    title: 'killed while Getnet has the command, acknowledged meanwhile, callback lost: not lost, approved',
    script: { ...callbackLost, answer: { delay: '2500ms' } },
    until: reaches,
    meanwhile: isAnswered,
    shows: byAcknowledgement,
  },
  {
    title: 'killed with the acknowledgement on its way home, callback lost: not lost, approved',
    script: callbackLost,
    during: { call: 'RespondActivityTaskCompleted', leg: 'request' },
    shows: byAcknowledgement,
  },
  {
    title: 'killed while a sync answer arrives: not lost, approved by that answer',
    mode: 'sync',
    script: frozen,
    until: reaches,
    meanwhile: isAnswered,
    shows: { outcome: { moneyMoved: 'yes', evidence: 'sync_response' } },
  },
  {
    title: 'killed while the customer pays, callback lost: the status query finds the approval',
    script: { ...frozen, ...callbackLost },
    until: isAcknowledged,
  },
  {
    title: 'killed while the customer pays, callback refused with 503: the sender’s repeat is taken',
    script: {
      ...frozen,
      callback: { retries: 60, retryAfter: '250ms' },
      status: [{ reply: 'in_process', times: 'always' }],
    },
    until: isAcknowledged,
    meanwhile: isRefusedCallback,
    shows: { evidence: expect.arrayContaining([expect.objectContaining({ source: 'callback' })]) },
  },
  {
    title: 'killed before the terminal was given back: given back afterwards',
    during: { call: 'TerminateWorkflowExecution', leg: 'request' },
  },
  {
    title: 'killed after the terminal was given back, unheard: taken for done',
    during: { call: 'TerminateWorkflowExecution', leg: 'answer' },
  },
];

const times = {
  DISPATCH_WITHIN: '60s',
  GETNET_TIMEOUT: '6s',
  ATTENTION_AFTER: '16s',
  LIFECYCLE_WINDOW: '1s',
  LIFECYCLE_LIMIT: '12s',
};

describe('Temporal, with its database in a file', () => {
  let world: World;
  let paid: Order & { readonly answer: Answer };
  const orders = new Map<KillPoint, { readonly order: Order; readonly first: Promise<Answer> }>();
  const away: Record<'start' | 'read' | 'ready', Answer[]> = { start: [], read: [], ready: [] };
  let late: Order;

  beforeAll(async () => {
    world = await startWorld({
      ownTemporal: true,
      env: times,
      simulator: { SIMULATOR_EXTRA_WINDOW: '10s' },
      viaProxy: ['api', 'worker'],
    });
    paid = await (await world.terminal()).sale({ wait: 20 });
    late = (await world.terminal()).order();
    await Promise.all(killPoints.map(bringToKillPoint));
    await world.ownTemporal.kill();
    const killedAt = Date.now();
    away.start.push(await late.once.send());
    away.read.push(await paid.once.get());
    away.ready.push(await exchange(`${world.urls.api}/health/ready`));
    await Promise.all(killPoints.map(whileAway));
    await goneForDead(killedAt);
    await world.ownTemporal.start();
    await world.judge.steer(
      findOrder(killPoints.find(({ meanwhile }) => meanwhile === isRefusedCallback)).id,
      {
        status: [],
      },
    );
  });
  afterAll(() => world.close());

  async function bringToKillPoint(killPoint: KillPoint): Promise<void> {
    const { during, until, ...wish } = killPoint;
    const order = (await world.terminal(wish)).order();
    const held = during && world.temporalProxy.hold({ ...during, about: order.id });
    orders.set(killPoint, { order, first: order.once.send() });
    await (held ? held.arrives() : until?.(order));
  }

  async function whileAway({ script = {}, meanwhile, ...killPoint }: KillPoint): Promise<void> {
    const order = findOrder(killPoints.find(({ title }) => title === killPoint.title));
    if ('customer' in script) await world.judge.steer(order.id, { action: 'approve' });
    await meanwhile?.(order, world);
  }

  function findOrder(killPoint: KillPoint | undefined): Order {
    const one = killPoint && orders.get(killPoint);
    if (one === undefined) throw new Error(`Nobody enacted: ${killPoint?.title}`);
    return one.order;
  }

  it('away: a start is refused, with when to come again', () => {
    const [answer] = away.start;
    expect(answer).toMatchObject({
      status: 503,
      body: { code: 'orchestrator-unavailable', moneyMoved: 'unknown', retry: 'same_key' },
    });
    expect(Number(answer?.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('away: reading is refused too, and the API is alive and not ready', () => {
    expect(away.read).toMatchObject([{ status: 503, body: { code: 'orchestrator-unavailable' } }]);
    expect(away.ready).toMatchObject([{ status: 503 }]);
  });

  it('back: the key that was refused is as good as new', async () => {
    const again = await late.send({ wait: 20 });
    expect(again).toMatchObject({ status: 200, body: { id: late.id, status: 'approved', attempt: 1 } });
    expect(await late.truth()).toMatchObject(once);
  });

  it('back: what was acknowledged before is still there', async () => {
    expect(await paid.send()).toMatchObject({ status: 200, body: paid.answer.body });
  });

  it.each(killPoints)('$title', async (killPoint) => {
    const order = findOrder(killPoint);
    const again = await order.send({ wait: 20 });
    expect(again).toMatchObject({ status: 200, body: { id: order.id, status: 'approved', attempt: 1 } });
    expect(again.body).toMatchObject(killPoint.shows ?? {});
    expect(await order.truth()).toMatchObject(once);
    await expectLedgerToAgree(order);
  });

  it('paused for longer than the heartbeats may be late: neither an acknowledgement nor a sync answer is lost', async () => {
    const script = { ...callbackLost, answer: { delay: '2500ms' } };
    const acknowledged = (await world.terminal({ script })).order();
    const held = (await world.terminal({ mode: 'sync', script: frozen })).order();
    const both = [acknowledged, held];
    for (const order of both) void order.once.send().catch(() => undefined);
    await Promise.all(both.map(reaches));
    world.ownTemporal.pause();
    const pausedAt = Date.now();
    await world.judge.steer(held.id, { action: 'approve' });
    await Promise.all(both.map((order) => isAnswered(order, world)));
    await goneForDead(pausedAt);
    world.ownTemporal.resume();
    expect(await held.becomes('approved')).toMatchObject({ outcome: { evidence: 'sync_response' } });
    expect(await acknowledged.becomes('approved')).toMatchObject(byAcknowledgement);
    for (const order of both) expect(await order.truth()).toMatchObject(once);
  });

  it('paused with a start on its way for longer than one may take: the key is as good as new, and pays once', async () => {
    const order = (await world.terminal()).order();
    const held = world.temporalProxy.hold({ call: 'ExecuteMultiOperation', about: order.id, leg: 'request' });
    const first = order.once.send({ wait: 30 });
    await held.arrives();
    world.ownTemporal.pause();
    held.letGo();
    await isTooLateToStart(Date.now());
    world.ownTemporal.resume();
    // On a busy machine Temporal may have taken the start just before it stood still: then it is attached to.
    const given = { 503: { moneyMoved: 'unknown', retry: 'same_key' }, 200: { status: 'approved' } };
    const { status, body } = await first;
    expect(Object.keys(given)).toContain(String(status));
    expect(body).toMatchObject(given[status as keyof typeof given]);
    const again = await order.send({ wait: 20 });
    expect(again).toMatchObject({ status: 200, body: { id: order.id, status: 'approved', attempt: 1 } });
    expect(await order.truth()).toMatchObject(once);
  });

  it('a start that Temporal never answered is answered 503, never 202', async () => {
    const starts = killPoints.filter(({ during }) => during?.call === 'ExecuteMultiOperation');
    for (const start of starts)
      expect(await orders.get(start)?.first).toMatchObject({
        status: 503,
        body: { code: 'orchestrator-unavailable', retry: 'same_key' },
      });
  });
});

function lines(log: string, text: string): readonly string[] {
  return log.split('\n').filter((line) => line.includes(text));
}
