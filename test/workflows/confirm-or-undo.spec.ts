import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { Runtime } from '@temporalio/worker';
import { deriveReversalId } from '../../src/domain/reversal.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import {
  CONFIRMED_UPDATE_ID,
  confirmedUpdate,
  snapshotQuery,
  transactionWorkflowId,
} from '../../src/workflows/transaction.messages.js';
import { approved, declined, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering, ignoreTimeout } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';

beforeAll(() => TransactionWorld.quiet());
afterAll(() => Runtime.instance().shutdown());

/** Long enough for a test to act within it. */
const LONG = 30_000;
const SOON = 300;

const confirm = ({ run }: Sale) =>
  run.executeUpdate(confirmedUpdate, {
    updateId: CONFIRMED_UPDATE_ID,
    args: [{ version: 1, at: Date.now() }],
  });

describe.each([
  ['with the workflow cache', true],
  ['without it', false],
])('a sale that has to be confirmed, %s', (_, cached) => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  const opens = async (getnet: Getnet, confirmWithinMs: number): Promise<Sale> => {
    world = await TransactionWorld.over(getnet, { cached });
    return world.sale(saleInput({ confirmWithinMs }));
  };
  const shows = async (sale: Sale, words: object): Promise<Snapshot> => {
    for (;;) {
      const snapshot = await sale.run.query(snapshotQuery).catch(ignoreTimeout);
      try {
        expect(snapshot).toMatchObject(words);
        return snapshot as Snapshot;
      } catch {
        await new Promise((next) => setTimeout(next, 25));
      }
    }
  };
  const approvedUnconfirmed = async (getnet: Getnet, confirmWithinMs: number): Promise<Sale> => {
    const sale = await opens(getnet, confirmWithinMs);
    await sale.dispatched();
    await sale.calledBack('900001');
    return sale;
  };
  /** The undo that the service starts: Getnet acknowledges it, and is called back about. */
  const undoOf = ({ input }: Sale, type: 'void' | 'return' = 'void') => {
    const id = deriveReversalId(input.accepted.transactionId, type);
    return world.client.workflow.getHandle(transactionWorkflowId(id));
  };

  it('confirmed in time: the run ends, the sale stands, and confirming again says so', async () => {
    const getnet = createGetnetAnswering(approved());
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
    const sale = await approvedUnconfirmed(createGetnetAnswering(approved()), LONG);
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
    const getnet = createGetnetAnswering(approved());
    const sale = await approvedUnconfirmed(getnet, SOON);
    await shows(sale, { reversal: { type: 'void' } });
    await expect(confirm(sale)).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    await undoOf(sale).signal('callbackArrived', {
      version: 1,
      customId: deriveReversalId(sale.input.accepted.transactionId, 'void'),
      digest: 'd',
      claims: 'approved',
      idPosTxs: '900001',
    });
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
});
