import { afterEach, describe, expect, it } from '@jest/globals';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { sumReturned } from '../../src/domain/undo.js';
import type { Undo, UndoneSale } from '../../src/domain/undo.js';
import { saleFoundOpenSignal, undosWorkflowId } from '../../src/workflows/undos.messages.js';
import type { UndosMemo } from '../../src/workflows/undos.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, buildUndoInput, buildUndoneSale } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import { until } from '../support/until.js';

useStoryWorkers();

/** What the one place remembers, as a reader without workers sees it. */
async function readUndos(world: TransactionWorld, { name }: UndoneSale): Promise<readonly Undo[]> {
  const { memo } = await world.client.workflow.getHandle(undosWorkflowId(name)).describe();
  return (memo as unknown as UndosMemo).undos;
}

describe('the undos of a sale', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  it('voided: it is sent with leave, remembered as done, and no other undo is sent', async () => {
    const getnet = createGetnetAnswering(approved());
    world = await TransactionWorld.over(getnet);
    const sale = buildUndoneSale();
    const first = await world.sale(buildUndoInput(sale));
    await first.callBack('900001');
    expect(await first.run.result()).toMatchObject({ status: 'approved', outcome: { moneyMoved: 'yes' } });
    expect(await readUndos(world, sale)).toMatchObject([{ type: 'void', state: 'done' }]);
    const second = await world.sale(buildUndoInput(sale, { type: 'return', value: 5 }));
    expect(await second.becomes('not_sent')).toMatchObject({ outcome: { reason: 'already-reversed' } });
    expect(getnet.sent).toHaveLength(1);
  });

  it('the outcome of one is unknown: the next is not sent; declined: the next is', async () => {
    const getnet = createGetnetAnswering({ kind: 'pending' });
    world = await TransactionWorld.over(getnet);
    const sale = buildUndoneSale();
    const first = await world.sale(buildUndoInput(sale, { type: 'return' }));
    await first.becomes('in_progress');
    const second = await world.sale(buildUndoInput(sale, { type: 'return', value: 1 }));
    expect(await second.becomes('not_sent')).toMatchObject({ outcome: { reason: 'not-settled' } });
    expect(getnet.sent).toHaveLength(1);
    world.answerWith(createGetnetAnswering(declined()));
    await first.callBack('900001');
    await first.run.result();
    expect(await readUndos(world, sale)).toMatchObject([{ state: 'failed' }]);
    world.answerWith(createGetnetAnswering(approved()));
    const third = await world.sale(buildUndoInput(sale, { type: 'return', value: 1 }));
    await third.callBack('900001');
    expect(await third.run.result()).toMatchObject({ status: 'approved' });
  });

  it('a void that somebody terminated blocks the next; once its late callback is refuted, it blocks no more', async () => {
    world = await TransactionWorld.over(createGetnetAnswering({ kind: 'pending' }));
    const sale = buildUndoneSale();
    const first = await world.sale(buildUndoInput(sale));
    await first.becomes('in_progress');
    await first.run.terminate('somebody was impatient');
    const second = await world.sale(buildUndoInput(sale));
    expect(await second.becomes('not_sent')).toMatchObject({ outcome: { reason: 'not-settled' } });
    world.answerWith(createGetnetAnswering(declined()));
    expect(await world.lateResult(first.input, '900001')).toMatchObject({ moneyMoved: 'no' });
    world.answerWith(createGetnetAnswering(approved()));
    const third = await world.sale(buildUndoInput(sale));
    await third.callBack('900001');
    expect(await third.run.result()).toMatchObject({ status: 'approved' });
    expect(await readUndos(world, sale)).toMatchObject([{ state: 'failed' }, { state: 'done' }]);
  });

  it('an undo is refused and tried again: each attempt asks for permission under its own customId', async () => {
    const getnet = createGetnetAnswering(approved());
    const refusals: DispatchOutcome[] = [{ kind: 'refused', reason: 'terminal_offline' }];
    const send: typeof getnet.send = async (...order) => refusals.shift() ?? getnet.send(...order);
    world = await TransactionWorld.over({ ...getnet, send });
    const sale = buildUndoneSale();
    const undo = await world.sale(buildUndoInput(sale));
    expect(await undo.post()).toMatchObject({ status: 'not_sent' });
    await undo.parks(1);
    expect(await undo.retry(2)).toMatchObject({ status: 'in_progress' });
    const { transactionId } = undo.input.accepted;
    expect(await readUndos(world, sale)).toMatchObject([
      { customId: transactionId, state: 'failed' },
      { customId: `${transactionId}-2`, state: 'open' },
    ]);
    await undo.callBack('900001', 'of attempt 2', 2);
    expect(await undo.run.result()).toMatchObject({ status: 'approved', accepted: { attempt: 2 } });
    expect(await readUndos(world, sale)).toMatchObject([{ state: 'failed' }, { state: 'done' }]);
    expect(getnet.sent).toEqual([`${transactionId}-2`]);
  });

  it('another undo is done between two attempts of a void: attempt 2 gets no permission, and nothing is sent', async () => {
    const getnet = createGetnetAnswering(approved());
    const refusals: DispatchOutcome[] = [{ kind: 'refused', reason: 'terminal_offline' }];
    const send: typeof getnet.send = async (...order) => refusals.shift() ?? getnet.send(...order);
    world = await TransactionWorld.over({ ...getnet, send });
    const sale = buildUndoneSale();
    const first = await world.sale(buildUndoInput(sale));
    await first.parks(1);
    const other = await world.sale(buildUndoInput(sale));
    expect(await other.post()).toMatchObject({ status: 'in_progress' });
    await other.callBack('900001');
    await other.run.result();
    expect(await first.retry(2)).toMatchObject({
      status: 'not_sent',
      outcome: { reason: 'already-reversed', moneyMoved: 'no' },
    });
    expect(getnet.sent).toEqual([other.input.accepted.customId]);
  });

  it('the sale is forgotten: nobody remembers its undos any more, and none is sent', async () => {
    const getnet = createGetnetAnswering(declined());
    world = await TransactionWorld.over(getnet);
    const sale = buildUndoneSale({ rememberUntil: Date.now() + 1_000 });
    const first = await world.sale(buildUndoInput(sale));
    await first.callBack('900001');
    await first.run.result();
    await world.client.workflow.getHandle(undosWorkflowId(sale.name)).result();
    const second = await world.sale(buildUndoInput(sale));
    expect(await second.becomes('not_sent')).toMatchObject({ outcome: { reason: 'not-reversible' } });
    expect(getnet.sent).toHaveLength(1);
  });
});

