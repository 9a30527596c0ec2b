import { afterEach, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, saleInput } from '../support/terms.js';
import { undosWorkflowId } from '../../src/workflows/undos.messages.js';
import type { UndosMemo } from '../../src/workflows/undos.messages.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import {
  approvedWithOwnCode,
  callBackReversed,
  confirm,
  createShop,
  sell,
  shows,
} from '../support/unconfirmed-sales.js';
import type { UndoAnswers } from '../support/unconfirmed-sales.js';

useStoryWorkers();

/** Long enough for a test to act within it. */
const LONG = 30_000;
const CONFIRM_WITHIN_MS = 300;
const RETENTION_MS = 20_000;

describe('a sale that has to be confirmed', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  const opens = async (getnet: Getnet, confirmWithinMs: number): Promise<Sale> => {
    world = await TransactionWorld.over(getnet);
    return world.sale(saleInput({ confirmWithinMs }));
  };
  const approvedUnconfirmed = async (getnet: Getnet, confirmWithinMs: number): Promise<Sale> => {
    const sale = await opens(getnet, confirmWithinMs);
    await sale.post();
    await sale.callBack('900001');
    return sale;
  };
  /** Than it was when its undo was granted. */
  const isRememberedForLonger = async (sale: Sale): Promise<void> => {
    const { finalAt = '', accepted } = await sale.snapshot();
    const undos = world.client.workflow.getHandle(undosWorkflowId(accepted.transactionId));
    const readBound = async () => {
      const found = await undos.describe().catch(() => undefined);
      return (found?.memo as Partial<UndosMemo> | undefined)?.rememberUntil ?? 0;
    };
    await until(async () => (await readBound()) > Date.parse(finalAt) + RETENTION_MS);
  };

  it('confirmed in time: the run ends, the sale stands, and confirming again says so', async () => {
    const getnet = createGetnetAnswering(approvedWithOwnCode());
    const sale = await approvedUnconfirmed(getnet, LONG);
    await shows(sale, { status: 'approved', confirmation: { state: 'open' } });
    expect(await confirm(sale)).toMatchObject({ confirmation: { state: 'confirmed' } });
    expect(await sale.run.result()).toMatchObject({
      status: 'approved',
      confirmation: { state: 'confirmed' },
    });
    expect(await confirm(sale)).toMatchObject({ confirmation: { state: 'confirmed' } });
    expect(getnet.sent).toHaveLength(1);
  });

  it('waiting for its confirmation: its terminal is free for the next sale', async () => {
    const sale = await approvedUnconfirmed(createGetnetAnswering(approvedWithOwnCode()), LONG);
    await shows(sale, { confirmation: { state: 'open' } });
    await world.leaseEnds(sale.input);
    const { serialNumber } = sale.input.accepted.terminal;
    const next = await world.sale(saleInput({ serialNumber }));
    await next.callBack('900001');
    expect(await next.run.result()).toMatchObject({ status: 'approved' });
  });

  it('not approved yet, or not started with confirmWithin: there is nothing to confirm', async () => {
    const getnet = createGetnetAnswering({ kind: 'pending' });
    const sale = await opens(getnet, LONG);
    await sale.becomes('in_progress');
    await expect(confirm(sale)).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    const plain = await world.sale();
    await plain.becomes('in_progress');
    await expect(confirm(plain)).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
  });

  it('declined: the run ends, and nothing is undone', async () => {
    const getnet = createGetnetAnswering(declined());
    const sale = await approvedUnconfirmed(getnet, CONFIRM_WITHIN_MS);
    expect(await sale.run.result()).toMatchObject({ status: 'declined' });
    expect(getnet.sent).toHaveLength(1);
  });

  it('not confirmed in time: it is voided once, and a late confirmation is refused', async () => {
    const getnet = createGetnetAnswering(approvedWithOwnCode());
    const sale = await approvedUnconfirmed(getnet, CONFIRM_WITHIN_MS);
    await shows(sale, { reversal: { type: 'void' } });
    await expect(confirm(sale)).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    expect(await sale.run.result()).toMatchObject({
      status: 'approved',
      confirmation: { state: 'expired' },
      reversal: {
        state: 'done',
        type: 'void',
        reason: 'the batch is open and the device is the one that took it',
      },
    });
    expect(getnet.sent).toHaveLength(2);
  });

  it('its undo fails, and it waits for a person: what was undone of it is remembered for as long as it waits', async () => {
    const { getnet } = createShop({ says: declined('900002') });
    world = await TransactionWorld.over(getnet, { retentionMs: RETENTION_MS });
    const sale = await sell(world, { confirmWithinMs: CONFIRM_WITHIN_MS });
    await shows(sale, { reversal: { state: 'failed' } });
    await isRememberedForLonger(sale);
  });

  it('its undo has no proven outcome: what was undone of it is remembered for as long as that is so', async () => {
    const { getnet } = createShop({ says: { kind: 'pending' } });
    world = await TransactionWorld.over(getnet, { retentionMs: RETENTION_MS });
    const sale = await sell(world, { confirmWithinMs: CONFIRM_WITHIN_MS });
    await shows(sale, { reversal: { state: 'open', type: 'void' } });
    await isRememberedForLonger(sale);
    expect(await sale.snapshot()).toMatchObject({ reversal: { state: 'open' } });
  });

  it('cancelled while it waits: it is given up, and undone at once', async () => {
    const sale = await approvedUnconfirmed(createGetnetAnswering(approvedWithOwnCode()), LONG);
    await shows(sale, { confirmation: { state: 'open' } });
    await sale.run.cancel();
    expect(await sale.run.result()).toMatchObject({
      status: 'approved',
      confirmation: { state: 'given_up' },
      reversal: { state: 'done', type: 'void' },
    });
  });

  it('Getnet proves that the terminal has reversed it, and it is not confirmed: nothing is undone', async () => {
    const says: UndoAnswers = { says: approved('900002') };
    const { getnet, undos } = createShop(says);
    world = await TransactionWorld.over(getnet);
    const sale = await sell(world, { confirmWithinMs: LONG });
    await shows(sale, { confirmation: { state: 'open' } });
    says.sale = declined('900001');
    const verification = await callBackReversed(world, sale);
    expect(await verification.result()).toMatchObject({ moneyMoved: 'no' });
    await sale.run.cancel();
    const { reversal } = await shows(sale, { reversal: { state: 'failed' } });
    expect(reversal?.detail).toContain('Getnet proved after the end that its charge is gone');
    expect(undos()).toHaveLength(0);
  });

  it('whether the terminal has reversed it is being verified: its undo waits for the answer', async () => {
    const says: UndoAnswers = { says: approved('900002') };
    const { getnet, undos } = createShop(says);
    world = await TransactionWorld.over(getnet);
    const starts: string[] = [];
    const { startReversal } = world.activities;
    world.activities.startReversal = async (order) => {
      const start = await startReversal(order);
      starts.push(start.kind);
      return start;
    };
    const sale = await sell(world, { confirmWithinMs: LONG, limits: { attentionAfter: 60_000 } });
    await shows(sale, { confirmation: { state: 'open' } });
    says.sale = { kind: 'pending' };
    await callBackReversed(world, sale);
    await sale.run.cancel();
    await until(async () => starts.length > 0);
    says.sale = declined('900001');
    await shows(sale, { reversal: { state: 'failed' } });
    expect(starts[0]).toBe('blocked');
    expect(undos()).toHaveLength(0);
  });

  it('its undo waits for the terminal, and Getnet proves meanwhile that the charge is gone: the undo is not sent', async () => {
    const says: UndoAnswers = { says: approved('900002') };
    const { getnet, undos } = createShop(says);
    world = await TransactionWorld.over(getnet);
    const sale = await sell(world, { confirmWithinMs: LONG });
    await shows(sale, { confirmation: { state: 'open' } });
    let asks: () => void = () => undefined;
    const asked = new Promise<void>((go) => (asks = go));
    const grants = world.holdUndoPermission(() => asks());
    await sale.run.cancel();
    await asked;
    says.sale = declined('900001');
    await (await callBackReversed(world, sale)).result();
    grants();
    await shows(sale, { reversal: { state: 'failed' } });
    expect(undos()).toHaveLength(0);
  });
});
