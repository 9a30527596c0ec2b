import { afterEach, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { UnknownCount } from '../../src/activities/quarantine-contract.js';
import { toDevice } from '../../src/domain/terminal.js';
import { quarantineWorkflowId } from '../../src/workflows/terminal-quarantine.messages.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, saleInput } from '../support/terms.js';
import { TransactionWorld, createGetnetAnswering } from '../support/transaction-world.js';

useStoryWorkers();

let world: TransactionWorld;
afterEach(() => world.close());

it('the run of an unknown outcome does not answer: the count fails, is repeated, and quarantines the terminal', async () => {
  const lost = {
    ...createGetnetAnswering(approved()),
    send: async () => ({ kind: 'unknown', cause: 'connection reset' }) as const,
  };
  world = await TransactionWorld.over(lost, { ownWorkers: true });
  const input = saleInput({ limits: { lifecycleLimit: 400, attentionAfter: 1_000 } });
  const sale = await world.sale(input);
  await world.becomes(sale.run.workflowId, 'needs_attention');
  const { transactionId, merchant, terminal } = input.accepted;
  const device = toDevice(terminal);
  const report = { device, transactionId, merchant, terminalId: terminal.id, quarantineAfter: 1 };
  const count = (attempt: number) =>
    new MockActivityEnvironment({ attempt }).run(
      world.activities.countUnknown,
      report,
    ) as Promise<UnknownCount>;

  await world.stopWorkers();
  await expect(count(1)).rejects.toThrow();
  await world.startWorkers();
  expect(await count(2)).toMatchObject({ inRow: 1, isQuarantined: true });
  const quarantine = world.client.workflow.getHandle(quarantineWorkflowId(device));
  expect((await quarantine.describe()).status.name).toBe('RUNNING');
  await quarantine.terminate('its story is over');
});
