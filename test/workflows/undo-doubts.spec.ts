import { afterEach, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { TimeLimits } from '../../src/domain/policy.js';
import type { Undo, UndoneSale } from '../../src/domain/undo.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { undosWorkflowId } from '../../src/workflows/undos.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, buildUndoInput, buildUndoneSale } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet } from '../support/transaction-world.js';
import { createGetnetForbiddingOnce, readUndos } from '../support/undo-stories.js';
import { until } from '../support/until.js';

useStoryWorkers();

let world: TransactionWorld;
afterEach(() => world.close());

/** Waits until what is remembered is as told. */
async function expectStates(sale: UndoneSale, states: readonly Undo['state'][]): Promise<void> {
  const now = async () => (await readUndos(world, sale)).map(({ state }) => state).join();
  await until(async () => (await now()) === states.join());
}

const expired = (dispatchBy: number) =>
  new Promise((over) => setTimeout(over, Math.max(dispatchBy - Date.now() + 1, 0)));

describe('an undo’s run is reset to the point after it was granted, when its deadline is over', () => {
  it('it had been approved: the reset run is approved too, and nothing is sent again', async () => {
    const getnet = createGetnetAnswering(approved());
    world = await TransactionWorld.over(getnet);
    const sale = buildUndoneSale();
    const undo = await world.sale(buildUndoInput(sale, { limits: { dispatchWithin: 4_000 } }));
    await undo.callBack('900001');
    await undo.run.result();
    await expired(undo.input.accepted.dispatchBy);
    await world.reset(undo.run.workflowId, 1);
    const again = world.client.workflow.getHandle(undo.run.workflowId);
    expect(await again.result()).toMatchObject({ status: 'approved' });
    expect(await readUndos(world, sale)).toMatchObject([{ state: 'done' }]);
    expect(getnet.sent).toHaveLength(1);
  });

  it('its outcome is unknown: it never says not sent, and still blocks the next', async () => {
    const getnet = createGetnetAnswering({ kind: 'pending' });
    world = await TransactionWorld.over(getnet);
    const sale = buildUndoneSale();
    const undo = await world.sale(buildUndoInput(sale, { limits: { dispatchWithin: 4_000 } }));
    await undo.becomes('in_progress');
    await expired(undo.input.accepted.dispatchBy);
    await world.reset(undo.run.workflowId, 1);
    await undo.learns('acknowledged as 900001');
    expect((await undo.snapshot()).status).not.toBe('not_sent');
    const next = await world.sale(buildUndoInput(sale));
    expect(await next.becomes('not_sent')).toMatchObject({ outcome: { reason: 'not-settled' } });
    expect(getnet.sent).toHaveLength(1);
  });
});

