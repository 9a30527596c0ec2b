import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Lease, LeaseClaim, LeaseGrant } from '../../src/activities/contract.js';
import type { Accepted } from '../../src/domain/transaction.js';
import type { LeaseMemo } from '../../src/workflows/terminal-lease.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import { runActivityFor } from '../support/asked-by.js';

useStoryWorkers();

/** The shortest lease a test can wait for. */
const brief = {
  dispatchWithin: 2_000,
  getnetTimeout: 300,
  lifecycleWindow: 200,
  lifecycleLimit: 500,
  attentionAfter: 60_000,
};

describe('the lease of a terminal', () => {
  let world: TransactionWorld;
  afterEach(() => world.close());

  it('sale terminated in mid-flight: the terminal stays held, then heals, and the next sale has it', async () => {
    world = await TransactionWorld.over(createGetnetAnswering({ kind: 'pending' }));
    const sale = await world.sale(saleInput({ limits: brief }));
    await sale.post();
    await sale.run.terminate('an operator');
    const held = await world.lease(sale.input);
    expect(held.status.name).toBe('RUNNING');
    expect((held.memo as unknown as LeaseMemo).holder.transactionId).toBe(sale.input.accepted.transactionId);
    await world.leaseEnds(sale.input);
    expect((await world.lease(sale.input)).status.name).toBe('COMPLETED');
    const { serialNumber } = sale.input.accepted.terminal;
    const next = await world.sale(saleInput({ serialNumber }));
    expect((await next.post()).status).toBe('in_progress');
    await next.run.terminate();
  });

  it('holder still unproven at the bound: the terminal is free again and the overdue sale is reported', async () => {
    world = await TransactionWorld.over(createGetnetAnswering({ kind: 'pending' }));
    const sale = await world.sale(saleInput({ limits: brief }));
    await world.leaseEnds(sale.input);
    expect(world.counted).toContain('lease_overdue');
    await sale.run.terminate();
  });

  it('asked again after a lost worker: the same run has its own lease, another run of the same key does not', async () => {
    world = await TransactionWorld.over(createGetnetAnswering({ kind: 'pending' }));
    const { accepted } = saleInput();
    const claim = (runId: string, attempt = 1) => buildClaim(accepted, runId, attempt);
    const acquire = (runId: string, attempt?: number): Promise<LeaseGrant> =>
      runActivityFor(runId, () => world.activities.acquireLease(claim(runId, attempt)));
    const first = await acquire('run-1');
    expect(await acquire('run-1')).toMatchObject({ kind: 'acquired', lease: requireLease(first) });
    expect(await acquire('run-2')).toMatchObject({ kind: 'reset' });
    // Giving back the first attempt's had failed: the next attempt takes a lease of its own.
    const second = await acquire('run-1', 2);
    expect(second).toMatchObject({ kind: 'acquired' });
    expect(requireLease(second)).not.toEqual(requireLease(first));
    // A terminal that did not answer a question may still be at work on it: its lease runs to its bound.
    await world.activities.releaseLease({
      lease: requireLease(second),
      holder: claim('run-1', 2).holder,
      proof: 'a test',
    });
    await runActivityFor('run-1', () =>
      world.activities.acquireLease({ ...claim('run-1', 2), isForQuery: true }),
    );
    expect(await acquire('run-1', 3)).toMatchObject({ kind: 'held' });
  });

  it('the worker’s clock is an hour behind: the terminal is held no longer than by a right clock', async () => {
    world = await TransactionWorld.over(createGetnetAnswering({ kind: 'pending' }));
    const { accepted } = saleInput();
    const claim = buildClaim(accepted, 'run-1', 1);
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => new Date().getTime() - 3_600_000);
    const grant = await runActivityFor('run-1', () => world.activities.acquireLease(claim)).finally(() =>
      clock.mockRestore(),
    );
    const { workflowId, runId } = requireLease(grant);
    const history = await world.client.workflow.getHandle(workflowId, runId).fetchHistory();
    const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
    expect(Number(started?.firstWorkflowTaskBackoff?.seconds)).toBeLessThanOrEqual(claim.maxLengthMs / 1_000);
  });

  it('late release: it does not end the next holder’s lease', async () => {
    world = await TransactionWorld.over(createGetnetAnswering(approved()));
    const first = await world.sale(saleInput({ limits: brief }));
    const { runId: earlier } = await world.lease(first.input);
    await first.run.terminate();
    await world.leaseEnds(first.input);
    const { serialNumber } = first.input.accepted.terminal;
    const slow = createGetnetAnswering({ kind: 'pending' });
    world.answerWith(slow);
    const next = await world.sale(saleInput({ serialNumber }));
    await next.post();
    const { workflowId } = await world.lease(next.input);
    const holder = {
      ...((await world.lease(next.input)).memo as unknown as LeaseMemo).holder,
      runId: 'long gone',
    };
    const late = await runActivityFor('long gone', () =>
      world.activities.releaseLease({
        lease: { workflowId, runId: earlier, takenBy: 'long gone', until: 0 },
        holder,
        proof: 'late',
      }),
    );
    expect(late).toBe('healed');
    expect((await world.lease(next.input)).status.name).toBe('RUNNING');
    await next.run.terminate();
  });

  it('lease ended by somebody else: counted and reported; ended by us: done', async () => {
    world = await TransactionWorld.over(createGetnetAnswering({ kind: 'pending' }));
    const sale = await world.sale();
    await sale.post();
    const { workflowId, runId } = await world.lease(sale.input);
    const { holder } = (await world.lease(sale.input)).memo as unknown as LeaseMemo;
    const give = { lease: { workflowId, runId, takenBy: holder.runId, until: 0 }, holder, proof: 'approved' };
    const release = () => runActivityFor(holder.runId, () => world.activities.releaseLease(give));
    expect(await release()).toBe('released');
    expect(await release()).toBe('released');
    const stranger = { ...give, lease: { ...give.lease, takenBy: 'another-run' } };
    expect(await runActivityFor('another-run', () => world.activities.releaseLease(stranger))).toBe('lost');
    expect(world.counted).toContain('lease_lost');
    await sale.run.terminate();
  });
});

function buildClaim(accepted: Accepted, runId: string, attempt: number): LeaseClaim {
  const nowMs = Date.now();
  return {
    device: { country: 'CL', serialNumber: accepted.terminal.serialNumber },
    holder: {
      transactionId: accepted.transactionId,
      merchant: 'demo-cl',
      terminalId: 'cl-till-1',
      workflowId: `transaction/${accepted.transactionId}`,
      runId,
      attempt,
      type: 'sale',
      createdAt: accepted.createdAt,
    },
    run: { firstRunId: runId, hasOurMemo: true, startedLateByMs: 5, lateAfterMs: 2_500 },
    dispatchBy: nowMs + 5_000,
    until: nowMs + 20_000,
    maxLengthMs: 20_000,
    summary: 'a test',
  };
}

function requireLease(grant: LeaseGrant): Lease {
  if (grant.kind !== 'acquired') throw new Error(`the lease is not ours: ${grant.kind}`);
  return grant.lease;
}
