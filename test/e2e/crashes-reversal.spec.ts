import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TransactionId } from '../../src/domain/ids.js';
import { deriveReversalId } from '../../src/domain/reversal.js';
import { eventually } from './support/eventually.js';
import type { Order } from './support/sale.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** E2E_EVERY_EVENT=1 kills at each event of the undo's history; a usual run takes every fifth. */
const step = Number(process.env['E2E_EVERY_EVENT'] ?? 5);

/** Each kill waits for its event, and for both processes to be back. */
const LONGEST_MS = 300_000;

const times = {
  ...{ DISPATCH_WITHIN: '30s', GETNET_TIMEOUT: '3s', ATTENTION_AFTER: '40s' },
  ...{ LIFECYCLE_WINDOW: '1s', LIFECYCLE_LIMIT: '15s' },
};

describe('kill -9 of worker and API at the events of the undo of a sale that was not confirmed', () => {
  let world: World;
  const sales = new Map<number, Order>();
  let events = 0;

  beforeAll(async () => {
    world = await startWorld({ env: times, counters: 40 });
    const undisturbed = await sell();
    await becomesReversed(undisturbed);
    events = await historyLength(undisturbed);
    for (let event = 1; event <= events; event += step) {
      const sale = await sell();
      sales.set(event, sale);
      await eventually(`event ${event}`, async () => (await historyLength(sale)) >= event || undefined);
      await Promise.all([world.worker.kill(), world.api.kill()]);
      await Promise.all([world.worker.start(), world.api.start()]);
    }
  }, LONGEST_MS);
  afterAll(() => world.close());

  async function sell(): Promise<Order> {
    const till = await world.terminal();
    // The API may be away when Getnet calls back: without a number nobody could ask how the undo ended.
    await till.script({ callback: { retries: 20, retryAfter: '500ms' } }, 5);
    const sale = till.order({ body: { confirmWithin: 1 } });
    await sale.send();
    return sale;
  }

  /** Through restarts of the API. */
  function becomesReversed(sale: Order) {
    const reversed = async () => {
      const answer = await sale.get(1).catch(() => undefined);
      return answer?.body['status'] === 'reversed' ? answer.body : undefined;
    };
    return eventually(`${sale.id} (${sale.counter.id}) to be reversed`, reversed, 90_000);
  }

  /** Of the undo's run; 0 while there is none. */
  function historyLength({ id }: Order): Promise<number> {
    const run = world.temporal.workflow.getHandle(
      `transaction/${deriveReversalId(id as TransactionId, 'void')}`,
    );
    return run.describe().then(
      (found) => found.historyLength,
      () => 0,
    );
  }

  it(
    'each of them ends with exactly one undo in the ledger, and nothing is charged',
    async () => {
      expect(events).toBeGreaterThan(20);
      for (const [event, sale] of sales) {
        const body = await becomesReversed(sale);
        const undo = (body['undo'] as { readonly transactionId: string }).transactionId;
        expect({ event, ...(await sale.truth()) }).toMatchObject({ event, charges: 1, net: 0 });
        expect({ event, ...(await world.judge.truth(undo)) }).toMatchObject({
          event,
          executed: 1,
          refunds: 1,
        });
      }
      expect((await world.judge.ledger()).alarms).toEqual([]);
      expect(sales.size).toBe(Math.ceil(events / step));
    },
    LONGEST_MS,
  );
});
