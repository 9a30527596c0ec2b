import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { reconciliationSchema } from '../../src/api/reconciliations/reconciliation.schema.js';
import { renderReconciliation } from '../../src/api/reconciliations/render-reconciliation.js';
import { buildCustomId } from '../../src/domain/ids.js';
import { deriveClosingId } from '../../src/domain/reconciliation-id.js';
import type { ReconciliationId } from '../../src/domain/reconciliation-id.js';
import {
  buildReconciliationStart,
  reconciliationWorkflow,
} from '../../src/workflows/reconciliation.messages.js';
import type {
  ReconciliationInput,
  ReconciliationStanding,
} from '../../src/workflows/reconciliation.messages.js';
import { keepTerminalBook } from '../api/support/terminal-book.js';
import type { TerminalBook } from '../api/support/terminal-book.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { saleInput } from '../support/terms.js';
import type { SaleTerms } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import type { Getnet } from '../support/transaction-world.js';

useStoryWorkers();

let book: TerminalBook;
let world: TransactionWorld;
beforeEach(async () => {
  book = keepTerminalBook();
  world = await TransactionWorld.over(book.getnet);
});
afterEach(() => world.close());

function buildInput(limits: SaleTerms['limits'], closes?: ReconciliationInput['closes']) {
  const { accepted, policy } = saleInput({ limits: { lifecycleWindow: 100, ...limits } });
  const id = `rc_${randomUUID().replaceAll('-', '').slice(0, 19)}` as ReconciliationId;
  const { merchant, terminal, createdAt } = accepted;
  const input = { version: 1, id, merchant, terminal, policy, createdAt } as const;
  return { ...input, ...(closes && { closes }) };
}

async function reconcile(input: ReconciliationInput): Promise<ReconciliationStanding> {
  const options = buildReconciliationStart(input, world.taskQueue);
  const run = await world.client.workflow.start(reconciliationWorkflow, options);
  return (await run.result()) as ReconciliationStanding;
}

describe('a reconciliation whose report finds the terminal busy', () => {
  /** Somebody uses the terminal by hand while the first attempt is made. */
  const busyAtFirst = (): Getnet => ({
    ...book.getnet,
    send: async (accepted, ...rest) =>
      accepted.attempt === 1
        ? { kind: 'refused', reason: 'terminal_busy' }
        : book.getnet.send(accepted, ...rest),
  });

  it('the next attempt comes to its run too late and is refused: it is asked for again', async () => {
    world.answerWith(busyAtFirst());
    const { startReport } = world.activities;
    const asked: number[] = [];
    world.activities.startReport = (order) => {
      asked.push(order.attempt);
      if (asked.filter((attempt) => attempt === 2).length !== 1) return startReport(order);
      const { policy } = order.input;
      // What a worker that was frozen between the order and its update asks for.
      const late = { ...policy, limits: { ...policy.limits, dispatchWithin: -1 } };
      return startReport({ ...order, input: { ...order.input, policy: late } });
    };
    const standing = await reconcile(buildInput({ retryWithin: 600_000 }));
    expect(standing).toMatchObject({ status: 'equal' });
    expect(asked.slice(0, 3)).toEqual([1, 2, 2]);
    expect(book.sent.map(({ attempt, type }) => [attempt, type])).toEqual([[2, 'details']]);
  });
});

describe('a closing without a proven outcome', () => {
  it('it may have closed the terminal: unknown, and not “not closed”', async () => {
    const input = buildInput({ lifecycleLimit: 400, attentionAfter: 1_500 }, 'close');
    const transactionId = deriveClosingId(input.id, 1);
    book.keepsOpen(buildCustomId({ transactionId, attempt: 1 }));
    const standing = await reconcile(input);
    expect(standing).toMatchObject({
      status: 'equal',
      closing: { type: 'close', state: 'unknown', transactionId, why: 'its outcome is not known' },
    });
    expect(reconciliationSchema.parse(renderReconciliation(standing)).closing).toMatchObject({
      state: 'unknown',
      transactionId,
    });
  });
});
