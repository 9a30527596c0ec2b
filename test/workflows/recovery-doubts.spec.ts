import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { resolvedUpdate } from '../../src/workflows/transaction.messages.js';
import { recoveryNeedsAttention, getRecovery, startRecovery } from '../support/recovery.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, requireIdPosTxs, saleInput } from '../support/terms.js';
import { eventually } from '../e2e/support/eventually.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { shows } from '../support/unconfirmed-sales.js';

useStoryWorkers();

/** Something that a test lets happen. */
function createPromiseToResolve() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((go) => (open = go));
  return { open, opened };
}

const keep = {
  version: 1,
  verdict: 'approved',
  reason: 'delivered',
  evidence: 'note 7',
  actor: 'op',
} as const;

describe('a run that was ended by hand while its command may be live', () => {
  let world: TransactionWorld;
  let answer = createPromiseToResolve();
  beforeEach(() => void (answer = createPromiseToResolve()));
  afterEach(async () => {
    answer.open();
    await world.close();
  });

  it('held back, then sent, then terminated: it may have been sent', async () => {
    const sentAgain = createPromiseToResolve();
    const outcomes: DispatchOutcome[] = [{ kind: 'withheld', cause: 'nobody said that it may be sent' }];
    const send: Getnet['send'] = async () => {
      const outcome = outcomes.shift();
      if (outcome) return outcome;
      sentAgain.open();
      await answer.opened;
      return { kind: 'unknown', cause: 'the connection broke' };
    };
    world = await TransactionWorld.over({ ...createGetnetAnswering({ kind: 'pending' }), send });
    const sale = await world.sale();
    await sentAgain.opened;
    await sale.run.terminate('an operator');
    await startRecovery(world, sale.input);
    expect(await recoveryNeedsAttention(world, sale.input)).toMatchObject({
      outcome: { moneyMoved: 'unknown' },
    });
  });

  it('sent after a wait longer than its own life: a person may not say that nothing was sent', async () => {
    const serialNumber = `SN-WAIT-${process.pid}`;
    const limits = {
      dispatchWithin: 1_000,
      getnetTimeout: 1_000,
      lifecycleWindow: 1_000,
      lifecycleLimit: 2_000,
    };
    const waited = createPromiseToResolve();
    const holder = saleInput({ serialNumber, limits: { lifecycleLimit: 60_000, attentionAfter: 90_000 } });
    const send: Getnet['send'] = async ({ transactionId }) => {
      if (transactionId === holder.accepted.transactionId)
        return { kind: 'acknowledged', idPosTxs: requireIdPosTxs('900001') };
      waited.open();
      await answer.opened;
      return { kind: 'unknown', cause: 'the connection broke' };
    };
    world = await TransactionWorld.over({ ...createGetnetAnswering({ kind: 'pending' }), send });
    const first = await world.sale(holder);
    await first.becomes('in_progress');
    const waiter = saleInput({
      serialNumber,
      limits: { ...limits, attentionAfter: 60_000 },
      maxWaitMs: 60_000,
    });
    const second = await world.sale(waiter);
    await second.becomes('queued');
    const { lifecycleLimit } = waiter.policy.limits;
    const staleAtMs = waiter.accepted.dispatchBy + lifecycleLimit;
    await new Promise((over) => setTimeout(over, staleAtMs - Date.now()));
    world.answerWith({ ...createGetnetAnswering(approved()), send });
    await first.callBack('900001');
    await waited.opened;
    await second.run.terminate('an operator');
    const recovery = await startRecovery(world, waiter);
    await recoveryNeedsAttention(world, waiter);
    const verdict = {
      version: 1,
      verdict: 'not_sent',
      reason: 'no receipt',
      evidence: 'the roll',
      actor: 'op',
    } as const;
    const said = recovery.executeUpdate(resolvedUpdate, { args: [{ ...verdict, at: Date.now() }] });
    await expect(said).rejects.toMatchObject({ cause: { type: 'MayBeLive' } });
    expect(await getRecovery(world, waiter.accepted.transactionId).describe()).toMatchObject({
      status: { name: 'RUNNING' },
    });
  });

  it('while it waited for its confirmation: the sale is found approved, and a person decides', async () => {
    world = await TransactionWorld.over(createGetnetAnswering(approved()));
    const sale = await world.sale(saleInput({ confirmWithinMs: 60_000 }));
    await sale.callBack('900001');
    await shows(sale, { confirmation: { state: 'open' } });
    await sale.run.terminate('an operator');
    const recovery = await startRecovery(world, sale.input);
    const keeps = async () => {
      const answer = await recovery.executeUpdate(resolvedUpdate, { args: [{ ...keep, at: Date.now() }] });
      return answer.kind === 'settled' ? answer : undefined;
    };
    expect(await eventually('the charge to be found', () => keeps().catch(() => undefined))).toMatchObject({
      snapshot: { status: 'approved', confirmation: { state: 'expired' }, reversal: { state: 'kept' } },
    });
    expect(await recovery.result()).toMatchObject({ reversal: { state: 'kept' } });
  });

  it('a person says approved while Getnet is asked, which proves it, and the sale needs a person again at once: that one is answered, and may keep it', async () => {
    const getnet = createGetnetAnswering(approved());
    const silent = createGetnetAnswering({ kind: 'pending' });
    const verdictReached = createPromiseToResolve();
    let asked = 0;
    const status: Getnet['status'] = async (question) => {
      asked += 1;
      if (asked === 1) return silent.status(question);
      verdictReached.open();
      await answer.opened;
      return getnet.status(question);
    };
    world = await TransactionWorld.over({ ...getnet, status });
    const sale = await world.sale(
      saleInput({
        confirmWithinMs: 60_000,
        limits: { lifecycleWindow: 60_000, lifecycleLimit: 90_000, attentionAfter: 120_000 },
      }),
    );
    await sale.post();
    await sale.run.terminate('an operator');
    const recovery = await startRecovery(world, sale.input);
    await recoveryNeedsAttention(world, sale.input);
    await until(() => asked === 1);
    const keeps = () =>
      recovery.startUpdate(resolvedUpdate, { args: [{ ...keep, at: Date.now() }], waitForStage: 'ACCEPTED' });
    const first = await keeps();
    await verdictReached.opened;
    answer.open();
    expect(await first.result()).toMatchObject({
      kind: 'overtaken',
      snapshot: { status: 'approved', reversal: { state: 'failed' } },
    });
    expect(await (await keeps()).result()).toMatchObject({ kind: 'settled' });
    expect(await recovery.result()).toMatchObject({ reversal: { state: 'kept' } });
  });
});
