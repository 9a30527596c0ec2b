import { afterEach, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import type { UndoneSale } from '../../src/domain/undo.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, buildUndoInput, buildUndoneSale } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Sale } from '../support/transaction-world.js';
import { createGetnetForbiddingOnce, readUndos } from '../support/undo-stories.js';

useStoryWorkers();

let world: TransactionWorld;
afterEach(() => world.close());

/** A sale of ours, and the same as it is undone by the terminal's number while its outcome is not proven. */
function saleAndItsNumber(): { readonly sale: UndoneSale; readonly byNumber: UndoneSale } {
  const name = `demo-cl/CL/SN-${randomUUID()}/42/2026-01-15`;
  const createdAt = new Date(Date.now() - 60_000).toISOString();
  const byNumber: UndoneSale = { name, merchant: 'demo-cl', rememberUntil: Date.now() + 60_000 };
  return { sale: buildUndoneSale({ createdAt, otherNames: [name] }), byNumber };
}

/** From now on what is said of how an undo ended is lost. */
function losesReports(): void {
  world.activities.reportUndo = async () => {
    throw ApplicationFailure.nonRetryable('nobody takes it');
  };
}

/** A callback that claims another end than the proven one is verified beside it. */
async function verifiesCallbackOf({ input }: Sale): Promise<void> {
  await world.client.workflow.getHandle(lateResultWorkflowId(input.accepted.customId)).result();
}

describe('a sale was voided by its number before its outcome was known', () => {
  it('Getnet refuses it, and the callback about it is disproved: an undo by the id of the sale is granted', async () => {
    world = await TransactionWorld.over(createGetnetForbiddingOnce(declined()));
    const { sale, byNumber } = saleAndItsNumber();
    const first = await world.sale(buildUndoInput(byNumber));
    await first.parks(1);
    await first.callBack('900001');
    await first.learns('not approved');
    await first.parks(1);
    const next = await world.sale(buildUndoInput(sale));
    expect(await next.post()).toMatchObject({ status: 'in_progress' });
  });

  it('it is declined, and that is not reported: an undo by the id of the sale is granted', async () => {
    world = await TransactionWorld.over(createGetnetAnswering(declined()));
    const { sale, byNumber } = saleAndItsNumber();
    losesReports();
    const first = await world.sale(buildUndoInput(byNumber));
    await first.callBack('900001');
    expect(await first.run.result()).toMatchObject({ status: 'declined' });
    await verifiesCallbackOf(first);
    expect(await readUndos(world, byNumber)).toMatchObject([{ state: 'open' }]);
    const next = await world.sale(buildUndoInput(sale));
    expect(await next.post()).toMatchObject({ status: 'in_progress' });
  });

  it('it is declined, and late news prove it: an undo by the id of the sale is not sent', async () => {
    const getnet = createGetnetAnswering(declined());
    world = await TransactionWorld.over(getnet);
    const { sale, byNumber } = saleAndItsNumber();
    const first = await world.sale(buildUndoInput(byNumber));
    await first.callBack('900001');
    expect(await first.run.result()).toMatchObject({ status: 'declined' });
    world.answerWith(createGetnetAnswering(approved()));
    expect(await world.lateResult(first.input, '900001')).toMatchObject({ moneyMoved: 'yes' });
    expect(await readUndos(world, byNumber)).toMatchObject([{ state: 'failed' }]);
    const next = await world.sale(buildUndoInput(sale, { type: 'return' }));
    expect(await next.becomes('not_sent')).toMatchObject({
      outcome: { reason: 'already-reversed', moneyMoved: 'no' },
    });
    expect(getnet.sent).toEqual([first.input.accepted.customId]);
  });
});

it('attempt 1 was refused, which was not reported, and attempt 2 never asked: once their run has ended, the next is granted', async () => {
  world = await TransactionWorld.over(createGetnetForbiddingOnce(approved()));
  const sale = buildUndoneSale();
  losesReports();
  const { requestUndo } = world.activities;
  const limits = { retryWithin: 2_000, callbackValidFor: 2_000 };
  const first = await world.sale(buildUndoInput(sale, { limits }));
  await first.parks(1);
  world.activities.requestUndo = async () => {
    throw ApplicationFailure.nonRetryable('nobody answers in time');
  };
  await first.retry(2);
  expect(await first.run.result()).toMatchObject({ status: 'not_sent', accepted: { attempt: 2 } });
  expect(await readUndos(world, sale)).toMatchObject([{ state: 'open' }]);
  world.activities.requestUndo = requestUndo;
  const next = await world.sale(buildUndoInput(sale));
  expect(await next.post()).toMatchObject({ status: 'in_progress' });
});
