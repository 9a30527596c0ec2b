import { afterEach, describe, expect, it } from '@jest/globals';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { Undo } from '../../src/domain/undo.js';
import type { Verdict } from '../../src/domain/verdict.js';
import {
  buildLateResultStart,
  decidedUpdate,
  lateResultWorkflow,
  lateResultWorkflowId,
} from '../../src/workflows/late-result.messages.js';
import type { DecisionRequest, LateResultFinding } from '../../src/workflows/late-result.messages.js';
import { callbackArrivedSignal, resolvedUpdate } from '../../src/workflows/transaction.messages.js';
import type { CallbackHint } from '../../src/workflows/transaction.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, requireIdPosTxs, buildUndoInput, buildUndoneSale } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';
import { createGetnetForbiddingOnce, readUndos } from '../support/undo-stories.js';

useStoryWorkers();

let world: TransactionWorld;
afterEach(() => world.close());

describe('attempt 2 is done, and nobody can tell whether attempt 1, which Getnet had refused, was too', () => {
  async function givenUp(claims: CallbackHint['claims'], before: Verdict) {
    const getnet = createGetnetForbiddingOnce(before, '900002');
    const status: Getnet['status'] = async ({ idPosTxs }) => ({
      verdict: idPosTxs === '900002' ? approved('900002') : before,
    });
    world = await TransactionWorld.over({ ...getnet, status });
    const sale = buildUndoneSale();
    const limits = { attentionAfter: 2_000 };
    const undo = await world.sale(buildUndoInput(sale, { type: 'return', value: 1_000, limits }));
    await undo.parks(1);
    await undo.retry(2);
    const { customId } = undo.input.accepted;
    const idPosTxs = requireIdPosTxs('900001');
    const hint: CallbackHint = { version: 1, customId, digest: 'of attempt 1', claims, idPosTxs };
    await undo.run.signal(callbackArrivedSignal, hint);
    await undo.callBack('900002', 'of attempt 2', 2);
    const end = await undo.run.result();
    expect(end).toMatchObject({ status: 'approved', accepted: { attempt: 2 } });
    expect(end.outcome.warning).toContain(`whether ${customId} charged as well`);
    const lateId = lateResultWorkflowId(customId);
    const finding = (await world.client.workflow.getHandle(lateId).result()) as LateResultFinding;
    return { sale, undo, finding };
  }

  /** As the API takes a person's word about late news. */
  async function settleLate(undo: Sale, finding: LateResultFinding, verdict: 'approved' | 'declined') {
    const { accepted, policy } = undo.input;
    const told = { moneyMoved: 'yes', idPosTxs: requireIdPosTxs('900002') } as const;
    const idPosTxs = requireIdPosTxs('900001');
    const input = { version: 1, accepted, policy, told, idPosTxs, before: finding } as const;
    const start = buildLateResultStart(
      { ...input, isForDecision: true },
      { taskQueue: world.taskQueue, claims: 'nothing' },
    );
    const startWorkflowOperation = new WithStartWorkflowOperation(lateResultWorkflow, {
      ...start,
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    const now = Date.now();
    const said = { verdict, reason: 'a roll', evidence: 'its line', actor: 'op', action: 'keep' } as const;
    const args: [DecisionRequest] = [{ version: 1, ...said, told, readAt: now, at: now }];
    await world.client.workflow.executeUpdateWithStart(decidedUpdate, { args, startWorkflowOperation });
  }

  interface PersonVerdictCase {
    readonly verdict: 'approved' | 'declined';
    readonly becomes: Undo['state'];
    readonly claims: CallbackHint['claims'];
    readonly before: Verdict;
  }
  it.each<PersonVerdictCase>([
    { verdict: 'declined', becomes: 'failed', claims: 'approved', before: { kind: 'pending' } },
    { verdict: 'approved', becomes: 'done', claims: 'approved', before: { kind: 'not_found' } },
    { verdict: 'declined', becomes: 'failed', claims: 'declined', before: { kind: 'not_found' } },
  ])(
    'it stays open, and is late news for a person, who says $verdict: it is $becomes',
    async ({ verdict, becomes, claims, before }) => {
      const { sale, undo, finding } = await givenUp(claims, before);
      expect(finding).toMatchObject({ moneyMoved: 'unknown', idPosTxs: '900001' });
      const next = await world.sale(buildUndoInput(sale, { type: 'return', value: 1_000 }));
      expect(await next.becomes('not_sent')).toMatchObject({ outcome: { reason: 'not-settled' } });
      expect(await readUndos(world, sale)).toMatchObject([{ state: 'open' }, { state: 'done' }]);
      await settleLate(undo, finding, verdict);
      const granted = await world.sale(buildUndoInput(sale, { type: 'return', value: 1_000 }));
      expect(await granted.post()).toMatchObject({ status: 'in_progress' });
      expect((await readUndos(world, sale))[0]).toMatchObject({ state: becomes });
    },
  );

  it('a person says that attempt 2 charged while attempt 1 is in doubt: the doubt is late news, too', async () => {
    const getnet = createGetnetForbiddingOnce({ kind: 'pending' }, '900002');
    world = await TransactionWorld.over(getnet);
    const limits = { attentionAfter: 2_000 };
    const undo = await world.sale(
      buildUndoInput(buildUndoneSale(), { type: 'return', value: 1_000, limits }),
    );
    await undo.parks(1);
    await undo.retry(2);
    await undo.callBack('900001', 'of attempt 1', 1);
    await undo.becomes('needs_attention');
    const said = {
      version: 1,
      verdict: 'approved',
      reason: 'a roll',
      evidence: 'its line',
      actor: 'op',
    } as const;
    await undo.run.executeUpdate(resolvedUpdate, { args: [{ ...said, at: Date.now() }] });
    expect(await undo.run.result()).toMatchObject({ status: 'approved', accepted: { attempt: 2 } });
    const late = world.client.workflow.getHandle(lateResultWorkflowId(undo.input.accepted.customId));
    expect(await late.result()).toMatchObject({ moneyMoved: 'unknown', idPosTxs: '900001' });
  });
});
