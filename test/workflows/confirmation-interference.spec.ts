import { afterEach, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import { callbackArrivedSignal } from '../../src/workflows/transaction.messages.js';
import { createHeld } from '../support/cancelling-getnet.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, requireIdPosTxs } from '../support/terms.js';
import type { SaleTerms } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { confirm, createShop, sell, shows, deriveUndoId, getUndoRun } from '../support/unconfirmed-sales.js';
import type { UndoAnswers } from '../support/unconfirmed-sales.js';

useStoryWorkers();

/** Long enough for a test to act within it. */
const LONG = 30_000;
const CONFIRM_WITHIN_MS = 300;

describe('a sale that has to be confirmed, and an operator interferes in Temporal', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  const startWorld = async (getnet: Getnet) => (world = await TransactionWorld.over(getnet));
  const sells = (terms: SaleTerms) => sell(world, terms);
  const waitsForConfirmation = async (getnet: Getnet, terms: SaleTerms) => {
    await startWorld(getnet);
    const sale = await sells(terms);
    await shows(sale, { confirmation: { state: 'open' } });
    return sale;
  };
  const getRun = (sale: Sale) => getUndoRun(world, sale);

  it('the run of the sale is terminated: its undo in flight goes on, once', async () => {
    const undo: UndoAnswers = { says: { kind: 'pending' } };
    const { getnet, undos } = createShop(undo);
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: CONFIRM_WITHIN_MS });
    await shows(sale, { reversal: { state: 'open', type: 'void' } });
    await sale.run.terminate('by hand');
    undo.says = approved('900002');
    expect(await getRun(sale).result()).toMatchObject({ status: 'approved', accepted: { type: 'void' } });
    expect(undos()).toHaveLength(1);
  });

  it('the run of the sale is reset while it waits: it cannot know of a confirmation, and undoes nothing', async () => {
    const { getnet, undos } = createShop({ says: approved('900002') });
    const sale = await waitsForConfirmation(getnet, { confirmWithinMs: 1_000 });
    await world.reset(sale.run.workflowId, -1);
    const failed = await shows(sale, { reversal: { state: 'failed' } });
    expect(failed.reversal?.detail).toContain('cannot know whether the sale was confirmed');
    expect(undos()).toHaveLength(0);
  });

  it('reset while its undo is in flight: the same undo is followed, and sent once', async () => {
    const undo: UndoAnswers = { says: { kind: 'pending' } };
    const { getnet, undos } = createShop(undo);
    const sale = await waitsForConfirmation(getnet, { confirmWithinMs: CONFIRM_WITHIN_MS });
    await world.knows(getRun(sale).workflowId);
    await until(() => undos().length === 1);
    await world.reset(sale.run.workflowId, -1);
    undo.says = approved('900002');
    await shows(sale, { reversal: { state: 'done', transactionId: deriveUndoId(sale) } });
    expect(undos()).toHaveLength(1);
  });

  it('Getnet calls back that it was declined while the sale waits: that is verified beside it', async () => {
    const { getnet } = createShop({ says: approved('900002') });
    const sale = await waitsForConfirmation(getnet, { confirmWithinMs: LONG });
    const { customId } = sale.input.accepted;
    await sale.run.signal(callbackArrivedSignal, {
      version: 1,
      customId,
      digest: 'late',
      claims: 'declined',
      idPosTxs: requireIdPosTxs('900001'),
    });
    const finding = world.client.workflow.getHandle(lateResultWorkflowId(customId));
    await world.knows(finding.workflowId);
    expect(await finding.result()).toMatchObject({ moneyMoved: 'yes' });
    expect(await sale.snapshot()).toMatchObject({ status: 'approved', confirmation: { state: 'open' } });
  });

  it('Getnet calls back that the terminal reversed it while its undo is being started: that is verified first, and nothing is sent', async () => {
    const undo: UndoAnswers = { says: approved('900002') };
    const { getnet, undos } = createShop(undo);
    await startWorld(getnet);
    const { startReversal } = world.activities;
    const held = createHeld<void>();
    world.activities.startReversal = (order) => held.given.then(() => startReversal(order));
    const sale = await sells({ confirmWithinMs: CONFIRM_WITHIN_MS });
    await shows(sale, { reversal: { state: 'open' } });
    undo.sale = declined('900001');
    const { customId } = sale.input.accepted;
    const idPosTxs = requireIdPosTxs('900001');
    const hint = { version: 1, customId, digest: 'reversed', claims: 'declined', idPosTxs } as const;
    await sale.run.signal(callbackArrivedSignal, hint);
    await sale.learns('claims declined');
    held.give();
    const { reversal } = await shows(sale, { reversal: { state: 'failed' } });
    expect(reversal?.detail).toContain('its charge is gone');
    expect(undos()).toEqual([]);
  });

  it('reset to its beginning while its undo is in flight: it takes no confirmation, and follows that undo', async () => {
    const undo: UndoAnswers = { says: { kind: 'pending' } };
    const { getnet, undos } = createShop(undo);
    const sale = await waitsForConfirmation(getnet, {
      confirmWithinMs: 5_000,
      limits: { attentionAfter: 60_000 },
    });
    await sale.run.cancel();
    await world.knows(getRun(sale).workflowId);
    await until(() => undos().length === 1);
    await world.reset(sale.run.workflowId, 0);
    await shows(sale, { reversal: { state: 'open', transactionId: deriveUndoId(sale) } });
    await expect(confirm(sale)).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    undo.says = approved('900002');
    await shows(sale, { reversal: { state: 'done' } });
    expect(undos()).toHaveLength(1);
  });

  it('reset after it was confirmed: it stays confirmed, and nothing is undone', async () => {
    const { getnet, undos } = createShop({ says: approved('900002') });
    const sale = await waitsForConfirmation(getnet, { confirmWithinMs: 1_500 });
    await confirm(sale);
    await sale.run.result();
    await world.reset(sale.run.workflowId, -2);
    await shows(sale, { status: 'approved', confirmation: { state: 'confirmed' } });
    expect(undos()).toHaveLength(0);
  });

  it('cancelled, and confirmed before the run has acted on the cancel: the cancel counts', async () => {
    const { getnet } = createShop({ says: approved('900002') });
    await startWorld(getnet);
    const { keepLateHint } = world.activities;
    let keep: () => void = () => undefined;
    const kept = new Promise<void>((go) => (keep = go));
    world.activities.keepLateHint = (late) => kept.then(() => keepLateHint(late));
    const sale = await sells({ confirmWithinMs: LONG, cancelCommand: false });
    await shows(sale, { confirmation: { state: 'open' } });
    const { customId } = sale.input.accepted;
    await sale.run.signal(callbackArrivedSignal, {
      version: 1,
      customId,
      digest: 'late',
      claims: 'declined',
      idPosTxs: requireIdPosTxs('900001'),
    });
    await sale.learns('claims declined');
    await sale.run.cancel();
    await sale.learns('cancellation requested');
    await expect(confirm(sale)).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    keep();
    await shows(sale, { confirmation: { state: 'given_up' }, reversal: { state: 'done' } });
  });
});
