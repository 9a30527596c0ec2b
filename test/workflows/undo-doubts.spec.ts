import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Runtime } from '@temporalio/worker';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import type { Undo, UndoneSale } from '../../src/domain/undo.js';
import { undosWorkflowId } from '../../src/workflows/undos.messages.js';
import type { UndosMemo } from '../../src/workflows/undos.messages.js';
import { approved, undoInput, undoneSale } from '../support/terms.js';
import { TransactionWorld, getnetSaying } from '../support/transaction-world.js';

beforeAll(() => TransactionWorld.quiet());
afterAll(() => Runtime.instance().shutdown());

let world: TransactionWorld;
afterEach(() => world.close());

async function remembered({ name }: UndoneSale): Promise<readonly Undo[]> {
  const { memo } = await world.client.workflow.getHandle(undosWorkflowId(name)).describe();
  return (memo as unknown as Partial<UndosMemo>).undos ?? [];
}

/** Waits until what is remembered is as told. */
async function remembers(sale: UndoneSale, states: readonly Undo['state'][]): Promise<void> {
  const now = async () => (await remembered(sale)).map(({ state }) => state).join();
  while ((await now()) !== states.join()) await new Promise((next) => setTimeout(next, 25));
}

const expired = (dispatchBy: number) =>
  new Promise((over) => setTimeout(over, Math.max(dispatchBy - Date.now() + 1, 0)));

describe('an undo’s run is reset to the point after it was granted, when its deadline is over', () => {
  it('it had been approved: the reset run is approved too, and nothing is sent again', async () => {
    const getnet = getnetSaying(approved());
    world = await TransactionWorld.over(getnet);
    const sale = undoneSale();
    const undo = await world.sale(undoInput(sale, { limits: { dispatchWithin: 1_500 } }));
    await undo.calledBack('900001');
    await undo.run.result();
    await expired(undo.input.accepted.dispatchBy);
    await world.reset(undo.run.workflowId, 1);
    const again = world.client.workflow.getHandle(undo.run.workflowId);
    expect(await again.result()).toMatchObject({ status: 'approved' });
    expect(await remembered(sale)).toMatchObject([{ state: 'done' }]);
    expect(getnet.sent).toHaveLength(1);
  });

  it('its outcome is unknown: it never says not sent, and still blocks the next', async () => {
    const getnet = getnetSaying({ kind: 'pending' });
    world = await TransactionWorld.over(getnet);
    const sale = undoneSale();
    const undo = await world.sale(undoInput(sale, { limits: { dispatchWithin: 1_500 } }));
    await undo.becomes('in_progress');
    await expired(undo.input.accepted.dispatchBy);
    await world.reset(undo.run.workflowId, 1);
    await world.becomes(undo.run.workflowId, 'in_progress');
    const next = await world.sale(undoInput(sale));
    await expect(next.run.result()).rejects.toMatchObject({ cause: { type: 'OriginalNotSettled' } });
    expect(getnet.sent).toHaveLength(1);
  });
});

it('a refused undo is called back about: while that is being verified, no other is sent', async () => {
  const outcomes: DispatchOutcome[] = [{ kind: 'refused', reason: 'forbidden' }];
  const getnet = getnetSaying({ kind: 'pending' });
  world = await TransactionWorld.over({
    ...getnet,
    send: async (...order) => outcomes.shift() ?? getnet.send(...order),
  });
  const sale = undoneSale();
  const first = await world.sale(undoInput(sale));
  await first.run.result().catch(() => undefined);
  await remembers(sale, ['failed']);
  const finding = world.lateResult(first.input, '900001');
  const late = world.client.workflow.getHandle(`lateResult/${first.input.accepted.customId}`);
  while (!(await late.describe().then(Boolean, () => false)))
    await new Promise((next) => setTimeout(next, 25));
  const second = await world.sale(undoInput(sale));
  await expect(second.run.result()).rejects.toMatchObject({ cause: { type: 'OriginalNotSettled' } });
  expect(getnet.sent).toEqual([]);
  world.answerWith(getnetSaying(approved()));
  expect(await finding).toMatchObject({ moneyMoved: 'yes' });
  const third = await world.sale(undoInput(sale));
  await expect(third.run.result()).rejects.toMatchObject({ cause: { type: 'AlreadyReversed' } });
});

it('undos is reset to its first task: what it is told again keeps its order, and nothing is forgotten', async () => {
  const getnet = getnetSaying(approved());
  world = await TransactionWorld.over(getnet);
  const sale = undoneSale();
  for (const value of [1_000, 2_000]) {
    const undo = await world.sale(undoInput(sale, { type: 'return', value }));
    await undo.calledBack('900001');
    await undo.run.result();
  }
  await world.reset(undosWorkflowId(sale.name), 0);
  await remembers(sale, ['done', 'done']);
  const tooMuch = await world.sale(undoInput(sale, { type: 'return', value: 4_990 }));
  await expect(tooMuch.run.result()).rejects.toMatchObject({ cause: { type: 'AmountExceedsOriginal' } });
  expect(getnet.sent).toHaveLength(2);
});

it('called off while it asks for leave: not sent, and it blocks nothing', async () => {
  const getnet = getnetSaying(approved());
  world = await TransactionWorld.over(getnet, { workers: false });
  let ask: () => void = () => undefined;
  const asking = new Promise<void>((asked) => (ask = asked));
  const answered = world.holdsLeave(ask);
  await world.startWorkers();
  const sale = undoneSale();
  const undo = await world.sale(undoInput(sale));
  await asking;
  await undo.run.cancel();
  answered();
  await expect(undo.run.result()).rejects.toMatchObject({ cause: { type: 'Cancelled' } });
  expect(getnet.sent).toEqual([]);
  expect(await remembered(sale)).toMatchObject([{ state: 'failed' }]);
});
