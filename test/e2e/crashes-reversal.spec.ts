import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transactionWorkflowId } from '../../src/workflows/transaction.messages.js';
import { askSnapshot } from '../support/ask-run.js';
import { readUndoId } from '../support/key-use.js';
import { eventually } from './support/eventually.js';
import type { Order } from './support/sale.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** E2E_EVERY_EVENT=1 kills at each event of the undo's history; a usual run takes every tenth: crashes-undo has each step of an undo. */
const step = Number(process.env['E2E_EVERY_EVENT'] ?? 10);

/** Each kill waits for its event, and for both processes to be back. */
const TIME_LIMIT_MS = 300_000;

/** Between the start of the dispatch and its POST there are one or two events. */
const LEFT_TO_A_PERSON = 3;

/** Two workflow tasks of a dead worker time out after 10 s each: an undo that is sent only then must not need a person meanwhile. */
const times = {
  DISPATCH_WITHIN: '30s',
  GETNET_TIMEOUT: '3s',
  ATTENTION_AFTER: '45s',
  LIFECYCLE_WINDOW: '1s',
  LIFECYCLE_LIMIT: '15s',
};

describe('kill -9 of worker and API at the events of the undo of a sale that was not confirmed', () => {
  let world: World;
  const sales = new Map<number, Order>();
  let events = 0;
  const ends: string[] = [];

  beforeAll(async () => {
    world = await startWorld({ env: times, counters: 40 });
    const undisturbed = await sell();
    expect(await settles(undisturbed)).toBe('reversed');
    events = await historyLength(undisturbed);
    for (let event = 1; event <= events; event += step) {
      const sale = await sell();
      sales.set(event, sale);
      await eventually(`event ${event}`, async () => (await historyLength(sale)) >= event || undefined);
      await Promise.all([world.worker.kill(), world.api.kill()]);
      await Promise.all([world.worker.start(), world.api.start()]);
    }
  }, TIME_LIMIT_MS);
  afterAll(() => world.close());

  async function sell(): Promise<Order> {
    const till = await world.terminal();
    // The API may be away when Getnet calls back: without a number nobody could ask how the undo ended.
    await till.script({ callback: { retries: 20, retryAfter: '500ms' } }, 5);
    const sale = till.order({ body: { confirmWithin: 1 } });
    await sale.send();
    return sale;
  }

  const getUndoRun = async (sale: Order) =>
    world.temporal.workflow.getHandle(transactionWorkflowId(await readUndoId(sale.run())));

  /** Through restarts of the API. @returns whether it is reversed, or its undo needs a person. */
  function settles(sale: Order): Promise<'reversed' | 'needs a person'> {
    return eventually(
      `${sale.id} (${sale.counter.id}) to be reversed`,
      async () => {
        const answer = await sale.get(1).catch(() => undefined);
        if (answer?.body['status'] === 'reversed') return 'reversed';
        const undo = await getUndoRun(sale)
          .then(({ workflowId }) => askSnapshot(world.temporal, workflowId))
          .catch(() => undefined);
        return undo?.status === 'needs_attention' ? 'needs a person' : undefined;
      },
      120_000,
    );
  }

  /** Of the undo's run; 0 while there is none. */
  function historyLength(sale: Order): Promise<number> {
    return getUndoRun(sale)
      .then((run) => run.describe())
      .then(
        (found) => found.historyLength,
        () => 0,
      );
  }

  it(
    'each of them ends with one undo in the ledger; only one whose worker died before it had sent may need a person',
    async () => {
      expect(events).toBeGreaterThan(20);
      expect(sales.size).toBe(Math.ceil(events / step));
      for (const [event, sale] of sales) {
        const end = await settles(sale);
        const { executed, refunds } = await world.judge.truth(await readUndoId(sale.run()));
        const { charges, net } = await sale.truth();
        // Nothing was sent, and no number was ever given: nobody but a person can tell.
        const told =
          end === 'reversed' ? { executed: 1, refunds: 1, net: 0 } : { executed: 0, refunds: 0, net: 5_990 };
        expect({ event, end, charges, executed, refunds, net }).toEqual({ event, end, charges: 1, ...told });
        ends.push(end);
      }
      expect((await world.judge.ledger()).alarms).toEqual([]);
      process.stdout.write(`${sales.size} kills in ${events} events: ${ends.join(', ')}\n`);
      expect(ends.filter((end) => end !== 'reversed').length).toBeLessThanOrEqual(LEFT_TO_A_PERSON);
    },
    TIME_LIMIT_MS,
  );
});