describe('a refused undo is called back about', () => {
  it('while that is not verified, no other undo is granted; the money went back after all: done, and it counts', async () => {
    const getnet = createGetnetForbiddingOnce({ kind: 'pending' });
    world = await TransactionWorld.over(getnet);
    const sale = buildUndoneSale();
    const first = await world.sale(buildUndoInput(sale, { type: 'return', value: 5_000 }));
    await first.parks(1);
    await first.callBack('900001');
    const second = await world.sale(buildUndoInput(sale, { type: 'return', value: 990 }));
    expect(await second.becomes('not_sent')).toMatchObject({ outcome: { reason: 'not-settled' } });
    await expectStates(sale, ['open']);
    world.answerWith(createGetnetAnswering(approved()));
    expect(await first.run.result()).toMatchObject({
      status: 'approved',
      outcome: { moneyMoved: 'yes', warning: 'reported-not-sent-before' },
    });
    expect(await readUndos(world, sale)).toMatchObject([{ state: 'done' }]);
    const tooMuch = await world.sale(buildUndoInput(sale, { type: 'return', value: 991 }));
    expect(await tooMuch.becomes('not_sent')).toMatchObject({
      outcome: { reason: 'amount-exceeds-original' },
    });
    await second.parks(1);
    expect(await second.retry(2)).toMatchObject({ status: 'in_progress' });
    expect(getnet.sent).toEqual([]);
  });

  it('the callback is disproved: the undo is remembered as failed again, and the next is granted', async () => {
    world = await TransactionWorld.over(createGetnetForbiddingOnce(declined()));
    const sale = buildUndoneSale();
    const first = await world.sale(buildUndoInput(sale));
    await first.parks(1);
    await first.callBack('900001');
    await first.learns('not approved');
    await expectStates(sale, ['failed']);
    const second = await world.sale(buildUndoInput(sale));
    expect(await second.post()).toMatchObject({ status: 'in_progress' });
  });

  it('its run was ended by hand before: the late result blocks the next undo until it is verified', async () => {
    const getnet = createGetnetForbiddingOnce({ kind: 'pending' });
    world = await TransactionWorld.over(getnet);
    const sale = buildUndoneSale();
    const first = await world.sale(buildUndoInput(sale));
    await first.parks(1);
    await first.run.terminate('somebody was impatient');
    const finding = world.lateResult(first.input, '900001');
    await world.knows(`lateResult/${first.input.accepted.customId}`);
    const second = await world.sale(buildUndoInput(sale));
    expect(await second.becomes('not_sent')).toMatchObject({ outcome: { reason: 'not-settled' } });
    expect(getnet.sent).toEqual([]);
    world.answerWith(createGetnetAnswering(approved()));
    expect(await finding).toMatchObject({ moneyMoved: 'yes' });
    const third = await world.sale(buildUndoInput(sale));
    expect(await third.becomes('not_sent')).toMatchObject({ outcome: { reason: 'already-reversed' } });
  });
});

describe('attempt 2 is declined while a callback about attempt 1, which Getnet had refused, is not verified', () => {
  /** Attempt 1 is refused, attempt 2 acknowledged and declined; of attempt 1 the cloud says what it is told to. */
  async function declinedInDoubt(limits: Partial<TimeLimits> = {}) {
    const verdicts: Record<string, Verdict> = { '900001': { kind: 'pending' }, '900002': declined('900002') };
    const getnet = createGetnetForbiddingOnce({ kind: 'pending' }, '900002');
    const status: Getnet['status'] = async ({ idPosTxs }) => ({
      verdict: verdicts[idPosTxs] ?? { kind: 'not_found' },
    });
    world = await TransactionWorld.over({ ...getnet, status });
    const sale = buildUndoneSale();
    const undo = await world.sale(buildUndoInput(sale, { type: 'return', value: 5_000, limits }));
    await undo.parks(1);
    expect(await undo.retry(2)).toMatchObject({ status: 'in_progress' });
    await undo.callBack('900001', 'of attempt 1', 1);
    await undo.callBack('900002', 'of attempt 2', 2);
    await undo.learns('not approved');
    return { sale, undo, verdicts };
  }

  it('the charge of attempt 1 is proven: that is the outcome, and it counts', async () => {
    const { sale, undo, verdicts } = await declinedInDoubt();
    expect(await undo.snapshot()).toMatchObject({ outcome: { moneyMoved: 'unknown' } });
    verdicts['900001'] = approved();
    expect(await undo.run.result()).toMatchObject({
      status: 'approved',
      accepted: { attempt: 1 },
      outcome: { moneyMoved: 'yes', warning: 'reported-not-sent-before' },
    });
    expect(await readUndos(world, sale)).toMatchObject([{ state: 'done' }, { state: 'failed' }]);
  });

  it('attempt 1 charged nothing: declined, and both failed', async () => {
    const { sale, undo, verdicts } = await declinedInDoubt();
    expect(await undo.snapshot()).toMatchObject({ outcome: { moneyMoved: 'unknown' } });
    verdicts['900001'] = declined();
    expect(await undo.run.result()).toMatchObject({
      status: 'declined',
      accepted: { attempt: 2 },
      idPosTxs: '900002',
      outcome: { moneyMoved: 'no' },
    });
    expect(await readUndos(world, sale)).toMatchObject([{ state: 'failed' }, { state: 'failed' }]);
  });

  it('nobody can tell: a person is needed, and no other undo is granted', async () => {
    const { sale, undo } = await declinedInDoubt({ attentionAfter: 2_000 });
    expect(await undo.becomes('needs_attention')).toMatchObject({ outcome: { moneyMoved: 'unknown' } });
    const next = await world.sale(buildUndoInput(sale, { type: 'return', value: 1 }));
    expect(await next.becomes('not_sent')).toMatchObject({ outcome: { reason: 'not-settled' } });
  });
});

