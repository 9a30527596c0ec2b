import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Runtime } from '@temporalio/worker';
import { returnedOf } from '../../src/domain/undo.js';
import type { Undo, UndoneSale } from '../../src/domain/undo.js';
import { undosWorkflowId } from '../../src/workflows/undos.messages.js';
import type { UndosMemo } from '../../src/workflows/undos.messages.js';
import { approved, declined, undoInput, undoneSale } from '../support/terms.js';
import { TransactionWorld, getnetSaying } from '../support/transaction-world.js';

beforeAll(() => TransactionWorld.quiet());
afterAll(() => Runtime.instance().shutdown());

/** What the one place remembers, as a reader without workers sees it. */
async function rememberedIn(world: TransactionWorld, { name }: UndoneSale): Promise<readonly Undo[]> {
  const { memo } = await world.client.workflow.getHandle(undosWorkflowId(name)).describe();
  return (memo as unknown as UndosMemo).undos;
}

describe.each([
  ['with the workflow cache', true],
  ['without it', false],
])('the undos of a sale, %s', (_, cached) => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  it('voided: it is sent with leave, remembered as done, and no other undo is sent', async () => {
    const getnet = getnetSaying(approved());
    world = await TransactionWorld.over(getnet, { cached });
    const sale = undoneSale();
    const first = await world.sale(undoInput(sale));
    await first.calledBack('900001');
    expect(await first.run.result()).toMatchObject({ status: 'approved', outcome: { moneyMoved: 'yes' } });
    expect(await rememberedIn(world, sale)).toMatchObject([{ type: 'void', state: 'done' }]);
    const second = await world.sale(undoInput(sale, { type: 'return', value: 5 }));
    await expect(second.run.result()).rejects.toMatchObject({ cause: { type: 'AlreadyReversed' } });
    expect(getnet.sent).toHaveLength(1);
  });

  it('the outcome of one is unknown: the next is not sent; declined: the next is', async () => {
    const getnet = getnetSaying({ kind: 'pending' });
    world = await TransactionWorld.over(getnet, { cached });
    const sale = undoneSale();
    const first = await world.sale(undoInput(sale, { type: 'return' }));
    await first.becomes('in_progress');
    const second = await world.sale(undoInput(sale, { type: 'return', value: 1 }));
    await expect(second.run.result()).rejects.toMatchObject({ cause: { type: 'OriginalNotSettled' } });
    expect(getnet.sent).toHaveLength(1);
    world.answerWith(getnetSaying(declined()));
    await first.calledBack('900001');
    await first.run.result();
    expect(await rememberedIn(world, sale)).toMatchObject([{ state: 'failed' }]);
    world.answerWith(getnetSaying(approved()));
    const third = await world.sale(undoInput(sale, { type: 'return', value: 1 }));
    await third.calledBack('900001');
    expect(await third.run.result()).toMatchObject({ status: 'approved' });
  });

  it('a void that somebody terminated blocks the next; once its late callback is refuted, it blocks no more', async () => {
    world = await TransactionWorld.over(getnetSaying({ kind: 'pending' }), { cached });
    const sale = undoneSale();
    const first = await world.sale(undoInput(sale));
    await first.becomes('in_progress');
    await first.run.terminate('somebody was impatient');
    const second = await world.sale(undoInput(sale));
    await expect(second.run.result()).rejects.toMatchObject({ cause: { type: 'OriginalNotSettled' } });
    world.answerWith(getnetSaying(declined()));
    expect(await world.lateResult(first.input, '900001')).toMatchObject({ moneyMoved: 'no' });
    world.answerWith(getnetSaying(approved()));
    const third = await world.sale(undoInput(sale));
    await third.calledBack('900001');
    expect(await third.run.result()).toMatchObject({ status: 'approved' });
    expect(await rememberedIn(world, sale)).toMatchObject([{ state: 'failed' }, { state: 'done' }]);
  });

  it('the sale is forgotten: nobody remembers its undos any more, and none is sent', async () => {
    const getnet = getnetSaying(declined());
    world = await TransactionWorld.over(getnet, { cached });
    const sale = undoneSale({ rememberUntil: Date.now() + 1_000 });
    const first = await world.sale(undoInput(sale));
    await first.calledBack('900001');
    await first.run.result();
    await world.client.workflow.getHandle(undosWorkflowId(sale.name)).result();
    const second = await world.sale(undoInput(sale));
    await expect(second.run.result()).rejects.toMatchObject({ cause: { type: 'NotReversible' } });
    expect(getnet.sent).toHaveLength(1);
  });
});

describe('many at once', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  it('twenty returns at once, each half of the sale, on twenty terminals: never more than the sale', async () => {
    world = await TransactionWorld.over(getnetSaying(approved()));
    const sale = undoneSale();
    const value = Math.floor((sale.amount?.value ?? 0) / 2);
    for (let round = 0; round < 3; round += 1) {
      const wishes = Array.from({ length: 20 }, () => undoInput(sale, { type: 'return', value }));
      const returns = await Promise.all(wishes.map((wish) => world.sale(wish)));
      await Promise.all(returns.map((one) => one.dispatched().catch(() => undefined)));
      await Promise.all(returns.map((one) => one.calledBack('900001').catch(() => undefined)));
      await Promise.all(returns.map((one) => one.run.result().catch(() => undefined)));
    }
    const undos = await rememberedIn(world, sale);
    expect(returnedOf(undos)).toBe(2 * value);
    expect(undos.every(({ state }) => state !== 'open')).toBe(true);
  });
});
