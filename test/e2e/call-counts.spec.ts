import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildCallbackAddress } from './support/callback-address.js';
import { eventually } from './support/eventually.js';
import { exchange } from './support/http.js';
import type { Order } from './support/sale.js';
import type { Call } from './support/temporal-proxy.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

const onTheIndex = /^(List|Count|Scan)|Visibility/;
const frozen = { customer: { action: 'freeze' } } as const;

/** What the API asks of Temporal for each operation; a long wait for an outcome is not among them. */
describe('calls of the API to Temporal', () => {
  let world: World;
  beforeAll(async () => {
    // As in the defaults, a dispatch always answers before a person is needed: no timer runs beside it.
    world = await startWorld({ viaProxy: ['api'], env: { ATTENTION_AFTER: '2m' } });
    // Its first requests open connections and ask who the server is.
    const till = await world.terminal();
    await till.sale({ wait: 20 });
  });
  afterAll(() => world.close());

  /** @returns the calls about this transaction or terminal that an operation took. */
  async function countCalls(till: Till, order: Order, act: () => Promise<unknown>): Promise<readonly Call[]> {
    const before = world.temporalProxy.calls.length;
    await act();
    const isAbout = ({ about }: Call) => about.includes(order.id) || about.includes(till.serialNumber);
    const calls = world.temporalProxy.calls.slice(before).filter(isAbout);
    expect(calls.filter(({ call }) => onTheIndex.test(call))).toEqual([]);
    return calls;
  }

  const names = (calls: readonly Call[]) => calls.map(({ call }) => call);

  /** The second one does not wait for the answer to the first. */
  function expectAtOnce([first, second]: readonly Call[]): void {
    expect(second?.beganAt).toBeLessThan(first?.answeredAt ?? 0);
  }

  it('a new sale: three, two of them at once', async () => {
    const till = await world.terminal();
    const order = till.order();
    const calls = await countCalls(till, order, () => order.send());
    expect(names(calls)).toHaveLength(3);
    expectAtOnce(calls);
    expect(calls[2]).toMatchObject({ call: 'ExecuteMultiOperation' });
    await order.becomes('approved');
  });

  it('a repeat: two while it runs, three at most when it is final, two of them at once', async () => {
    const till = await world.terminal({ script: frozen });
    const sale = await till.sale();
    expect(names(await countCalls(till, sale, () => sale.send()))).toHaveLength(2);
    await world.judge.steer(sale.id, { action: 'approve' });
    await sale.becomes('approved');
    await till.isFree();
    const ended = await countCalls(till, sale, () => sale.send());
    expect(names(ended)).toHaveLength(3);
    // After the end of its run: what was undone of it, and what came in late.
    expectAtOnce(ended.slice(1));
  });

  it('a read: two while it runs, three at most when it is final, two of them at once', async () => {
    const till = await world.terminal({ script: frozen });
    const sale = await till.sale();
    // Not GetWorkflowExecutionHistory, which waits for the end of an open run although it is told not to.
    const calls = names(await countCalls(till, sale, () => sale.get()));
    expect(calls).toEqual(['GetWorkflowExecutionHistoryReverse', 'QueryWorkflow']);
    await world.judge.steer(sale.id, { action: 'approve' });
    await sale.becomes('approved');
    const ended = await countCalls(till, sale, () => sale.get());
    expect(names(ended)).toHaveLength(3);
    expectAtOnce(ended.slice(1));
  });

  it('a terminal that is busy: two, and no run is started', async () => {
    const till = await world.terminal({ script: frozen });
    const sale = await till.sale();
    const next = till.order();
    const calls = await countCalls(till, next, async () =>
      expect(await next.send()).toMatchObject({ status: 409, body: { code: 'terminal-busy' } }),
    );
    expect(names(calls)).toHaveLength(2);
    expect(names(calls)).not.toContain('ExecuteMultiOperation');
    await world.judge.steer(sale.id, { action: 'approve' });
    await sale.becomes('approved');
  });

  it('a callback: one', async () => {
    const till = await world.terminal({ script: { ...frozen, callback: { lost: true } } });
    const sale = await till.sale();
    await world.judge.steer(sale.id, { action: 'approve' });
    const { idPosTxs } = await sale.truth();
    const body = JSON.stringify({ code: 1, data: { idPosTxs: Number(idPosTxs) } });
    const headers = { 'content-type': 'application/json' };
    const address = buildCallbackAddress(world, sale.customId());
    const calls = await countCalls(till, sale, async () =>
      expect(await exchange(address, { method: 'POST', headers, body })).toMatchObject({ status: 200 }),
    );
    expect(names(calls)).toEqual(['SignalWorkflowExecution']);
    await sale.becomes('approved');
  });

  it('events and state transitions of an async sale approved by callback, lease included: 24 and 13', async () => {
    const till = await world.terminal();
    const sale = await till.sale();
    await sale.becomes('approved');
    await till.isFree();
    const run = await eventually('the end of the run', async () => {
      const described = await sale.run().describe();
      return described.status.name === 'COMPLETED' ? described : undefined;
    });
    const both = [run, await till.lease()];
    const transitions = both.map((one) => Number(one?.raw.workflowExecutionInfo?.stateTransitionCount));
    const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
    expect(sum(both.map((one) => one?.historyLength ?? Infinity))).toBeLessThanOrEqual(24);
    expect(sum(transitions)).toBeLessThanOrEqual(13);
  });

  it('a read while a callback waits for a worker: no query, because it would come with that workflow task', async () => {
    const till = await world.terminal({ script: { ...frozen, callback: { lost: true } } });
    const sale = await till.sale();
    await world.worker.kill();
    const body = JSON.stringify({ code: 1, data: { idPosTxs: 1 } });
    const headers = { 'content-type': 'application/json' };
    await exchange(buildCallbackAddress(world, sale.customId()), { method: 'POST', headers, body });
    const calls = names(
      await countCalls(till, sale, async () =>
        expect(await sale.get()).toMatchObject({ body: { outcome: { moneyMoved: 'unknown' } } }),
      ),
    );
    expect(calls).toContain('GetWorkflowExecutionHistoryReverse');
    expect(calls).not.toContain('QueryWorkflow');
    await world.judge.steer(sale.id, { action: 'approve' });
    await world.worker.start();
    await sale.becomes('approved');
  });
});