describe('an undo that failed stays failed', () => {
  it('its run is forgotten: the next is granted', async () => {
    world = await TransactionWorld.over(createGetnetAnswering(declined()));
    const sale = buildUndoneSale();
    const first = await world.sale(buildUndoInput(sale));
    await first.callBack('900001');
    await first.run.result();
    await world.forget(first.run.workflowId);
    world.answerWith(createGetnetAnswering(approved()));
    const second = await world.sale(buildUndoInput(sale));
    expect(await second.post()).toMatchObject({ status: 'in_progress' });
    expect(await readUndos(world, sale)).toMatchObject([{ state: 'failed' }, { state: 'open' }]);
  });

  it('its run was ended by hand: the next is granted', async () => {
    world = await TransactionWorld.over(createGetnetForbiddingOnce(approved()));
    const sale = buildUndoneSale();
    const first = await world.sale(buildUndoInput(sale));
    await first.parks(1);
    await first.run.terminate('somebody was impatient');
    const second = await world.sale(buildUndoInput(sale));
    expect(await second.post()).toMatchObject({ status: 'in_progress' });
    expect(await readUndos(world, sale)).toMatchObject([{ state: 'failed' }, { state: 'open' }]);
  });

  it('its run cannot be read: the next is granted', async () => {
    world = await TransactionWorld.over(createGetnetAnswering(declined()));
    let reads = 0;
    world.activities.readUndo = async () => {
      reads += 1;
      throw ApplicationFailure.nonRetryable('Temporal does not answer');
    };
    const sale = buildUndoneSale();
    const first = await world.sale(buildUndoInput(sale));
    await first.callBack('900001');
    await first.run.result();
    const second = await world.sale(buildUndoInput(sale));
    expect(await second.post()).toMatchObject({ status: 'in_progress' });
    expect(reads).toBe(1);
    expect(await readUndos(world, sale)).toMatchObject([{ state: 'failed' }, { state: 'open' }]);
  });
});

it('undos is reset to its first task: what it is told again keeps its order, and nothing is forgotten', async () => {
  const getnet = createGetnetAnswering(approved());
  world = await TransactionWorld.over(getnet);
  const sale = buildUndoneSale();
  for (const value of [1_000, 2_000]) {
    const undo = await world.sale(buildUndoInput(sale, { type: 'return', value }));
    await undo.callBack('900001');
    await undo.run.result();
  }
  await world.reset(undosWorkflowId(sale.name), 0);
  await expectStates(sale, ['done', 'done']);
  const tooMuch = await world.sale(buildUndoInput(sale, { type: 'return', value: 4_990 }));
  expect(await tooMuch.becomes('not_sent')).toMatchObject({ outcome: { reason: 'amount-exceeds-original' } });
  expect(getnet.sent).toHaveLength(2);
});

it('called off while it asks for permission: not sent, and it blocks nothing', async () => {
  const getnet = createGetnetAnswering(approved());
  world = await TransactionWorld.over(getnet);
  let ask: () => void = () => undefined;
  const asking = new Promise<void>((asked) => (ask = asked));
  const answered = world.holdUndoPermission(ask);
  const sale = buildUndoneSale();
  const undo = await world.sale(buildUndoInput(sale));
  await asking;
  await undo.run.cancel();
  answered();
  expect(await undo.run.result()).toMatchObject({ status: 'not_sent', outcome: { reason: 'cancelled' } });
  expect(getnet.sent).toEqual([]);
  expect(await readUndos(world, sale)).toMatchObject([{ state: 'failed' }]);
});
