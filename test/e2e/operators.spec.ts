import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LeaseMemo } from '../../src/workflows/terminal-lease.messages.js';
import { resetRun, startRunByHand } from './support/operator-actions.js';
import { eventually } from './support/eventually.js';
import { exchange } from './support/http.js';
import { expectLedgerToAgree, expectOneCommandFor } from './support/expect-ledger.js';
import type { Order, Sale } from './support/sale.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

const frozen = { customer: { action: 'freeze' } } as const;
const times = {
  DISPATCH_WITHIN: '4s',
  GETNET_TIMEOUT: '1s',
  LIFECYCLE_LIMIT: '8s',
  ATTENTION_AFTER: '14s',
};
/** A customer who hesitates does so for as long as an operator needs. */
const longTimeouts = { SIMULATOR_EXTRA_WINDOW: '6s' };
/** `DISPATCH_WITHIN` + `GETNET_TIMEOUT` + `LIFECYCLE_LIMIT`, and a tenth. */
const leaseBoundMs = 14_300;

describe('an operator in the Temporal UI', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ env: times, simulator: longTimeouts });
  });
  afterAll(() => world.close());

  const isTakenUp = (sale: Sale) =>
    eventually('a worker to have taken in what came', async () =>
      (await sale.run().describe()).raw.pendingWorkflowTask ? undefined : true,
    );
  const isRunning = async (sale: Sale) => (await sale.run().describe()).status.name === 'RUNNING';

  async function saleTerminatedInMidFlight(): Promise<{ readonly till: Till; readonly sale: Sale }> {
    const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
    const sale = await till.sale();
    expect(sale.answer).toMatchObject({ status: 202, body: { status: 'in_progress' } });
    await sale.run().terminate('an operator, by mistake');
    return { till, sale };
  }

  /** The charge stands, so nothing may say that no money moved, and the key may not be sent again. */
  async function expectNoClaim(sale: Order): Promise<void> {
    const again = await sale.send({ wait: 2 });
    expect(await sale.truth()).toMatchObject({ received: 1, executed: 1, charges: 1 });
    await expectLedgerToAgree(sale);
    expect(again.body.moneyMoved ?? again.body.outcome?.moneyMoved).not.toBe('no');
  }

  it.concurrent(
    'terminated in mid-sale: the terminal stays held, then heals; then the outcome is found, and nothing is sent again',
    async () => {
      const { till, sale } = await saleTerminatedInMidFlight();
      const attention = { id: sale.id, status: 'needs_attention', outcome: { moneyMoved: 'unknown' } };
      expect((await sale.get()).body).toMatchObject(attention);
      expect(await sale.send()).toMatchObject({ status: 202, body: attention });
      expect((await till.sale()).answer).toMatchObject({
        status: 409,
        body: { code: 'terminal-busy', holder: sale.id },
      });
      await world.judge.steer(sale.id, { action: 'approve' });
      expect((await till.sale()).answer).toMatchObject({ status: 409, body: { holder: sale.id } });

      await till.isFree(leaseBoundMs + 60_000);
      expect(Date.now() - Date.parse(String(sale.answer.body.createdAt))).toBeGreaterThanOrEqual(
        leaseBoundMs - 50,
      );
      expect((await till.lease())?.status.name).toBe('COMPLETED');
      expect(await sale.send({ wait: 20 })).toMatchObject({
        status: 200,
        body: { id: sale.id, status: 'approved' },
      });
      const next = await till.sale({ wait: 20 });
      expect(next.answer).toMatchObject({ status: 200, body: { status: 'approved' } });
      await expectOneCommandFor(sale);
      await expectOneCommandFor(next);
    },
  );

  it.concurrent(
    'started by hand once more while its dead run’s lease stands: does not inherit it, sends nothing, claims nothing',
    async () => {
      const { till, sale } = await saleTerminatedInMidFlight();
      const lease = await till.lease();
      const holder = (lease?.memo as unknown as LeaseMemo).holder;
      await startRunByHand(world, sale);
      expect(await till.lease()).toMatchObject({ runId: lease?.runId, status: { name: 'RUNNING' } });
      expect((await sale.run().describe()).runId).not.toBe(holder.runId);
      await world.judge.steer(sale.id, { action: 'approve' });
      await expectNoClaim(sale);
    },
  );

  it.concurrent(
    'started by hand once more after the lease healed: sends nothing, claims nothing',
    async () => {
      const { till, sale } = await saleTerminatedInMidFlight();
      await world.judge.steer(sale.id, { action: 'approve' });
      await till.isFree(leaseBoundMs + 60_000);
      await startRunByHand(world, sale);
      await expectNoClaim(sale);
    },
  );

  it.concurrent(
    'terminates a sale in the middle: the terminal is held and heals, its outcome is found then, nothing is sent again',
    async () => {
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
    },
  );

  it.concurrent('a callback comes for a terminated sale: kept and verified, the money is found', async () => {
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

  it.concurrent('resets a finished sale: the same outcome, no second command', async () => {
    const till = await world.terminal();
    const sale = await till.sale({ wait: 20 });
    expect(sale.answer.body.status).toBe('approved');
    await resetRun(world, sale);
    expect(await sale.becomes('approved')).toMatchObject({ idPosTxs: sale.answer.body.idPosTxs });
    await eventually('the reset run to end', async () => ((await isRunning(sale)) ? undefined : true));
    expect(await sale.send()).toMatchObject({ status: 200, body: { status: 'approved' } });
    await expectOneCommandFor(sale);
    await till.isFree();
  });

  it.concurrent(
    'resets a sale while the customer thinks: the truth is still awaited, no second command',
    async () => {
      const sale = await (await world.terminal({ script: frozen })).sale();
      await resetRun(world, sale);
      await world.judge.steer(sale.id, { action: 'approve' });
      expect(await sale.becomes('approved')).toMatchObject({ outcome: { moneyMoved: 'yes' } });
      await expectOneCommandFor(sale);
    },
  );

  it.concurrent(
    'resets a sale that was never sent: a person is asked, the key sends nothing any more',
    async () => {
      const till = await world.terminal({ script: { refusal: 'keypos' } });
      const sale = await till.sale();
      expect(sale.answer.status).toBe(502);
      await resetRun(world, sale);
      await sale.becomes('needs_attention');
      expect((await sale.send()).body).toMatchObject({
        status: 'needs_attention',
        outcome: { moneyMoved: 'unknown' },
      });
      expect(await sale.truth()).toMatchObject({ received: 1, executed: 0 });
    },
  );

  it.concurrent(
    'cancels a sale in Temporal while the customer thinks: noted, and the truth is awaited',
    async () => {
      const sale = await (await world.terminal({ script: frozen })).sale();
      await sale.run().cancel();
      await eventually('the wish to be noted', async () => {
        const { evidence = [] } = (await sale.get()).body;
        return evidence.find(({ source }) => source === 'operator');
      });
      await world.judge.steer(sale.id, { action: 'approve' });
      await sale.becomes('approved');
      await expectOneCommandFor(sale);
    },
  );

  it.concurrent(
    'ends somebody’s lease by hand: the sale ends as the ledger says, and it is counted',
    async () => {
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
    },
  );

  it.concurrent('reads in the UI what, how much, where and how it stands', async () => {
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

  describe('no worker runs meanwhile', () => {
    let terminated: Sale;
    let resetOne: Sale;
    const unknown = { status: 'needs_attention', outcome: { moneyMoved: 'unknown' } };

    beforeAll(async () => {
      resetOne = await resetWhatIsParked();
      terminated = await terminateAndPay();
      await world.judge.steer(terminated.id, { action: 'approve' });
      await world.worker.kill();
    });

    async function terminateAndPay(): Promise<Sale> {
      const till = await world.terminal({ script: { ...frozen, callback: { lost: true } } });
      const sale = await till.sale();
      await sale.run().terminate('an operator loses patience');
      return sale;
    }

    async function resetWhatIsParked(): Promise<Sale> {
      const till = await world.terminal({ script: { refusal: 'keypos' } });
      const sale = await till.sale();
      expect(sale.answer.status).toBe(502);
      // A task after the one that parked it, so that the reset run reads as parked too.
      await sale.run().signal('a signal that nobody listens to');
      await isTakenUp(sale);
      await resetRun(world, sale, 'last');
      await isTakenUp(sale);
      expect((await sale.run().describe()).memo).toMatchObject({ parked: { attempt: 1 } });
      expect(await sale.becomes('needs_attention')).toMatchObject(unknown);
      return sale;
    }

    it('resets a sale that was not sent: what was last written is not told as the truth', async () => {
      expect((await resetOne.get()).body).toMatchObject(unknown);
      expect((await resetOne.send()).body).toMatchObject(unknown);
    });

    it('terminates a sale whose customer pays all the same: the approval is found by the next worker', async () => {
      expect((await terminated.get()).body.status).toBe('needs_attention');
      await world.worker.start();
      expect(await terminated.becomes('approved')).toMatchObject({
        outcome: { moneyMoved: 'yes', evidence: 'status_query' },
      });
      expect(await terminated.send()).toMatchObject({
        status: 200,
        body: { id: terminated.id, status: 'approved' },
      });
      await expectOneCommandFor(terminated);
      expect(await resetOne.truth()).toMatchObject({ received: 1, executed: 0 });
    });
  });
});
