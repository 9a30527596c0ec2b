import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { buildCustomId } from '../../src/domain/ids.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import type { TransactionInput } from '../../src/workflows/transaction.messages.js';
import { getRecovery, recoveryNeedsAttention, startRecovery } from '../support/recovery.js';
import { useStoryWorkers } from '../support/story-workers.js';
import {
  approved,
  declined,
  requireIdPosTxs,
  saleInput,
  buildUndoInput,
  buildUndoneSale,
} from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';
import { readUndos } from '../support/undo-stories.js';
import { createRefusingGetnet, lost, offline } from './support/recoveries.js';

useStoryWorkers();

const pending: Verdict = { kind: 'pending' };
const second: DispatchOutcome = { kind: 'acknowledged', idPosTxs: requireIdPosTxs('900002') };

let world: TransactionWorld;
let verdicts: Record<string, Verdict>;
beforeEach(() => {
  verdicts = { '900001': pending, '900002': pending };
  thenOfSecond = undefined;
});
afterEach(() => world.close());

/** What Getnet says about attempt 2 once it has said that attempt 1 charged. */
let thenOfSecond: Verdict | undefined;

/** A Getnet that refuses attempt 1, runs it all the same, and answers attempt 2 so. */
async function openWorld(answer: DispatchOutcome): Promise<void> {
  const status: Getnet['status'] = async ({ idPosTxs }) => {
    const verdict = verdicts[idPosTxs] ?? { kind: 'not_found' };
    if (verdict.kind === 'approved' && idPosTxs === '900001' && thenOfSecond)
      verdicts = { ...verdicts, '900002': thenOfSecond };
    return { verdict };
  };
  world = await TransactionWorld.over({ ...createRefusingGetnet(offline, answer), status });
}

/** Both attempts were sent, and Getnet calls back about the first. */
async function sendTwice(input: TransactionInput): Promise<Sale> {
  const sale = await world.sale(input);
  await sale.parks(1);
  await sale.retry(2);
  await sale.callBack('900001', 'of attempt 1', 1);
  return sale;
}

describe('attempt 1 is proven to have charged while attempt 2 is open beyond its budget', () => {
  const limits = { attentionAfter: 2_000 };
  const charged = { status: 'approved', idPosTxs: '900001', accepted: { attempt: 1 } };

  const findLate = ({ accepted: { transactionId } }: TransactionInput) => {
    const workflowId = lateResultWorkflowId(buildCustomId({ transactionId, attempt: 2 }));
    return world.client.workflow.getHandle(workflowId).result();
  };

  it('it is verified beside the run, and its charge is told', async () => {
    await openWorld(second);
    const sale = await sendTwice(saleInput({ limits }));
    await sale.callBack('900002', 'of attempt 2', 2);
    await sale.becomes('needs_attention');
    thenOfSecond = approved('900002');
    verdicts = { ...verdicts, '900001': approved('900001') };
    await sale.callBack('900001', 'again', 1);
    const end = await sale.run.result();
    expect(end).toMatchObject(charged);
    expect(end.outcome.warning).toContain(`whether ${sale.input.accepted.transactionId}-2 charged as well`);
    expect(await findLate(sale.input)).toMatchObject({ moneyMoved: 'yes', idPosTxs: '900002' });
  });

  it('its number was never learned: it is a case for a person', async () => {
    await openWorld(lost);
    const sale = await sendTwice(saleInput({ limits }));
    await sale.becomes('needs_attention');
    verdicts = { ...verdicts, '900001': approved('900001') };
    await sale.callBack('900001', 'again', 1);
    expect(await sale.run.result()).toMatchObject(charged);
    expect(await findLate(sale.input)).toMatchObject({ moneyMoved: 'unknown' });
  });

  it('the run was ended by hand: its recovery has it verified, too', async () => {
    await openWorld(second);
    const sale = await sendTwice(saleInput());
    await sale.learns('claims approved');
    await sale.run.terminate('by hand');
    await startRecovery(world, sale.input);
    await recoveryNeedsAttention(world, sale.input);
    thenOfSecond = approved('900002');
    verdicts = { ...verdicts, '900001': approved('900001') };
    const recovery = getRecovery(world, sale.input.accepted.transactionId);
    expect((await recovery.result()) as Snapshot).toMatchObject(charged);
    expect(await findLate(sale.input)).toMatchObject({ moneyMoved: 'yes', idPosTxs: '900002' });
  });

  it.each([
    ['gave money back as well', approved('900002'), 'done'],
    ['did nothing', declined('900002'), 'failed'],
  ] as const)(
    'of a return, and attempt 2 %s: it does not block further undos',
    async (_did, verdict, state) => {
      await openWorld(second);
      const sale = buildUndoneSale();
      const undo = await sendTwice(buildUndoInput(sale, { type: 'return', value: 1_000, limits }));
      await undo.becomes('needs_attention');
      thenOfSecond = verdict;
      verdicts = { ...verdicts, '900001': approved('900001') };
      await undo.callBack('900001', 'again', 1);
      expect(await undo.run.result()).toMatchObject(charged);
      await findLate(undo.input);
      const next = await world.sale(buildUndoInput(sale, { type: 'return', value: 1_000 }));
      expect(await next.post()).toMatchObject({ status: 'in_progress' });
      expect(await readUndos(world, sale)).toContainEqual(
        expect.objectContaining({ customId: `${undo.input.accepted.transactionId}-2`, state }),
      );
    },
  );
});

describe('attempt 1 charged, or may have, when attempt 2 is proven', () => {
  const limits = { lifecycleWindow: 30_000, lifecycleLimit: 60_000, attentionAfter: 90_000 };

  it('attempt 2 charged nothing: the shop is never told of a decline', async () => {
    await openWorld(second);
    const sale = await sendTwice(saleInput({ limits }));
    verdicts = { '900001': approved('900001'), '900002': pending };
    await sale.callBack('900001', 'again', 1);
    await sale.learns('approved');
    verdicts = { '900001': approved('900001'), '900002': declined('900002') };
    await sale.callBack('900002', 'of attempt 2', 2);
    const end = await sale.run.result();
    expect(end).toMatchObject({
      status: 'approved',
      accepted: { attempt: 1 },
      outcome: { moneyMoved: 'yes' },
    });
    expect(end.states.map(({ status }) => status)).not.toContain('declined');
  });

  it('attempt 2 charged, and attempt 1 may be at the terminal: it stays taken until that is known', async () => {
    await openWorld(second);
    const sale = await sendTwice(saleInput({ limits }));
    verdicts = { '900001': pending, '900002': approved('900002') };
    await sale.callBack('900002', 'of attempt 2', 2);
    expect(await sale.becomes('approved')).toMatchObject({ keepsTerminal: true, accepted: { attempt: 2 } });
    await sale.evidenceGrows();
    expect((await world.lease(sale.input)).status.name).toBe('RUNNING');
    verdicts = { '900001': declined('900001'), '900002': approved('900002') };
    await sale.callBack('900001', 'again', 1);
    const end = await sale.run.result();
    expect(end).not.toHaveProperty('keepsTerminal');
    expect((await world.lease(sale.input)).status.name).toBe('TERMINATED');
  });
});
