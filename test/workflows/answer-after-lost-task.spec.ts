import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { openEarlyCompletions } from '../support/early-completions.js';
import type { EarlyCompletions } from '../support/early-completions.js';
import { requireIdPosTxs, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import type { Sale } from '../support/transaction-world.js';
import { startWorkers } from '../support/workers.js';

TransactionWorld.silenceLogs();

const offline: DispatchOutcome = { kind: 'refused', reason: 'terminal_offline' };
const acknowledged: DispatchOutcome = { kind: 'acknowledged', idPosTxs: requireIdPosTxs('900001') };

let world: TransactionWorld;
let line: EarlyCompletions;
let stop: () => Promise<void>;
let answer: DispatchOutcome;
beforeEach(async () => {
  answer = acknowledged;
  line = await openEarlyCompletions();
  const getnet = createGetnetAnswering({ kind: 'pending' });
  world = await TransactionWorld.over({ ...getnet, send: async () => answer }, { workers: false });
  const { taskQueue, activities } = world;
  const { connection } = line;
  stop = await startWorkers({ connection, taskQueue, activities, cached: true, webhooks: false });
});
afterEach(async () => {
  await stop();
  await world.close();
  await line.close();
});

/** What Temporal says about tasks that it could not take. */
async function listFailedTasks({ run }: Sale) {
  const { events } = await run.fetchHistory();
  return (events ?? []).flatMap((one) => one.workflowTaskFailedEventAttributes?.failure?.message ?? []);
}

describe('Temporal has recorded the end of a local activity, and the task with what follows is lost', () => {
  it('Getnet refuses the command: the caller is answered by the next task', async () => {
    answer = offline;
    line.arm('isRepeat');
    const sale = await world.sale();
    expect(await sale.post()).toMatchObject({ status: 'not_sent', outcome: { moneyMoved: 'no' } });
    expect(line.hasHappened).toBe(true);
    expect(await listFailedTasks(sale)).toEqual([]);
  });

  it('the terminal is in use at the second attempt: the caller is answered by the next task', async () => {
    const first = await world.sale();
    expect(await first.post()).toMatchObject({ status: 'in_progress' });
    const { serialNumber } = first.input.accepted.terminal;
    const second = await world.sale(saleInput({ serialNumber }));
    expect(await second.post()).toMatchObject({ status: 'not_sent', outcome: { reason: 'terminal-busy' } });
    line.arm('acquireLease');
    expect(await second.retry(2)).toMatchObject({ status: 'not_sent', outcome: { reason: 'terminal-busy' } });
    expect(line.hasHappened).toBe(true);
    expect(await listFailedTasks(second)).toEqual([]);
  });
});
