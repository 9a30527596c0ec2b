import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Script } from '../../src/simulator/scripts/script.js';
import { eventually } from './support/eventually.js';
import type { Hold } from './support/hold-point.js';
import { expectLedgerToAgree } from './support/expect-ledger.js';
import type { Order } from './support/sale.js';
import { startTemporalProxy } from './support/temporal-proxy.js';
import type { CallMatch, TemporalProxy } from './support/temporal-proxy.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** A sale that Getnet refuses at first, and the step at which a process is killed. */
interface KillPoint {
  readonly title: string;
  /** What happens to its first two commands. */
  readonly script: readonly Script[];
  /** The attempt that is under way in that moment. */
  readonly attempt: 1 | 2;
  /** The call to Temporal that is on its way then. */
  readonly during?: Omit<CallMatch, 'about'>;
  /** Or else what has to be true. */
  readonly until?: (order: Order) => Promise<unknown>;
  /** Whether the customer pays while the process is dead; the attempt at whose command. */
  readonly pays?: 1 | 2;
  /** How it stands before the key is used again. */
  readonly stands: 'approved' | 'not_sent' | 'needs_attention';
  /** Commands that Getnet received in the end, and charges. */
  readonly received: number;
  readonly charges: 0 | 1;
}

const refused: Script = { refusal: 'keypos' };
const frozen: Script = { customer: { action: 'freeze' } };
/** Refused, and carried out all the same. */
const hidden: Script = { ...frozen, answer: { replaced: { reply: 'keypos', executed: true } } };
const unanswered: Script = { ...frozen, answer: { hang: 'executed' } };

const worker: readonly KillPoint[] = [
  {
    title: 'the refusal in hand and not recorded: nobody can tell, and the key sends nothing more',
    script: [refused],
    attempt: 1,
    stands: 'needs_attention',
    received: 1,
    charges: 0,
    // The worker tries again for as long as it lives.
    during: { call: 'RespondActivityTaskCompleted', leg: 'request', every: true },
  },
  {
    title: 'the refusal just recorded: parked by the next worker, and the key tries again',
    script: [refused],
    attempt: 1,
    stands: 'not_sent',
    received: 2,
    charges: 1,
    during: { call: 'RespondActivityTaskCompleted', leg: 'answer' },
  },
  {
    title: 'the terminal not given back yet: parked by the next worker, and the key tries again',
    script: [refused],
    attempt: 1,
    stands: 'not_sent',
    received: 2,
    charges: 1,
    during: { call: 'TerminateWorkflowExecution', leg: 'request' },
  },
  {
    title: 'the terminal given back and not heard of: parked by the next worker, and the key tries again',
    script: [refused],
    attempt: 1,
    stands: 'not_sent',
    received: 2,
    charges: 1,
    during: { call: 'TerminateWorkflowExecution', leg: 'answer' },
  },
  {
    title: 'about to be parked: parked by the next worker, and the key tries again',
    script: [refused],
    attempt: 1,
    stands: 'not_sent',
    received: 2,
    charges: 1,
    during: { call: 'RespondWorkflowTaskCompleted', also: 'parked', leg: 'request' },
  },
  {
    title: 'just parked: the key tries again',
    script: [refused],
    attempt: 1,
    stands: 'not_sent',
    received: 2,
    charges: 1,
    during: { call: 'RespondWorkflowTaskCompleted', also: 'parked', leg: 'answer' },
  },
  {
    title: 'the second attempt asks for the lease: the next worker takes it, one charge',
    script: [refused],
    attempt: 2,
    stands: 'approved',
    received: 2,
    charges: 1,
    during: { call: 'StartWorkflowExecution', leg: 'request' },
  },
  {
    title: 'the second attempt has the lease and does not know: goes on under it, one charge',
    script: [refused],
    attempt: 2,
    stands: 'approved',
    received: 2,
    charges: 1,
    during: { call: 'StartWorkflowExecution', leg: 'answer' },
  },
  {
    title: 'the second attempt opened and not recorded: opened by the next worker, one charge',
    script: [refused],
    attempt: 2,
    stands: 'approved',
    received: 2,
    charges: 1,
    during: { call: 'RespondWorkflowTaskCompleted', leg: 'request' },
  },
  {
    title: 'the second command granted and not begun: nothing has left, and another worker sends it, once',
    script: [refused],
    attempt: 2,
    stands: 'approved',
    received: 2,
    charges: 1,
    during: { call: 'PollActivityTaskQueue', leg: 'answer' },
  },
  {
    title:
      'the second command asks its run whether it may leave: nothing has left, and another worker sends it, once',
    script: [refused],
    attempt: 2,
    stands: 'approved',
    received: 2,
    charges: 1,
    during: { call: 'QueryWorkflow', leg: 'request' },
  },
  {
    title: 'the second command in Getnet’s hands: the callback names it, approved',
    script: [refused, unanswered],
    attempt: 2,
    stands: 'approved',
    received: 2,
    charges: 1,
    until: (order) => order.reachesTheTerminal(),
    pays: 2,
  },
  {
    title: 'the second acknowledgement in hand and not recorded: the callback names it, approved',
    script: [refused, frozen],
    attempt: 2,
    stands: 'approved',
    received: 2,
    charges: 1,
    during: { call: 'RespondActivityTaskCompleted', leg: 'request' },
    pays: 2,
  },
  {
    title:
      'parked, and the command that was refused is called back about meanwhile: the charge is the answer',
    script: [hidden],
    attempt: 1,
    stands: 'approved',
    received: 1,
    charges: 1,
    until: isParked,
    pays: 1,
  },
];

