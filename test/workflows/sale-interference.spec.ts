import { afterEach, describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { transactionWorkflow } from '../../src/workflows/transaction.messages.js';
import { buildTransactionStart } from '../../src/workflows/transaction.start.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet } from '../support/transaction-world.js';

useStoryWorkers();

describe('a sale, and somebody interferes in Temporal', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());
  const over = async (getnet: Getnet) => {
    world = await TransactionWorld.over(getnet);
    return world;
  };

  it('cancelled in Temporal after the dispatch: noted, and the truth is still awaited', async () => {
    await over(createGetnetAnswering({ kind: 'pending' }));
    const sale = await world.sale();
    await sale.post();
    await sale.run.cancel();
    world.answerWith(createGetnetAnswering(approved()));
    const result = await sale.run.result();
    expect(result.status).toBe('approved');
    expect(result.evidence.map(({ says }) => says)).toContain('cancellation requested in Temporal');
  });

  it('cancelled in Temporal before any worker saw it: nothing is sent', async () => {
    world = await TransactionWorld.over(createGetnetAnswering(approved()), { workers: false });
    const sale = await world.sale();
    await sale.run.cancel();
    const getnet = createGetnetAnswering(approved());
    world.answerWith(getnet);
    await world.startWorkers();
    expect(await sale.run.result()).toMatchObject({ status: 'not_sent', outcome: { reason: 'cancelled' } });
    expect(getnet.sent).toEqual([]);
  });

  it('a finished sale is reset: the second run sends nothing and has the first one’s outcome', async () => {
    const getnet = createGetnetAnswering(approved());
    const sale = await (await over(getnet)).sale();
    await sale.run.result();
    await world.client.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: sale.run.workflowId },
      workflowTaskFinishEventId: 4 as never,
      requestId: 'reset',
      reason: 'an operator tries again',
    });
    const again = await world.client.workflow.getHandle(sale.run.workflowId).result();
    expect(again).toMatchObject({ status: 'approved' });
    expect(getnet.sent).toHaveLength(1);
  });

  it('started again by hand with the same input: the second run sends nothing and asks for a person', async () => {
    const getnet = createGetnetAnswering(approved());
    await over(getnet);
    const input = saleInput({ acceptedAgo: 1_000 });
    const sale = await world.sale(input);
    await sale.run.result();
    const { memo: _, ...options } = buildTransactionStart(input, world.taskQueue);
    await world.client.workflow.start(transactionWorkflow, {
      ...options,
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    });
    expect((await sale.becomes('needs_attention')).outcome.moneyMoved).toBe('unknown');
    expect(getnet.sent).toHaveLength(1);
    await sale.run.terminate();
  });

  it('Temporal asks for the dispatch a second time: nothing is sent, and nothing is claimed', async () => {
    const getnet = createGetnetAnswering(approved());
    await over(getnet);
    const { accepted, policy } = saleInput();
    const again = new MockActivityEnvironment({
      attempt: 2,
      workflowExecution: { workflowId: 'w', runId: 'r' },
    });
    const order = {
      accepted,
      policy,
      startWithin: 5_000,
      handOut: 1,
      firstRunId: 'r',
      asksForDoubts: false,
    };
    expect(await again.run(() => world.activities.dispatch(order))).toMatchObject({
      outcome: { kind: 'unknown' },
    });
    expect(getnet.sent).toEqual([]);
  });
});
