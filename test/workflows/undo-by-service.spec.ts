import { afterEach, describe, expect, it } from '@jest/globals';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { buildCustomId } from '../../src/domain/ids.js';
import { toDevice } from '../../src/domain/terminal.js';
import { transactionStatusKey } from '../../src/workflows/search-attributes.messages.js';
import { callbackArrivedSignal } from '../../src/workflows/transaction.messages.js';
import { getRecovery } from '../support/recovery.js';
import { useStoryWorkers } from '../support/story-workers.js';
import {
  approved,
  declined,
  requireIdPosTxs,
  saleInput,
  buildUndoInput,
  buildUndoneSale,
} from '../support/terms.js';
import type { SaleTerms } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';
import { createShop, sell, shows, deriveUndoId, getUndoRun } from '../support/unconfirmed-sales.js';
import type { UndoAnswers } from '../support/unconfirmed-sales.js';

useStoryWorkers();

const CONFIRM_WITHIN_MS = 300;

describe('the undo of a sale that was not confirmed', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  const startWorld = async (getnet: Getnet) => (world = await TransactionWorld.over(getnet));
  const sells = (terms: SaleTerms) => sell(world, terms);
  const getRun = (sale: Sale) => getUndoRun(world, sale);

  it('its batch was closed: it is returned, and the reason is written down', async () => {
    const { getnet, undos } = createShop({ says: approved('900002') });
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: 1_500 });
    await shows(sale, { confirmation: { state: 'open' } });
    const { serialNumber } = sale.input.accepted.terminal;
    const close = saleInput({ serialNumber });
    const { amount: _, ...accepted } = close.accepted;
    const closing = await world.sale({ ...close, accepted: { ...accepted, type: 'close', options: {} } });
    await closing.post();
    await closing.callBack('900001');
    await closing.run.result();
    const ended = await sale.run.result();
    expect(ended).toMatchObject({ reversal: { state: 'done', type: 'return' } });
    expect(ended.reversal?.reason).toContain('its batch was closed');
    expect(undos()).toMatchObject([{ type: 'return', amount: { value: 5990 } }]);
  });

  it('the shop returned a part meanwhile: the rest is returned', async () => {
    const { getnet, undos } = createShop({ says: approved('900002') });
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: 1_500 });
    const approvedSale = await shows(sale, { confirmation: { state: 'open' } });
    const { transactionId, terminal } = approvedSale.accepted;
    const undone = buildUndoneSale({ name: transactionId, transactionId, device: toDevice(terminal) });
    const part = await world.sale(
      buildUndoInput(undone, { type: 'return', value: 990, serialNumber: terminal.serialNumber }),
    );
    await part.run.result();
    expect(await sale.run.result()).toMatchObject({ reversal: { state: 'done', type: 'return' } });
    expect(undos().map(({ amount }) => amount?.value)).toEqual([990, 5000]);
  });

  it('refused before it was sent: it is tried again, and sent once', async () => {
    const answers: DispatchOutcome[] = [
      { kind: 'refused', reason: 'terminal_offline' },
      { kind: 'unreachable', cause: 'ECONNREFUSED' },
    ];
    const { getnet, undos } = createShop({ says: approved('900002'), answers });
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: CONFIRM_WITHIN_MS });
    expect(await sale.run.result()).toMatchObject({ reversal: { state: 'done', type: 'void' } });
    expect(undos().map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(new Set(undos().map((undo) => undo.transactionId))).toEqual(new Set([deriveUndoId(sale)]));
  });

  it('its terminal is busy: it waits for its turn, and is sent when the other sale has ended', async () => {
    const { getnet, undos } = createShop({ says: approved('900002') });
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: 1_500 });
    await shows(sale, { confirmation: { state: 'open' } });
    const { serialNumber } = sale.input.accepted.terminal;
    const other = await world.sale(
      saleInput({ serialNumber, limits: { lifecycleWindow: 60_000, attentionAfter: 90_000 } }),
    );
    await other.becomes('in_progress');
    await world.knows(getRun(sale).workflowId);
    await world.becomes(getRun(sale).workflowId, 'queued');
    expect(undos()).toHaveLength(0);
    await other.callBack('900001');
    expect(await sale.run.result()).toMatchObject({ reversal: { state: 'done' } });
    expect(undos()).toHaveLength(1);
  });

  it('declined: the sale stands and needs a person; nothing more is sent', async () => {
    const { getnet, undos } = createShop({ says: declined('900002') });
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: CONFIRM_WITHIN_MS });
    const failed = await shows(sale, { reversal: { state: 'failed' } });
    expect(failed.reversal?.detail).toContain('declined: Rechazado');
    expect(await sale.details()).toContain('**reversal_failed**');
    const { typedSearchAttributes } = await sale.run.describe();
    expect(typedSearchAttributes.get(transactionStatusKey)).toBe('reversal_failed');
    expect(undos()).toHaveLength(1);
  });

  it('of unknown outcome: the sale stays reversing and nothing more is sent, until the undo is settled', async () => {
    const undo: UndoAnswers = { says: { kind: 'pending' } };
    const { getnet, undos } = createShop(undo);
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: CONFIRM_WITHIN_MS, limits: { attentionAfter: 2_000 } });
    await world.knows(getRun(sale).workflowId);
    await world.becomes(getRun(sale).workflowId, 'needs_attention');
    expect(await shows(sale, { reversal: { state: 'open' } })).toMatchObject({ status: 'approved' });
    undo.says = approved('900002');
    await getRun(sale).signal(callbackArrivedSignal, {
      version: 1,
      customId: buildCustomId({ transactionId: deriveUndoId(sale), attempt: 1 }),
      digest: 'd',
      claims: 'approved',
      idPosTxs: requireIdPosTxs('900002'),
    });
    expect(await sale.run.result()).toMatchObject({ reversal: { state: 'done' } });
    expect(undos()).toHaveLength(1);
  });

  it('terminated while it waits for the terminal: its outcome is searched for, and the sale does not stay reversing', async () => {
    const { getnet, undos } = createShop({ says: approved('900002') });
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: 1_500 });
    await shows(sale, { confirmation: { state: 'open' } });
    const { serialNumber } = sale.input.accepted.terminal;
    const limits = { lifecycleWindow: 60_000, attentionAfter: 90_000 };
    const other = await world.sale(saleInput({ serialNumber, limits }));
    await other.becomes('in_progress');
    await world.knows(getRun(sale).workflowId);
    await world.becomes(getRun(sale).workflowId, 'queued');
    await getRun(sale).terminate('an operator');
    const failed = await shows(sale, { reversal: { state: 'failed' } });
    expect(failed.reversal?.detail).toContain(deriveUndoId(sale));
    expect(undos()).toHaveLength(0);
  });

  it('terminated, and past its retention while it is searched for: what its recovery finds is its end', async () => {
    const undo: UndoAnswers = { says: { kind: 'pending' } };
    await startWorld(createShop(undo).getnet);
    const sale = await sells({ confirmWithinMs: CONFIRM_WITHIN_MS, limits: { attentionAfter: 3_000 } });
    await world.knows(getRun(sale).workflowId);
    await world.becomes(getRun(sale).workflowId, 'in_progress');
    await getRun(sale).terminate('an operator');
    const recovery = getRecovery(world, deriveUndoId(sale));
    await world.knows(recovery.workflowId);
    await world.becomes(recovery.workflowId, 'needs_attention');
    await world.forget(getRun(sale).workflowId);
    undo.says = approved('900002');
    const customId = buildCustomId({ transactionId: deriveUndoId(sale), attempt: 1 });
    const idPosTxs = requireIdPosTxs('900002');
    await recovery.signal(callbackArrivedSignal, {
      version: 1,
      customId,
      digest: 'd',
      claims: 'approved',
      idPosTxs,
    });
    expect(await sale.run.result()).toMatchObject({ reversal: { state: 'done' } });
  });

  it('a return, and the shop returned a part before it was sent: what is left is returned', async () => {
    const { getnet, undos } = createShop({ says: approved('900002') });
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: 5_000 });
    const { accepted } = await shows(sale, { confirmation: { state: 'open' } });
    const { transactionId, terminal } = accepted;
    const { serialNumber } = terminal;
    const undone = buildUndoneSale({ name: transactionId, transactionId, device: toDevice(terminal) });
    const first = await world.sale(buildUndoInput(undone, { type: 'return', value: 990, serialNumber }));
    await first.run.result();
    const limits = { lifecycleWindow: 60_000, attentionAfter: 90_000 };
    const other = await world.sale(saleInput({ serialNumber, limits }));
    await other.becomes('in_progress');
    await world.knows(getUndoRun(world, sale, 'return').workflowId);
    await world.becomes(getUndoRun(world, sale, 'return').workflowId, 'queued');
    const second = await world.sale(buildUndoInput(undone, { type: 'return', value: 1_000 }));
    await second.run.result();
    await other.callBack('900001');
    expect(await sale.run.result()).toMatchObject({ reversal: { state: 'done', type: 'return' } });
    expect(undos().map(({ amount }) => amount?.value)).toEqual([990, 1_000, 4_000]);
  });
});
