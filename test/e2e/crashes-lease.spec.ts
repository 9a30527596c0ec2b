import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LeaseMemo } from '../../src/workflows/terminal-lease.messages.js';
import { buildTransactionStart } from '../../src/workflows/transaction.start.messages.js';
import type { TransactionInput } from '../../src/workflows/transaction.messages.js';
import { expectLedgerToAgree, expectOneCommandFor } from './support/reckoning.js';
import type { Order, Sale } from './support/sale.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

const times = {
  ...{ DISPATCH_WITHIN: '2s', GETNET_TIMEOUT: '1s', ATTENTION_AFTER: '6s' },
  ...{ LIFECYCLE_WINDOW: '1s', LIFECYCLE_LIMIT: '3s' },
};
/** `DISPATCH_WITHIN` + `GETNET_TIMEOUT` + `LIFECYCLE_LIMIT`, and a tenth. */
const leaseBound = 6_600;

describe('a transaction that somebody ended in Temporal', () => {
  let world: World;
  beforeAll(async () => void (world = await startWorld({ env: times })));
  afterAll(() => world.close());

  async function saleTerminatedInMidFlight(): Promise<{ readonly till: Till; readonly sale: Sale }> {
    const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
    const sale = await till.sale();
    expect(sale.answer).toMatchObject({ status: 202, body: { status: 'in_progress' } });
    await sale.run().terminate('an operator, by mistake');
    return { till, sale };
  }

  it('terminated in mid-sale: the terminal stays held, then heals; then the outcome is found, and nothing is sent again', async () => {
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

    await till.isFree(leaseBound + 60_000);
    expect(Date.now() - Date.parse(String(sale.answer.body.createdAt))).toBeGreaterThanOrEqual(
      leaseBound - 50,
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
  });

  it('started by hand once more while its dead run’s lease stands: does not inherit it, sends nothing, claims nothing', async () => {
    const { till, sale } = await saleTerminatedInMidFlight();
    const lease = await till.lease();
    const holder = (lease?.memo as unknown as LeaseMemo).holder;
    await startedByHand(sale);
    expect(await till.lease()).toMatchObject({ runId: lease?.runId, status: { name: 'RUNNING' } });
    expect((await sale.run().describe()).runId).not.toBe(holder.runId);
    await world.judge.steer(sale.id, { action: 'approve' });
    await claimsNothing(sale);
  });

  it('started by hand once more after the lease healed: sends nothing, claims nothing', async () => {
    const { till, sale } = await saleTerminatedInMidFlight();
    await world.judge.steer(sale.id, { action: 'approve' });
    await till.isFree(leaseBound + 60_000);
    await startedByHand(sale);
    await claimsNothing(sale);
  });

  /** `temporal workflow start` with the id and the input of the terminated run: a run that is nobody's reset. */
  async function startedByHand(sale: Order): Promise<void> {
    const { events = [] } = await sale.run().fetchHistory();
    const payload = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]?.data;
    const input = JSON.parse(Buffer.from(payload ?? []).toString('utf8')) as TransactionInput;
    const start = buildTransactionStart(input, world.taskQueue);
    const again = await world.temporal.workflow.start('transaction', {
      ...start,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    });
    await Promise.race([again.result().catch(() => undefined), sale.becomes('needs_attention')]);
  }

  /** The charge stands, so nothing may say that no money moved, and the key may not be sent again. */
  async function claimsNothing(sale: Order): Promise<void> {
    const again = await sale.send({ wait: 2 });
    expect(await sale.truth()).toMatchObject({ received: 1, executed: 1, charges: 1 });
    await expectLedgerToAgree(sale);
    expect(again.body.moneyMoved ?? again.body.outcome?.moneyMoved).not.toBe('no');
  }
});
