import { afterAll, describe, expect, it } from '@jest/globals';
import type { Verdict } from '../../src/domain/verdict.js';
import { leaseWorkflowId } from '../../src/workflows/terminal-lease.messages.js';
import type { LeaseMemo } from '../../src/workflows/terminal-lease.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Getnet } from '../support/transaction-world.js';
import { until } from '../support/until.js';

useStoryWorkers();

/** A cloud that says one thing, and a terminal that says another. */
function createTwoSources(cloud: Verdict, device: Verdict) {
  const askedAtDevice: string[] = [];
  const getnet = {
    ...createGetnetAnswering(cloud),
    async statusAtDevice({ idPosTxs }: { idPosTxs: string }) {
      askedAtDevice.push(idPosTxs);
      return { verdict: device };
    },
  };
  return { getnet, askedAtDevice };
}

const quickLifecycle = {
  getnetTimeout: 300,
  lifecycleWindow: 200,
  lifecycleLimit: 500,
  attentionAfter: 20_000,
};

describe('the second source of proof: the terminal itself', () => {
  const worlds: TransactionWorld[] = [];
  afterAll(() => Promise.all(worlds.map((world) => world.close())));

  async function worldOver(getnet: Getnet): Promise<TransactionWorld> {
    const world = await TransactionWorld.over(getnet);
    worlds.push(world);
    return world;
  }

  it.concurrent.each<[string, Verdict]>([
    ['does not know the number', { kind: 'not_found' }],
    ['gives no usable answer', { kind: 'silent', cause: 'HTTP 502' }],
    ['still says “in process”', { kind: 'pending' }],
  ])('the cloud %s after the lifecycle: the terminal is asked, and proves it', async (_, cloud) => {
    const { getnet, askedAtDevice } = createTwoSources(cloud, approved());
    const world = await worldOver(getnet);
    const sale = await world.sale(saleInput({ limits: quickLifecycle, deviceQuery: true }));
    const end = await sale.run.result();
    expect(end).toMatchObject({
      status: 'approved',
      outcome: { evidence: 'device_query', moneyMoved: 'yes' },
    });
    expect(askedAtDevice).toEqual(['900001']);
    expect(end.evidence.filter(({ source }) => source === 'status_query')).not.toEqual([]);
  });

  it.concurrent('the country has no such query: the terminal is not asked', async () => {
    const { getnet, askedAtDevice } = createTwoSources({ kind: 'not_found' }, approved());
    const world = await worldOver(getnet);
    const limits = { ...quickLifecycle, attentionAfter: 2_000 };
    const sale = await world.sale(saleInput({ limits }));
    await sale.becomes('needs_attention');
    expect(askedAtDevice).toEqual([]);
  });

  it.concurrent(
    'the terminal does not answer: it is free only when the lease of that query is over',
    async () => {
      const silent: Verdict = { kind: 'silent', cause: 'the device query hangs' };
      const { getnet, askedAtDevice } = createTwoSources({ kind: 'not_found' }, silent);
      const world = await worldOver(getnet);
      const limits = { ...quickLifecycle, dispatchWithin: 5_000, attentionAfter: 60_000 };
      const input = saleInput({ limits, deviceQuery: true });
      const sale = await world.sale(input);
      await sale.becomes('verifying');
      await world.leaseEnds(input);
      const asked = askedAtDevice.length;
      const lease = await until(async () => {
        const latest = await world.lease(input);
        return latest.status.name === 'RUNNING' && latest;
      });
      const { until: freeAt } = lease.memo as unknown as LeaseMemo;
      const run = world.client.workflow.getHandle(lease.workflowId, lease.runId);
      // Its own end; one that is given back is terminated.
      expect(await run.result()).toMatchObject({ holderState: 'running' });
      const { closeTime } = await run.describe();
      expect(closeTime?.getTime()).toBeGreaterThanOrEqual(Date.parse(freeAt));
      expect(askedAtDevice.length).toBeGreaterThan(asked);
      await sale.run.terminate();
    },
  );

  it.concurrent(
    'the terminal works on something else: it is asked when it is free, under a lease of the query',
    async () => {
      const { getnet, askedAtDevice } = createTwoSources(
        { kind: 'not_found' },
        { kind: 'silent', cause: 'offline' },
      );
      const world = await worldOver(getnet);
      const limits = { ...quickLifecycle, dispatchWithin: 5_000, attentionAfter: 60_000 };
      const input = saleInput({ limits, deviceQuery: true });
      const sale = await world.sale(input);
      await sale.becomes('verifying');
      await world.leaseEnds(input);
      const neighbour = await world.client.workflow.start('terminalLease', {
        workflowId: leaseWorkflowId({
          country: 'CL',
          serialNumber: input.accepted.terminal.serialNumber.toUpperCase(),
        }),
        taskQueue: world.taskQueue,
        args: [
          {
            version: 1,
            holder: { transactionId: 'tx_other', workflowId: 'transaction/other', runId: 'other' },
          },
        ],
        memo: {
          version: 1,
          holder: { transactionId: 'tx_other', runId: 'other' },
          until: '2099-01-01T00:00:00Z',
        },
        startDelay: '1h',
      });
      const asked = askedAtDevice.length;
      await sale.evidenceGrows();
      await sale.evidenceGrows();
      expect(askedAtDevice).toHaveLength(asked);
      await neighbour.terminate('done');
      const { getnet: telling } = createTwoSources({ kind: 'not_found' }, approved());
      world.answerWith(telling);
      expect(await sale.run.result()).toMatchObject({
        status: 'approved',
        outcome: { evidence: 'device_query' },
      });
      const lease = await world.lease(input);
      expect(lease.status.name).toBe('TERMINATED');
    },
  );

  it.concurrent(
    'a question hangs, and the next one is refused because of it: the terminal stays taken until it answers',
    async () => {
      const { getnet, askedAtDevice } = createTwoSources({ kind: 'not_found' }, approved());
      const says: { verdict: Verdict; isRefused?: true }[] = [];
      let latest: (typeof says)[number] = { verdict: { kind: 'silent', cause: 'it hangs' } };
      const world = await worldOver({
        ...getnet,
        async statusAtDevice({ idPosTxs }) {
          askedAtDevice.push(idPosTxs);
          return (latest = says.shift() ?? latest);
        },
      });
      const limits = { ...quickLifecycle, dispatchWithin: 200_000, attentionAfter: 60_000 };
      const sale = await world.sale(saleInput({ limits, deviceQuery: true }));
      await sale.becomes('in_progress');
      const first = await world.lease(sale.input);
      await world.client.workflow.getHandle(first.workflowId, first.runId).terminate('by hand');
      await sale.learns('it hangs');
      const own = await until(async () => {
        const lease = await world.lease(sale.input);
        return lease.runId !== first.runId && lease;
      });
      const asked = askedAtDevice.length;
      await until(async () => askedAtDevice.length > asked);
      says.push({ verdict: { kind: 'silent', cause: 'busy with the question before' }, isRefused: true });
      await sale.learns('busy with the question before');
      expect(await world.lease(sale.input)).toMatchObject({ runId: own.runId, status: { name: 'RUNNING' } });
      says.push({ verdict: { kind: 'not_found' } });
      await world.leaseEnds(sale.input);
      const ended = await world.client.workflow.getHandle(own.workflowId, own.runId).describe();
      expect(ended.status.name).toBe('TERMINATED');
      await sale.run.terminate();
    },
  );

  it.concurrent(
    'its lease was terminated and another sale holds the terminal: the terminal is not asked',
    async () => {
      const { getnet, askedAtDevice } = createTwoSources({ kind: 'not_found' }, approved());
      const world = await worldOver(getnet);
      const limits = { ...quickLifecycle, dispatchWithin: 20_000, attentionAfter: 60_000 };
      const sale = await world.sale(saleInput({ limits, deviceQuery: true }));
      await sale.becomes('in_progress');
      const { serialNumber } = sale.input.accepted.terminal;
      const lease = leaseWorkflowId({ country: 'CL', serialNumber: serialNumber.toUpperCase() });
      await world.client.workflow.getHandle(lease).terminate('by hand');
      const slow = { ...limits, lifecycleLimit: 60_000, lifecycleWindow: 50_000 };
      await (await world.sale(saleInput({ serialNumber, limits: slow }))).becomes('in_progress');
      const asked = askedAtDevice.length;
      for (let queries = 0; queries < 4; queries += 1) await sale.evidenceGrows();
      expect(askedAtDevice).toHaveLength(asked);
    },
  );
});
