import { randomInt } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { Runtime } from '@temporalio/worker';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { buildCustomId } from '../../src/domain/ids.js';
import { deriveReversalId } from '../../src/domain/reversal.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { toDevice } from '../../src/domain/terminal.js';
import { isUndo } from '../../src/domain/transaction-type.js';
import type { Accepted } from '../../src/domain/transaction.js';
import type { Proof, Verdict } from '../../src/domain/verdict.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import { transactionStatusKey } from '../../src/workflows/search-attributes.messages.js';
import {
  CONFIRMED_UPDATE_ID,
  callbackArrivedSignal,
  confirmedUpdate,
  snapshotQuery,
  transactionWorkflowId,
} from '../../src/workflows/transaction.messages.js';
import {
  approved as approvedAlike,
  declined,
  requireIdPosTxs,
  saleInput,
  undoInput,
  undoneSale,
} from '../support/terms.js';
import type { SaleTerms } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering, ignoreTimeout } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';

beforeAll(() => TransactionWorld.quiet());
afterAll(() => Runtime.instance().shutdown());

/** Undos are remembered by the code of their sale as well, by a workflow on the queue of its world: each test has its own code. */
let code = 0;
beforeEach(() => void (code = randomInt(100_000, 999_999)));
function approved(id?: string): Proof {
  const proof = approvedAlike(id);
  return { ...proof, result: { ...proof.result, authorizationCode: String(code) } };
}

/** Long enough for a test to act within it. */
const LONG = 30_000;
const SOON = 300;

const confirm = ({ run }: Sale) =>
  run.executeUpdate(confirmedUpdate, {
    updateId: CONFIRMED_UPDATE_ID,
    args: [{ version: 1, at: Date.now() }],
  });

/** Waits until the run of a sale says so. */
async function shows({ run }: Sale, words: object): Promise<Snapshot> {
  for (;;) {
    const snapshot = await run.query(snapshotQuery).catch(ignoreTimeout);
    if (snapshot !== undefined && isShown(snapshot, words)) return snapshot;
    await new Promise((next) => setTimeout(next, 25));
  }
}

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
  const approvedUnconfirmed = async (getnet: Getnet, confirmWithinMs: number): Promise<Sale> => {
    const sale = await opens(getnet, confirmWithinMs);
    await sale.dispatched();
    await sale.calledBack('900001');
    return sale;
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

  it('cancelled while it waits: it is given up, and undone at once', async () => {
    const sale = await approvedUnconfirmed(createGetnetAnswering(approved()), LONG);
    await shows(sale, { confirmation: { state: 'open' } });
    await sale.run.cancel();
    expect(await sale.run.result()).toMatchObject({
      status: 'approved',
      confirmation: { state: 'given_up' },
      reversal: { state: 'done', type: 'void' },
    });
  });
});

