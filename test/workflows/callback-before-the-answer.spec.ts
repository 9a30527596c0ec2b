import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { NativeConnection } from '@temporalio/worker';
import { callbackArrivedSignal, resolvedUpdate } from '../../src/workflows/transaction.messages.js';
import { startTemporalProxy } from '../e2e/support/temporal-proxy.js';
import type { TemporalProxy } from '../e2e/support/temporal-proxy.js';
import { recoveryNeedsAttention, startRecovery } from '../support/recovery.js';
import { approved, requireIdPosTxs, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { startWorkers } from '../support/workers.js';
import { lost } from './support/recoveries.js';

TransactionWorld.silenceLogs();

let world: TransactionWorld;
let proxy: TemporalProxy;
let connection: NativeConnection;
let stop: () => Promise<void>;
beforeEach(async () => {
  proxy = await startTemporalProxy(process.env['TEST_TEMPORAL_ADDRESS'] ?? '');
  connection = await NativeConnection.connect({ address: proxy.address });
  const getnet = createGetnetAnswering(approved('900001'));
  world = await TransactionWorld.over({ ...getnet, send: async () => lost }, { workers: false });
  const { taskQueue, activities } = world;
  stop = await startWorkers({ connection, taskQueue, activities, cached: true, webhooks: false });
});
afterEach(async () => {
  await stop();
  await world.close();
  await connection.close();
  await proxy.close();
});

it('a recovery: a callback comes after a person’s word and before its answer, and Getnet confirms it: the charge counts', async () => {
  const input = saleInput({ limits: { dispatchWithin: 2_000, lifecycleLimit: 500, attentionAfter: 1_000 } });
  const sale = await world.sale(input);
  await sale.becomes('needs_attention');
  await sale.run.terminate('an operator');
  const recovery = await startRecovery(world, sale.input);
  await recoveryNeedsAttention(world, sale.input);
  // Before, a person may not say that nothing was sent.
  const endOfLifeMs = input.accepted.dispatchBy + input.policy.limits.lifecycleLimit;
  await until(() => Date.now() > endOfLifeMs);
  const settling = proxy.hold({
    call: 'RespondWorkflowTaskCompleted',
    about: recovery.workflowId,
    also: 'until the answer is in a task of its own',
    leg: 'request',
  });
  const word = {
    version: 1,
    verdict: 'not_sent',
    reason: 'no receipt',
    evidence: 'the roll',
    actor: 'op',
  } as const;
  const said = recovery.executeUpdate(resolvedUpdate, { args: [{ ...word, at: Date.now() }] });
  await settling.arrives();
  await recovery.signal(callbackArrivedSignal, {
    version: 1,
    customId: sale.input.accepted.customId,
    digest: 'late',
    claims: 'approved',
    idPosTxs: requireIdPosTxs('900001'),
  });
  settling.letGo();
  await said;
  expect(await recovery.result()).toMatchObject({
    status: 'approved',
    outcome: { moneyMoved: 'yes', evidence: 'status_query' },
  });
});
