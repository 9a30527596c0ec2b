import { afterEach, describe, expect, it } from '@jest/globals';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { resolvedUpdate, snapshotQuery } from '../../src/workflows/transaction.messages.js';
import type { TransactionInput } from '../../src/workflows/transaction.messages.js';
import { undosWorkflowId } from '../../src/workflows/undos.messages.js';
import type { UndosMemo } from '../../src/workflows/undos.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, declined, saleInput, buildUndoInput, buildUndoneSale } from '../support/terms.js';
import { recoveryNeedsAttention, getRecovery, startRecovery } from '../support/recovery.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import { createRefusingGetnet, lost, offline, recover, recoverWithHint } from './support/recoveries.js';

useStoryWorkers();

/** The shortest lease a test can wait for. */
const brief = { dispatchWithin: 2_000, getnetTimeout: 300, lifecycleWindow: 200, lifecycleLimit: 500 };

describe('a transaction whose run was ended by hand', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  const handle = ({ accepted }: TransactionInput) => getRecovery(world, accepted.transactionId);

  it('in mid-flight: its lease wakes at the bound and has its outcome searched for, nothing is sent again', async () => {
    const getnet = createGetnetAnswering({ kind: 'pending' });
    world = await TransactionWorld.over(getnet);
    const sale = await world.sale(saleInput({ limits: brief }));
    await sale.becomes('in_progress');
    await sale.run.terminate('an operator');
    const approving = createGetnetAnswering(approved());
    world.answerWith(approving);
    const { workflowId, runId } = await world.lease(sale.input);
    const result = await world.client.workflow.getHandle(workflowId, runId).result();
    expect(result).toMatchObject({ holderState: 'lost' });
    const found = (await handle(sale.input).result()) as Snapshot;
    expect(found).toMatchObject({
      status: 'approved',
      idPosTxs: '900001',
      accepted: { requestHash: sale.input.accepted.requestHash },
      outcome: { moneyMoved: 'yes', evidence: 'status_query' },
    });
    expect(found.states.map(({ status }) => status)).toEqual([
      'dispatching',
      'in_progress',
      'needs_attention',
      'approved',
    ]);
    expect(found.evidence).toContainEqual(
      expect.objectContaining({ source: 'first_run', says: 'its run was terminated by hand' }),
    );
    expect([...getnet.sent, ...approving.sent]).toHaveLength(1);
    // Nothing asked Getnet before the bound.
    expect(approving.asked).toEqual(['900001']);
  });

  it.each([
    ['declined', declined(), 'no'],
    ['approved', approved(), 'yes'],
  ] as const)('and Getnet says %s: that is the outcome', async (status, verdict, moneyMoved) => {
    world = await TransactionWorld.over(createGetnetAnswering({ kind: 'pending' }));
    const sale = await world.sale();
    await sale.becomes('in_progress');
    await sale.run.terminate();
    world.answerWith(createGetnetAnswering(verdict));
    expect(await recover(world, sale.input)).toMatchObject({ status, outcome: { moneyMoved } });
  });

  it('its number was never learned: a person is needed, and a late callback still settles it', async () => {
    world = await TransactionWorld.over(createRefusingGetnet(lost));
    const sale = await world.sale();
    await sale.becomes('in_progress');
    await sale.run.terminate();
    await startRecovery(world, sale.input);
    const attention = await recoveryNeedsAttention(world, sale.input);
    expect(attention.outcome).toMatchObject({
      moneyMoved: 'unknown',
      detail: expect.stringContaining('was terminated by hand'),
    });
    const start = await recoverWithHint(world, sale.input, '900001');
    expect(await start.result()).toMatchObject({ status: 'approved', idPosTxs: '900001' });
  });

  it('its number was never learned, and a person says how it ended: that settles it', async () => {
    world = await TransactionWorld.over(createRefusingGetnet(lost));
    const sale = await world.sale(saleInput({ limits: brief }));
    await sale.becomes('in_progress');
    await sale.run.terminate();
    await startRecovery(world, sale.input);
    const { attention } = await recoveryNeedsAttention(world, sale.input);
    expect(attention?.open).toMatchObject({ isOutstanding: false, numbers: [], repeatsAnEarlierRun: false });
    const answer = await handle(sale.input).executeUpdate(resolvedUpdate, {
      args: [
        {
          version: 1,
          verdict: 'approved',
          reason: 'the receipt says so',
          evidence: 'voucher 17',
          actor: 'support',
          at: Date.now(),
        },
      ],
    });
    expect(answer).toMatchObject({ kind: 'settled', snapshot: { status: 'approved' } });
    expect(await handle(sale.input).result()).toMatchObject({ outcome: { evidence: 'operator' } });
  });

  it('a callback had named its number before: that number is asked about', async () => {
    world = await TransactionWorld.over({
      ...createRefusingGetnet(lost),
      status: async () => ({ verdict: { kind: 'pending' } }),
    });
    const sale = await world.sale();
    await sale.becomes('in_progress');
    await sale.callBack('900001');
    await sale.learns('claims approved');
    await sale.run.terminate();
    world.answerWith(createGetnetAnswering(approved()));
    expect(await recover(world, sale.input)).toMatchObject({ status: 'approved', idPosTxs: '900001' });
  });

  it.each([
    ['approved', { kind: 'finished', proof: approved() }, { status: 'approved', evidence: 'sync_response' }],
    ['declined', { kind: 'finished', proof: declined() }, { status: 'declined', evidence: 'sync_response' }],
    ['refused', offline, { status: 'not_sent', reason: 'terminal-offline' }],
  ] as const)(
    'while its command was with a worker, whose answer is %s: that answer settles it at once',
    async (_, answer, { status, ...outcome }) => {
      let reached = (): void => undefined;
      const sent = new Promise<void>((arrived) => (reached = arrived));
      let reply = (_outcome: DispatchOutcome): void => undefined;
      const held = new Promise<DispatchOutcome>((given) => (reply = given));
      const getnet = createGetnetAnswering({ kind: 'pending' });
      const send: typeof getnet.send = async () => {
        reached();
        return held;
      };
      world = await TransactionWorld.over({ ...getnet, send });
      const sale = await world.sale(saleInput({ mode: 'sync', limits: { lifecycleLimit: 30_000 } }));
      await sent;
      await sale.run.terminate();
      reply(answer);
      await world.knows(handle(sale.input).workflowId);
      expect(await handle(sale.input).result()).toMatchObject({ status, outcome });
      expect((await world.lease(sale.input)).status.name).toBe('RUNNING');
      expect(getnet.asked).toEqual([]);
    },
  );

  it('an earlier late result had proven it: that proof is taken', async () => {
    world = await TransactionWorld.over(createRefusingGetnet(lost));
    const sale = await world.sale();
    await sale.becomes('in_progress');
    await sale.run.terminate();
    await world.lateResult(sale.input, '900001');
    world.answerWith(createGetnetAnswering({ kind: 'not_found' }));
    expect(await recover(world, sale.input)).toMatchObject({ status: 'approved', idPosTxs: '900001' });
  });

  it('it had been reset before: what the first run had learned counts', async () => {
    world = await TransactionWorld.over(createGetnetAnswering({ kind: 'pending' }));
    const sale = await world.sale();
    await sale.becomes('in_progress');
    await world.reset(sale.run.workflowId, 0);
    await sale.becomes('in_progress');
    await sale.run.terminate();
    world.answerWith(createGetnetAnswering(approved()));
    expect(await recover(world, sale.input)).toMatchObject({ status: 'approved', idPosTxs: '900001' });
  });

  it('it was started by hand after the first run had been deleted: never reported as not sent', async () => {
    world = await TransactionWorld.over(createGetnetAnswering(approved()), { workers: false });
    const input = saleInput();
    const workflowId = `transaction/${input.accepted.transactionId}`;
    await world.client.workflow.start('transaction', {
      workflowId,
      taskQueue: world.taskQueue,
      args: [input],
    });
    await world.client.workflow.getHandle(workflowId).terminate();
    await world.startWorkers();
    await startRecovery(world, input);
    const found = await recoveryNeedsAttention(world, input);
    expect(found.outcome.moneyMoved).toBe('unknown');
    await handle(input).terminate();
  });

  it('a void: its end is reported to the workflow that remembers the undos of its sale', async () => {
    world = await TransactionWorld.over(createGetnetAnswering({ kind: 'pending' }));
    const sale = buildUndoneSale();
    const undo = await world.sale(buildUndoInput(sale));
    await undo.becomes('in_progress');
    await undo.run.terminate();
    world.answerWith(createGetnetAnswering(declined()));
    expect(await recover(world, undo.input)).toMatchObject({ status: 'declined' });
    const { memo } = await world.client.workflow.getHandle(undosWorkflowId(sale.name)).describe();
    expect((memo as unknown as UndosMemo).undos).toMatchObject([{ state: 'failed' }]);
  });

  it('the cloud knows nothing: the terminal is asked under a lease of its own, once that of the dead run is over', async () => {
    const device = createGetnetAnswering({ kind: 'pending' });
    world = await TransactionWorld.over(device);
    const sale = await world.sale(saleInput({ limits: brief, deviceQuery: true }));
    await sale.becomes('in_progress');
    await sale.run.terminate();
    const holders: string[] = [];
    const statusAtDevice = async () => {
      const { memo } = await world.lease(sale.input);
      holders.push((memo as { holder: { workflowId: string } }).holder.workflowId);
      return { verdict: approved() };
    };
    world.answerWith({ ...createGetnetAnswering({ kind: 'not_found' }), statusAtDevice });
    expect(await recover(world, sale.input)).toMatchObject({
      status: 'approved',
      outcome: { evidence: 'device_query' },
    });
    expect(holders).toEqual([handle(sale.input).workflowId]);
  });

  it('the search is itself ended by hand: it may begin again, and is never begun after its end', async () => {
    world = await TransactionWorld.over(createGetnetAnswering({ kind: 'pending' }));
    const sale = await world.sale();
    await sale.becomes('in_progress');
    await sale.run.terminate();
    await startRecovery(world, sale.input);
    await recoveryNeedsAttention(world, sale.input);
    await handle(sale.input).terminate();
    world.answerWith(createGetnetAnswering(approved()));
    const found = await recover(world, sale.input);
    expect(found.status).toBe('approved');
    await expect(startRecovery(world, sale.input)).rejects.toThrow('already started');
    expect(await handle(sale.input).query(snapshotQuery)).toEqual(found);
  });
});
