import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.js';
import { exchange } from './support/http.js';
import { expectOneCommandFor } from './support/reckoning.js';
import type { Sale } from './support/sale.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

const frozen = { customer: { action: 'freeze' } } as const;

describe('an operator in the Temporal UI', () => {
  let world: World;
  beforeAll(async () => {
    // A lease's bound is then 6.6 s.
    const env = { DISPATCH_WITHIN: '2s', LIFECYCLE_LIMIT: '3s', GETNET_TIMEOUT: '1s', ATTENTION_AFTER: '8s' };
    world = await startWorld({ env });
  });
  afterAll(() => world.close());

  /** Does what `temporal workflow reset --type FirstWorkflowTask` does, or `LastWorkflowTask`. */
  const reset = async (sale: Sale, to: 'first' | 'last' = 'first'): Promise<void> => {
    const { events } = await sale.run().fetchHistory();
    const tasks = events?.filter(
      ({ workflowTaskCompletedEventAttributes }) => workflowTaskCompletedEventAttributes,
    );
    const task = to === 'first' ? tasks?.[0] : tasks?.at(-1);
    const { workflowId, runId } = await sale.run().describe();
    await world.temporal.workflowService.resetWorkflowExecution({
      namespace: world.temporal.options.namespace,
      workflowExecution: { workflowId, runId },
      workflowTaskFinishEventId: task?.eventId,
      reason: 'an operator tries it again',
      requestId: randomUUID(),
    });
    await eventually('a run after the reset', async () =>
      (await sale.run().describe()).runId === runId ? undefined : true,
    );
  };
  const isTakenUp = (sale: Sale) =>
    eventually('a worker to have taken in what came', async () =>
      (await sale.run().describe()).raw.pendingWorkflowTask ? undefined : true,
    );
  const isRunning = async (sale: Sale) => (await sale.run().describe()).status.name === 'RUNNING';

  it('terminates a sale in the middle: the terminal is held and heals, its outcome is found then, nothing is sent again', async () => {
    const till = await world.terminal({ script: frozen });
    const sale = await till.sale();
    expect(sale.answer.body.status).toBe('in_progress');
    await sale.run().terminate('an operator loses patience');
    expect((await sale.get()).body).toMatchObject({
      status: 'needs_attention',
      outcome: { moneyMoved: 'unknown' },
    });
    // The same key, again and again: the answer is the same, and no command follows.
    for (const again of [await sale.send(), await sale.send({ wait: 1 })]) {
      expect(again.body).toMatchObject({
        id: sale.id,
        status: 'needs_attention',
        outcome: { moneyMoved: 'unknown' },
      });
    }
    const next = await till.sale();
    expect(next.answer).toMatchObject({ status: 409, body: { code: 'terminal-busy', holder: sale.id } });
    const held = await till.lease();
    await till.isFree();
    expect(
      await world.temporal.workflow.getHandle(held?.workflowId ?? '', held?.runId).result(),
    ).toMatchObject({
      holderState: 'lost',
    });
    expect(await next.send({ wait: 20 })).toMatchObject({ status: 200, body: { status: 'approved' } });
    // The customer never came, which the cloud tells after the lifecycle.
    expect(await sale.becomes('declined')).toMatchObject({ outcome: { moneyMoved: 'no' } });
    await expectOneCommandFor(sale);
  });

  it('terminates a sale whose customer pays all the same: the approval is found, whoever is killed meanwhile', async () => {
    const till = await world.terminal({ script: { ...frozen, callback: { lost: true } } });
    const sale = await till.sale();
    await sale.run().terminate('an operator loses patience');
    await world.judge.steer(sale.id, { action: 'approve' });
    await world.worker.kill();
    expect((await sale.get()).body.status).toBe('needs_attention');
    await world.worker.start();
    expect(await sale.becomes('approved')).toMatchObject({
      outcome: { moneyMoved: 'yes', evidence: 'status_query' },
    });
    expect(await sale.send()).toMatchObject({ status: 200, body: { id: sale.id, status: 'approved' } });
    await expectOneCommandFor(sale);
  });

  it('a callback comes for a terminated sale: kept and verified, the money is found', async () => {
    const sale = await (await world.terminal({ script: frozen })).sale();
    await sale.run().terminate('an operator loses patience');
    await world.judge.steer(sale.id, { action: 'approve' });
    const finding = await eventually('the late callback to be kept', () =>
      world.temporal.workflow
        .getHandle(`lateResult/${sale.id}`)
        .describe()
        .catch(() => undefined),
    );
    expect(await world.temporal.workflow.getHandle(finding.workflowId).result()).toMatchObject({
      moneyMoved: 'yes',
    });
    expect(await sale.becomes('approved')).toMatchObject({ outcome: { moneyMoved: 'yes' } });
    await expectOneCommandFor(sale);
  });

  it('resets a finished sale: the same outcome, no second command', async () => {
    const till = await world.terminal();
    const sale = await till.sale({ wait: 20 });
    expect(sale.answer.body.status).toBe('approved');
    await reset(sale);
    expect(await sale.becomes('approved')).toMatchObject({ idPosTxs: sale.answer.body.idPosTxs });
    await eventually('the reset run to end', async () => ((await isRunning(sale)) ? undefined : true));
    expect(await sale.send()).toMatchObject({ status: 200, body: { status: 'approved' } });
    await expectOneCommandFor(sale);
    await till.isFree();
  });

  it('resets a sale while the customer thinks: the truth is still awaited, no second command', async () => {
    const sale = await (await world.terminal({ script: frozen })).sale();
    await reset(sale);
    await world.judge.steer(sale.id, { action: 'approve' });
    expect(await sale.becomes('approved')).toMatchObject({ outcome: { moneyMoved: 'yes' } });
    await expectOneCommandFor(sale);
  });

  it('resets a sale that was never sent: a person is asked, the key sends nothing any more', async () => {
    const till = await world.terminal({ script: { refusal: 'keypos' } });
    const sale = await till.sale();
    expect(sale.answer.status).toBe(502);
    await reset(sale);
    await sale.becomes('needs_attention');
    expect((await sale.send()).body).toMatchObject({
      status: 'needs_attention',
      outcome: { moneyMoved: 'unknown' },
    });
    expect(await sale.truth()).toMatchObject({ received: 1, executed: 0 });
  });

  it('resets a sale that was not sent, and then no worker runs: what was last written is not told as the truth', async () => {
    const till = await world.terminal({ script: { refusal: 'keypos' } });
    const sale = await till.sale();
    expect(sale.answer.status).toBe(502);
    // A task after the one that parked it, so that the reset run reads as parked too.
    await sale.run().signal('a signal that nobody listens to');
    await isTakenUp(sale);
    await reset(sale, 'last');
    const unknown = { status: 'needs_attention', outcome: { moneyMoved: 'unknown' } };
    await isTakenUp(sale);
    expect((await sale.run().describe()).memo).toMatchObject({ parked: { attempt: 1 } });
    expect(await sale.becomes('needs_attention')).toMatchObject(unknown);
    await world.worker.stop();
    expect((await sale.get()).body).toMatchObject(unknown);
    expect((await sale.send()).body).toMatchObject(unknown);
    await world.worker.start();
    expect(await sale.truth()).toMatchObject({ received: 1, executed: 0 });
  });

  it('cancels a sale in Temporal while the customer thinks: noted, and the truth is awaited', async () => {
    const sale = await (await world.terminal({ script: frozen })).sale();
    await sale.run().cancel();
    await eventually('the wish to be noted', async () => {
      const { evidence = [] } = (await sale.get()).body;
      return evidence.find(({ source }) => source === 'operator');
    });
    await world.judge.steer(sale.id, { action: 'approve' });
    await sale.becomes('approved');
    await expectOneCommandFor(sale);
  });

  it('ends somebody’s lease by hand: the sale ends as the ledger says, and it is counted', async () => {
    const till = await world.terminal({ script: frozen });
    const sale = await till.sale();
    const lease = await till.lease();
    await world.temporal.workflow
      .getHandle(lease?.workflowId ?? '')
      .terminate('an operator frees the terminal');
    await world.judge.steer(sale.id, { action: 'decline' });
    await sale.becomes('declined');
    const { text } = await exchange(`${world.urls.worker}/metrics`);
    expect(text).toMatch(/occurrences_total\{kind="lease_lost"\} 1/);
  });

  it('reads in the UI what, how much, where and how it stands', async () => {
    const till = await world.terminal();
    const sale = await till.sale({ wait: 20 });
    const run = await sale.run().describe();
    expect(await run.staticSummary()).toBe(`sale · CLP 5,990 · ${till.counter.id} · ORD-1001`);
    expect(run.searchAttributes).toMatchObject({
      Merchant: ['demo-cl'],
      Terminal: [till.counter.id],
      TransactionType: ['sale'],
      TransactionStatus: ['approved'],
      Reference: ['ORD-1001'],
      IdPosTxs: [sale.answer.body.idPosTxs],
    });
  });
});
