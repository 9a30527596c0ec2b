import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Script } from '../../src/simulator/scripts/script.js';
import { eventually } from './support/eventually.js';
import { expectLedgerToAgree } from './support/expect-ledger.js';
import type { Order } from './support/sale.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { TerminalRequest, World } from './support/world.js';

const frozen = { customer: { action: 'freeze' } } as const;
const cancelRequests = { command: 'cancelsale' };

/** The requests to stop this till's terminal that arrived at Getnet. */
async function cancelsAt(till: Till) {
  return (await till.ledger()).requests.filter(({ path }) => path.endsWith('cancelsale'));
}

const isAcknowledged = (order: Order) =>
  eventually('the acknowledgement', async () => (await order.get()).body.idPosTxs ?? undefined);

interface WaitingSale {
  readonly till: Till;
  readonly order: Order;
}

/** Times in which a terminal waits long enough to be told something. */
const longTimeouts = {
  simulator: { SIMULATOR_WINDOW: '6s', SIMULATOR_EXTRA_WINDOW: '2s' },
  env: { LIFECYCLE_WINDOW: '6s', LIFECYCLE_LIMIT: '8s', ATTENTION_AFTER: '20s', GETNET_TIMEOUT: '2s' },
};

describe('a sale is cancelled while it waits for its card', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(longTimeouts);
  });
  afterAll(() => world.close());

  /** A sale in Argentina that nobody pays, acknowledged. */
  async function waitingSale(wish: TerminalRequest = {}): Promise<WaitingSale> {
    const till = await world.terminal({ country: 'AR', script: frozen, ...wish });
    const order = till.order();
    const answer = order.send({ wait: 0 });
    await order.reachesTheTerminal();
    await answer;
    if (wish.mode !== 'sync') await isAcknowledged(order);
    return { till, order };
  }

  it.concurrent.each(['async', 'sync'] as const)('%s: declined, and the terminal is free', async (mode) => {
    const { till, order } = await waitingSale({ mode });
    expect(await order.cancel()).toMatchObject({ status: 202, body: { status: 'cancel_requested' } });
    const body = await order.becomes('declined');
    expect(body).toMatchObject({ outcome: { moneyMoved: 'no' } });
    await till.isFree();
    expect(await order.truth()).toMatchObject({ state: 'declined', charges: 0 });
    expect(await cancelsAt(till)).toHaveLength(1);
    const next = await till.sale({ wait: 10 });
    expect(next.answer.body.status).toBe('approved');
  });

  it.concurrent(
    'the card is tapped in the same second: approved, whatever the cancel request was answered',
    async () => {
      const { till, order } = await waitingSale();
      const accepted = { customer: { action: 'decline', says: { outcome: 'approved' } } } as const;
      await world.judge.script(accepted, { ...cancelRequests, serialNumber: till.serialNumber });
      const [answer] = await Promise.all([
        order.cancel(),
        world.judge.steer(order.customId(), { action: 'approve' }),
      ]);
      expect([202, 409]).toContain(answer.status);
      expect(await order.becomes('approved')).toMatchObject({ outcome: { moneyMoved: 'yes' } });
      await till.isFree();
      await expectLedgerToAgree(order);
    },
  );

  it.concurrent.each<[string, Script]>([
    ['after it was carried out', { answer: { lost: 'instead_of_answer' } }],
    ['before anybody read it', { answer: { lost: 'before_reading' } }],
    ['because it hangs', { answer: { hang: 'executed' } }],
  ])('the answer to the cancel request is lost, %s: the outcome is found', async (_, script) => {
    const { till, order } = await waitingSale();
    await world.judge.script(script, { ...cancelRequests, serialNumber: till.serialNumber });
    expect((await order.cancel()).status).toBe(202);
    const body = await order.settles();
    expect(body.status).toBe('declined');
    expect(await cancelsAt(till)).toHaveLength(1);
    await till.isFree();
    await expectLedgerToAgree(order);
  });

  it.concurrent(
    'cancel taken, callback lost: the next sale goes out after the proof of the first, not after the answer',
    async () => {
      const { till, order } = await waitingSale({ script: { ...frozen, callback: { lost: true } } });
      await world.judge.steer(order.customId(), { status: [{ reply: 'in_process', times: 3 }] });
      expect((await order.cancel()).status).toBe(202);
      const next = till.order();
      const answer = await next.send();
      expect(answer).toMatchObject({ status: 409, body: { code: 'terminal-busy', holder: order.id } });
      await order.becomes('declined');
      await till.isFree();
      expect((await next.send({ wait: 10 })).body.status).toBe('approved');
    },
  );

  it.concurrent('Chile: 409 with the reason, and the sale goes on', async () => {
    const till = await world.terminal({ script: frozen });
    const order = till.order();
    await order.send({ wait: 0 });
    await isAcknowledged(order);
    expect(await order.cancel()).toMatchObject({
      status: 409,
      body: { code: 'not-cancellable', moneyMoved: 'unknown', retry: 'never' },
    });
    await world.judge.steer(order.customId(), { action: 'approve' });
    await order.becomes('approved');
    expect(await cancelsAt(till)).toEqual([]);
  });

  it.concurrent('the terminal was offline: cancelled, and its key starts nothing more', async () => {
    const till = await world.terminal({ country: 'AR', script: { refusal: 'offline' } });
    const order = till.order();
    expect((await order.send()).body.code).toBe('terminal-offline');
    expect(await order.cancel()).toMatchObject({
      status: 202,
      body: { status: 'not_sent', outcome: { reason: 'cancelled', moneyMoved: 'no' } },
    });
    expect((await order.send()).body).toMatchObject({ code: 'cancelled', retry: 'new_key' });
    expect(await order.truth()).toMatchObject({ received: 1, executed: 0 });
  });

  it.concurrent('cancelled in Temporal: the same', async () => {
    const { till, order } = await waitingSale();
    await order.run().cancel();
    await order.becomes('declined');
    expect(await cancelsAt(till)).toHaveLength(1);
  });

  describe('the worker dies while the cancel request is under way', () => {
    const ends = {
      'the terminal gives up': 'declined',
      'the card was tapped meanwhile': 'approved',
    } as const;
    type CancelOutcome = keyof typeof ends;
    const turns = Object.keys(ends) as CancelOutcome[];
    const sales = new Map<CancelOutcome, WaitingSale>();

    beforeAll(async () => {
      const waiting = await Promise.all(turns.map(() => waitingSale()));
      turns.forEach((turn, at) => waiting[at] && sales.set(turn, waiting[at]));
      await Promise.all(waiting.map(askToCancel));
      await world.worker.kill();
      for (const [turn, { order }] of sales) {
        const action = ends[turn] === 'declined' ? 'decline' : 'approve';
        await world.judge.steer(order.customId(), { action });
      }
      await world.worker.start();
    });

    async function askToCancel({ till, order }: WaitingSale): Promise<void> {
      const slow: Script = { answer: { delay: '1900ms' }, customer: { action: 'freeze' } };
      await world.judge.script(slow, { ...cancelRequests, serialNumber: till.serialNumber });
      expect((await order.cancel()).status).toBe(202);
      await eventually('the cancel request', async () => (await cancelsAt(till)).length > 0 || undefined);
    }

    it.each(turns)('%s: the outcome is found, and nothing is asked twice', async (turn) => {
      const sale = sales.get(turn);
      if (sale === undefined) throw new Error(`Nobody cancelled: ${turn}`);
      const { till, order } = sale;
      await order.becomes(ends[turn]);
      await till.isFree();
      expect(await cancelsAt(till)).toHaveLength(1);
      expect(await order.truth()).toMatchObject({ received: 1, charges: ends[turn] === 'approved' ? 1 : 0 });
    });
  });

  it('the API dies after it has asked to cancel: the run goes on with it, and the same request finds that it was asked', async () => {
    const { till, order } = await waitingSale();
    const asked = order.cancel().catch(() => undefined);
    await eventually('the cancel request', async () => (await cancelsAt(till)).length > 0 || undefined);
    await world.api.kill();
    await asked;
    await world.api.start();
    await order.becomes('declined');
    expect(await cancelsAt(till)).toHaveLength(1);
    expect(await order.cancel()).toMatchObject({ status: 202, body: { status: 'declined' } });
    await expectLedgerToAgree(order);
  });
});
