import { randomUUID } from 'node:crypto';
import { buildTransactionStart } from '../../../src/workflows/transaction.start.messages.js';
import type { TransactionInput } from '../../../src/workflows/transaction.messages.js';
import { eventually } from './eventually.js';
import type { Sale } from './sale.js';
import type { World } from './world.js';

/** Does what `temporal workflow reset --type FirstWorkflowTask` does, or `LastWorkflowTask`. */
export async function resetRun(world: World, sale: Sale, to: 'first' | 'last' = 'first'): Promise<void> {
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
}

/** `temporal workflow start` with the id and the input of a terminated run: a run that is nobody's reset. */
export async function startRunByHand(world: World, sale: Sale): Promise<void> {
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
