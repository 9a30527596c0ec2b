import { afterEach, describe, expect, it } from '@jest/globals';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import type { LateResultFinding } from '../../src/workflows/late-result.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';

useStoryWorkers();

/** A Getnet that holds its answer to a command until the given function is called. */
function createHoldingGetnet() {
  let answer = (_: DispatchOutcome): void => undefined;
  const held = new Promise<DispatchOutcome>((given) => (answer = given));
  let reached = (): void => undefined;
  const sent = new Promise<void>((arrived) => (reached = arrived));
  const { asked, ...getnet } = createGetnetAnswering({ kind: 'pending' });
  const send: typeof getnet.send = async (accepted) => {
    getnet.sent.push(accepted.customId);
    reached();
    return held;
  };
  return { getnet: { ...getnet, send }, asked, sent, answer };
}

describe('sync mode: Getnet holds its answer', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  it.each([
    ['approved', approved(), 'yes'],
    ['declined', declined(), 'no'],
  ] as const)(
    'beyond the budget: a person is needed, nothing is sent again, and the answer %s still settles it',
    async (status, proof, moneyMoved) => {
      const { getnet, asked, answer } = createHoldingGetnet();
      world = await TransactionWorld.over(getnet);
      const limits = { dispatchWithin: 30_000, attentionAfter: 1_000, lifecycleLimit: 30_000 };
      const sale = await world.sale(saleInput({ mode: 'sync', limits }));
      expect(await sale.becomes('needs_attention')).toMatchObject({ outcome: { moneyMoved: 'unknown' } });
      expect((await world.lease(sale.input)).status.name).toBe('RUNNING');
      answer({ kind: 'finished', proof });
      expect(await sale.run.result()).toMatchObject({
        status,
        idPosTxs: '900001',
        outcome: { moneyMoved, evidence: 'sync_response' },
      });
      expect((await world.lease(sale.input)).status.name).toBe('TERMINATED');
      expect(getnet.sent).toHaveLength(1);
      expect(asked).toEqual([]);
    },
  );

  it.each([
    ['approved', approved(), 'yes'],
    ['declined', declined(), 'no'],
  ] as const)(
    'its run was terminated meanwhile: the answer %s becomes a late result',
    async (kind, proof, moneyMoved) => {
      const { getnet, asked, sent, answer } = createHoldingGetnet();
      world = await TransactionWorld.over(getnet);
      const sale = await world.sale(saleInput({ mode: 'sync', limits: { lifecycleLimit: 30_000 } }));
      await sent;
      await sale.run.terminate('somebody was impatient');
      answer({ kind: 'finished', proof });
      const workflowId = lateResultWorkflowId(sale.input.accepted.customId);
      await world.knows(workflowId);
      const late = world.client.workflow.getHandle(workflowId);
      const finding = (await late.result()) as LateResultFinding;
      expect(finding).toMatchObject({ moneyMoved, verdict: { kind, idPosTxs: '900001' } });
      expect(world.counted).toContain('answer_without_transaction');
      expect(asked).toEqual([]);
    },
  );
});