describe('a sale whose own run goes on', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  it('it is said so in time: the undos are remembered beyond their first bound, and the next one is still decided', async () => {
    const getnet = createGetnetAnswering(declined());
    world = await TransactionWorld.over(getnet);
    const rememberUntil = Date.now() + 4_000;
    const sale = buildUndoneSale({ rememberUntil });
    const first = await world.sale(buildUndoInput(sale));
    await first.post();
    const undos = world.client.workflow.getHandle(undosWorkflowId(sale.name));
    await undos.signal(saleFoundOpenSignal, { version: 1, rememberUntil: rememberUntil + 60_000 });
    await first.callBack('900001');
    await first.run.result();
    await until(() => Date.now() > rememberUntil + 500);
    const second = await world.sale(buildUndoInput(sale));
    expect(await second.post()).toMatchObject({ status: 'in_progress' });
    expect((await undos.describe()).memo).toMatchObject({ rememberUntil: rememberUntil + 60_000 });
  });
});

describe('many at once', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  it('twenty returns at once, each half of the sale, on twenty terminals: never more than the sale', async () => {
    world = await TransactionWorld.over(createGetnetAnswering(approved()));
    const sale = buildUndoneSale();
    const value = Math.floor((sale.amount?.value ?? 0) / 2);
    for (let round = 0; round < 2; round += 1) {
      const wishes = Array.from({ length: 20 }, () => buildUndoInput(sale, { type: 'return', value }));
      const returns = await Promise.all(wishes.map((wish) => world.sale(wish)));
      const answers = await Promise.all(returns.map((one) => one.post()));
      const sent = returns.filter((_, place) => answers[place]?.status === 'in_progress');
      // Where that took long, Getnet has been asked already.
      await Promise.all(sent.map((one) => one.callBack('900001').catch(() => undefined)));
      await Promise.all(sent.map((one) => one.run.result()));
    }
    const undos = await readUndos(world, sale);
    expect(sumReturned(undos)).toBe(2 * value);
    expect(undos.every(({ state }) => state !== 'open')).toBe(true);
  });
});