const api: readonly KillPoint[] = [
  {
    title: 'the repeat has not reached Temporal: the key tries again, once',
    script: [refused],
    attempt: 2,
    stands: 'not_sent',
    received: 2,
    charges: 1,
    during: { call: 'UpdateWorkflowExecution', leg: 'request' },
  },
  {
    title: 'the repeat has reached Temporal, unheard: the key attaches, one charge',
    script: [refused],
    attempt: 2,
    stands: 'approved',
    received: 2,
    charges: 1,
    during: { call: 'UpdateWorkflowExecution', leg: 'answer' },
  },
  {
    title: 'the second command under way: the key attaches, one charge',
    script: [refused, frozen],
    attempt: 2,
    stands: 'approved',
    received: 2,
    charges: 1,
    until: (order) => order.reachesTheTerminal(),
    pays: 2,
  },
  {
    title: 'a callback about what was refused is durable and not answered: the charge is the answer',
    script: [{ ...hidden, customer: { after: '2s' } }],
    attempt: 1,
    stands: 'approved',
    received: 1,
    charges: 1,
    during: { call: 'SignalWorkflowExecution', leg: 'answer' },
  },
];

async function isParked(order: Order): Promise<void> {
  await eventually('the key to be free to try again', async () =>
    (await order.get()).body.status === 'not_sent' ? true : undefined,
  );
}

const times = {
  DISPATCH_WITHIN: '20s',
  GETNET_TIMEOUT: '5s',
  ATTENTION_AFTER: '18s',
  LIFECYCLE_WINDOW: '1s',
  LIFECYCLE_LIMIT: '15s',
};

let world: World;
/** One for each process: a call of the other is not held. */
let proxies: Readonly<Record<'worker' | 'api', TemporalProxy>>;
const orders = new Map<KillPoint, Order>();

beforeAll(async () => {
  world = await startWorld({ env: times, simulator: { SIMULATOR_EXTRA_WINDOW: '13s' }, running: [] });
  proxies = {
    worker: await startTemporalProxy(world.temporalAddress),
    api: await startTemporalProxy(world.temporalAddress),
  };
  const start = (name: 'worker' | 'api') =>
    world[name].start({ env: { TEMPORAL_ADDRESS: proxies[name].address } });
  await Promise.all([start('worker'), start('api')]);
});
afterAll(async () => {
  await world.close();
  await Promise.all([proxies.worker.close(), proxies.api.close()]);
});

describe.each([
  ['worker', worker],
  ['api', api],
] as const)('kill -9 of the %s, with a key at each step of trying again', (name, killPoints) => {
  const held: Hold[] = [];

  beforeAll(async () => {
    await Promise.all(killPoints.map(bringToKillPoint));
    await world[name].kill();
    for (const killPoint of killPoints)
      if (killPoint.pays)
        await world.judge.steer(findOrder(killPoint).customId(killPoint.pays), { action: 'approve' });
    await world[name].start();
    // Only now: what the dead process said is not to reach Temporal any more.
    for (const one of held) one.letGo();
  });

  const findOrder = (killPoint: KillPoint): Order => {
    const order = orders.get(killPoint);
    if (order === undefined) throw new Error(`Nobody enacted: ${killPoint.title}`);
    return order;
  };

  async function bringToKillPoint(killPoint: KillPoint): Promise<void> {
    const { script, attempt, during, until } = killPoint;
    const till = await world.terminal({ script });
    const order = till.order();
    orders.set(killPoint, order);
    if (attempt === 2) {
      await order.send();
      await isParked(order);
      await till.isFree();
    }
    const moment = during && proxies[name].hold({ ...during, about: order.id });
    if (moment) held.push(moment);
    void order.send().catch(() => undefined);
    await (moment ? moment.arrives() : until?.(order));
  }

  it.each(killPoints)('$title', async (killPoint) => {
    const order = findOrder(killPoint);
    await order.becomes(killPoint.stands);
    if (killPoint.stands === 'not_sent')
      await eventually('the key to try again', async () => {
        const { body } = await order.send({ wait: 5 });
        return body.status === 'approved' ? true : undefined;
      });
    const again = await order.send({ wait: 5 });
    const status = killPoint.charges === 1 ? 'approved' : killPoint.stands;
    expect(again.body).toMatchObject({ id: order.id, status });
    expect(await order.truth()).toMatchObject({ received: killPoint.received, charges: killPoint.charges });
    await expectLedgerToAgree(order);
  });
});