describe('the undo of a sale that was not confirmed', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  /** Sales are approved as 900001; of undos Getnet says what it is told. */
  const shop = (undo: { says: Verdict; answers?: DispatchOutcome[] }) => {
    const orders: Accepted[] = [];
    const getnet: Getnet = {
      async send(accepted) {
        orders.push(accepted);
        const refusal = isUndo(accepted.type) ? undo.answers?.shift() : undefined;
        const idPosTxs = requireIdPosTxs(isUndo(accepted.type) ? '900002' : '900001');
        return refusal ?? { kind: 'acknowledged', idPosTxs };
      },
      async status({ idPosTxs, accepted }) {
        if (isUndo(accepted.type)) return { verdict: undo.says };
        return { verdict: approved(idPosTxs) };
      },
      async statusAtDevice() {
        return { verdict: { kind: 'silent', cause: 'nobody is at this terminal' } };
      },
    };
    return { getnet, orders, undos: () => orders.filter(({ type }) => isUndo(type)) };
  };
  const startWorld = async (getnet: Getnet) => (world = await TransactionWorld.over(getnet));
  const sells = async (terms: SaleTerms): Promise<Sale> => {
    const sale = await world.sale(saleInput(terms));
    await sale.dispatched();
    await sale.calledBack('900001');
    return sale;
  };
  const idOf = ({ input }: Sale, type: 'void' | 'return' = 'void') =>
    deriveReversalId(input.accepted.transactionId, type);
  const runOf = (sale: Sale, type: 'void' | 'return' = 'void') =>
    world.client.workflow.getHandle(transactionWorkflowId(idOf(sale, type)));

  it('its batch was closed: it is returned, and the reason is written down', async () => {
    const { getnet, undos } = shop({ says: approved('900002') });
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: 1_500 });
    await shows(sale, { confirmation: { state: 'open' } });
    const { serialNumber } = sale.input.accepted.terminal;
    const close = saleInput({ serialNumber });
    const { amount: _, ...accepted } = close.accepted;
    const closing = await world.sale({ ...close, accepted: { ...accepted, type: 'close', options: {} } });
    await closing.dispatched();
    await closing.calledBack('900001');
    await closing.run.result();
    const ended = await sale.run.result();
    expect(ended).toMatchObject({ reversal: { state: 'done', type: 'return' } });
    expect(ended.reversal?.reason).toContain('its batch was closed');
    expect(undos()).toMatchObject([{ type: 'return', amount: { value: 5990 } }]);
  });

  it('the shop returned a part meanwhile: the rest is returned', async () => {
    const { getnet, undos } = shop({ says: approved('900002') });
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: 1_500 });
    const approvedSale = await shows(sale, { confirmation: { state: 'open' } });
    const { transactionId, terminal } = approvedSale.accepted;
    const undone = undoneSale({ name: transactionId, transactionId, device: toDevice(terminal) });
    const part = await world.sale(
      undoInput(undone, { type: 'return', value: 990, serialNumber: terminal.serialNumber }),
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
    const { getnet, undos } = shop({ says: approved('900002'), answers });
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: SOON });
    expect(await sale.run.result()).toMatchObject({ reversal: { state: 'done', type: 'void' } });
    expect(undos().map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(new Set(undos().map((undo) => undo.transactionId))).toEqual(new Set([idOf(sale)]));
  });

  it('its terminal is busy: it waits for its turn, and is sent when the other sale has ended', async () => {
    const { getnet, undos } = shop({ says: approved('900002') });
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: 1_500 });
    await shows(sale, { confirmation: { state: 'open' } });
    const { serialNumber } = sale.input.accepted.terminal;
    const other = await world.sale(
      saleInput({ serialNumber, limits: { lifecycleWindow: 60_000, attentionAfter: 90_000 } }),
    );
    await other.becomes('in_progress');
    await world.knows(runOf(sale).workflowId);
    await world.becomes(runOf(sale).workflowId, 'queued');
    expect(undos()).toHaveLength(0);
    await other.calledBack('900001');
    expect(await sale.run.result()).toMatchObject({ reversal: { state: 'done' } });
    expect(undos()).toHaveLength(1);
  });

  it('declined: the sale stands and needs a person; nothing more is sent', async () => {
    const { getnet, undos } = shop({ says: declined('900002') });
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: SOON });
    const failed = await shows(sale, { reversal: { state: 'failed' } });
    expect(failed.reversal?.detail).toContain('declined: Rechazado');
    expect(await sale.details()).toContain('**reversal_failed**');
    const { typedSearchAttributes } = await sale.run.describe();
    expect(typedSearchAttributes.get(transactionStatusKey)).toBe('reversal_failed');
    expect(undos()).toHaveLength(1);
  });

  it('of unknown outcome: the sale stays reversing and nothing more is sent, until the undo is settled', async () => {
    const undo: { says: Verdict } = { says: { kind: 'pending' } };
    const { getnet, undos } = shop(undo);
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: SOON, limits: { attentionAfter: 2_000 } });
    await world.knows(runOf(sale).workflowId);
    await world.becomes(runOf(sale).workflowId, 'needs_attention');
    expect(await shows(sale, { reversal: { state: 'open' } })).toMatchObject({ status: 'approved' });
    undo.says = approved('900002');
    await runOf(sale).signal(callbackArrivedSignal, {
      ...{ version: 1, customId: buildCustomId({ transactionId: idOf(sale), attempt: 1 }) },
      ...{ digest: 'd', claims: 'approved', idPosTxs: requireIdPosTxs('900002') },
    });
    expect(await sale.run.result()).toMatchObject({ reversal: { state: 'done' } });
    expect(undos()).toHaveLength(1);
  });

  it('the run of the sale is terminated: its undo in flight goes on, once', async () => {
    const undo: { says: Verdict } = { says: { kind: 'pending' } };
    const { getnet, undos } = shop(undo);
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: SOON });
    await shows(sale, { reversal: { state: 'open', type: 'void' } });
    await sale.run.terminate('by hand');
    undo.says = approved('900002');
    expect(await runOf(sale).result()).toMatchObject({ status: 'approved', accepted: { type: 'void' } });
    expect(undos()).toHaveLength(1);
  });

  it('the run of the sale is reset while it waits: it cannot know of a confirmation, and undoes nothing', async () => {
    const { getnet, undos } = shop({ says: approved('900002') });
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: 1_000 });
    await shows(sale, { confirmation: { state: 'open' } });
    await world.reset(sale.run.workflowId, -1);
    const failed = await shows(sale, { reversal: { state: 'failed' } });
    expect(failed.reversal?.detail).toContain('cannot know whether the sale was confirmed');
    expect(undos()).toHaveLength(0);
  });

  it('reset while its undo is in flight: the same undo is followed, and sent once', async () => {
    const undo: { says: Verdict } = { says: { kind: 'pending' } };
    const { getnet, undos } = shop(undo);
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: SOON });
    await shows(sale, { confirmation: { state: 'open' } });
    await world.knows(runOf(sale).workflowId);
    await world.becomes(runOf(sale).workflowId, 'in_progress');
    await world.reset(sale.run.workflowId, -1);
    undo.says = approved('900002');
    await shows(sale, { reversal: { state: 'done', transactionId: idOf(sale) } });
    expect(undos()).toHaveLength(1);
  });

  it('Getnet calls back that it was declined while the sale waits: that is verified beside it', async () => {
    const { getnet } = shop({ says: approved('900002') });
    await startWorld(getnet);
    const sale = await sells({ confirmWithinMs: LONG });
    await shows(sale, { confirmation: { state: 'open' } });
    const { customId } = sale.input.accepted;
    await sale.run.signal(callbackArrivedSignal, {
      ...{ version: 1, customId, digest: 'late', claims: 'declined', idPosTxs: requireIdPosTxs('900001') },
    });
    const finding = world.client.workflow.getHandle(lateResultWorkflowId(customId));
    await world.knows(finding.workflowId);
    expect(await finding.result()).toMatchObject({ moneyMoved: 'yes' });
    expect(await sale.snapshot()).toMatchObject({ status: 'approved', confirmation: { state: 'open' } });
  });
});

function isShown(snapshot: Snapshot, words: object): boolean {
  try {
    expect(snapshot).toMatchObject(words);
    return true;
  } catch {
    return false;
  }
}
