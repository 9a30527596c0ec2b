import { afterEach, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { useStoryWorkers } from '../support/story-workers.js';
import { declined, saleInput } from '../support/terms.js';
import { undosWorkflowId } from '../../src/workflows/undos.messages.js';
import type { UndosMemo } from '../../src/workflows/undos.messages.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { approvedWithOwnCode, confirm, createShop, sell, shows } from '../support/unconfirmed-sales.js';

useStoryWorkers();

/** Long enough for a test to act within it. */
const LONG = 30_000;
const SOON = 300;
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
    await sale.dispatched();
    await sale.calledBack('900001');
    return sale;
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
    await next.calledBack('900001');
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
    const sale = await approvedUnconfirmed(getnet, SOON);
    expect(await sale.run.result()).toMatchObject({ status: 'declined' });
    expect(getnet.sent).toHaveLength(1);
  });

  it('not confirmed in time: it is voided once, and a late confirmation is refused', async () => {
    const getnet = createGetnetAnswering(approvedWithOwnCode());
    const sale = await approvedUnconfirmed(getnet, SOON);
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
    const sale = await sell(world, { confirmWithinMs: SOON });
    const { finalAt = '' } = await shows(sale, { reversal: { state: 'failed' } });
    const undos = world.client.workflow.getHandle(undosWorkflowId(sale.input.accepted.transactionId));
    const readBound = async () => ((await undos.describe()).memo as Partial<UndosMemo>).rememberUntil ?? 0;
    await until(async () => (await readBound()) > Date.parse(finalAt) + RETENTION_MS);
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
});
