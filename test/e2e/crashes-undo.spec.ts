import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { expectLedgerToAgree } from './support/expect-ledger.js';
import type { Order } from './support/sale.js';
import type { CallMatch } from './support/temporal-proxy.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** An undo, the step at which a process is killed, and what became of its sale in the end. */
interface KillPoint {
  readonly title: string;
  readonly type: 'void' | 'return';
  /** The call to Temporal that is on its way in that moment. */
  readonly during?: Omit<CallMatch, 'about'>;
  readonly ends: 'approved' | 'not_sent' | 'needs_attention';
  readonly net: number;
}

const frozen = { customer: { action: 'freeze' } } as const;

/** The same step for a void and for a return. */
const both = (title: string, rest: Omit<KillPoint, 'title' | 'type'>): readonly KillPoint[] =>
  (['void', 'return'] as const).map((type) => ({ type, title: `${type}: ${title}`, ...rest }));

const done = { ends: 'approved', net: 0 } as const;
const killPoints: readonly KillPoint[] = [
  ...both('killed while it asks for leave: asks again, one undo', {
    during: { call: 'ExecuteMultiOperation', leg: 'request' },
    ...done,
  }),
  ...both('killed before it hears that it has leave: it has it still, one undo', {
    during: { call: 'ExecuteMultiOperation', leg: 'answer' },
    ...done,
  }),
  ...both('killed with the command in Getnet’s hands: the status query finds the end', done),
  ...both('killed while it tells how it ended: told by the next worker', {
    during: { call: 'UpdateWorkflowExecution', leg: 'request' },
    ...done,
  }),
  ...both('killed before it hears that this was remembered: told again, remembered once', {
    during: { call: 'UpdateWorkflowExecution', leg: 'answer' },
    ...done,
  }),
  ...both('killed before it gives the terminal back: the next worker does', {
    during: { call: 'TerminateWorkflowExecution', leg: 'request' },
    ...done,
  }),
];

const times = {
  DISPATCH_WITHIN: '30s',
  GETNET_TIMEOUT: '3s',
  ATTENTION_AFTER: '20s',
  LIFECYCLE_WINDOW: '1s',
  LIFECYCLE_LIMIT: '15s',
};

interface Victim {
  readonly till: Till;
  readonly sale: Order;
  readonly undo: Order;
}

async function paid(): Promise<Pick<Victim, 'till' | 'sale'>> {
  const till = await world.terminal();
  const sale = till.order();
  await sale.send();
  await sale.becomes('approved');
  return { till, sale };
}

const orderUndo = ({ till, sale }: Pick<Victim, 'till' | 'sale'>, type: KillPoint['type']) =>
  till.order({ operation: { type, originalTransactionId: sale.id } });

async function expectReversed({ sale, undo, till }: Victim): Promise<void> {
  await expectLedgerToAgree(undo);
  expect(await undo.truth()).toMatchObject({ received: 1, executed: 1, refunds: 1 });
  expect((await sale.get()).body).toMatchObject({ status: 'reversed', undo: { transactionId: undo.id } });
  expect(await sale.truth()).toMatchObject({ charges: 1, net: 0 });
  const again = till.order({ operation: { type: 'return', originalTransactionId: sale.id } });
  expect(await again.send()).toMatchObject({ status: 409, body: { code: 'already-reversed' } });
}

let world: World;
beforeAll(async () => {
  const simulator = { SIMULATOR_EXTRA_WINDOW: '13s' };
  world = await startWorld({ env: times, simulator, viaProxy: ['worker'], ownTemporal: true });
});
afterAll(() => world.close());

describe('kill -9 of the worker, with an undo at each of its steps', () => {
  const victims = new Map<KillPoint, Victim>();

  beforeAll(async () => {
    await Promise.all(killPoints.map(bringToKillPoint));
    await world.worker.kill();
    for (const [{ during }, { undo }] of victims)
      if (!during) await world.judge.steer(undo.id, { action: 'approve' });
    await world.worker.start();
  });

  async function bringToKillPoint(killPoint: KillPoint): Promise<void> {
    const { till, sale } = await paid();
    if (!killPoint.during) await till.script(frozen);
    const undo = orderUndo({ till, sale }, killPoint.type);
    const held = killPoint.during && world.temporalProxy.hold({ ...killPoint.during, about: undo.id });
    victims.set(killPoint, { till, sale, undo });
    void undo.once.send().catch(() => undefined);
    await (held ? held.arrives() : undo.reachesTheTerminal());
  }

  it.each(killPoints)('$title', async (killPoint) => {
    const victim = victims.get(killPoint);
    if (victim === undefined) throw new Error(`Nobody enacted: ${killPoint.title}`);
    await victim.undo.becomes(killPoint.ends);
    await expectReversed(victim);
    await victim.till.isFree();
  });
});

describe('kill -9 of API, Temporal and worker together', () => {
  const victims = new Map<KillPoint['type'], Victim>();

  beforeAll(async () => {
    await Promise.all((['void', 'return'] as const).map(bringToTheTerminal));
    await Promise.all([world.api.kill(), world.worker.kill(), world.ownTemporal.kill()]);
    for (const { undo } of victims.values()) await world.judge.steer(undo.id, { action: 'approve' });
    await world.ownTemporal.start();
    await Promise.all([world.worker.start(), world.api.start()]);
  });

  async function bringToTheTerminal(type: KillPoint['type']): Promise<void> {
    const { till, sale } = await paid();
    await till.script(frozen);
    const undo = orderUndo({ till, sale }, type);
    victims.set(type, { till, sale, undo });
    await undo.send();
    await eventually('its number to be known', async () => (await undo.get()).body.idPosTxs ?? undefined);
  }

  it.each(['void', 'return'] as const)(
    'in the middle of a %s: the same key finds its end, and the sale is undone once',
    async (type) => {
      const victim = victims.get(type);
      if (victim === undefined) throw new Error(`Nobody asked for a ${type}`);
      await victim.undo.becomes('approved');
      expect((await victim.undo.send()).body).toMatchObject({ id: victim.undo.id, status: 'approved' });
      await expectReversed(victim);
    },
  );
});
