import type { Client, HistoryAndWorkflowId } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { ReplayHistoriesIterable } from '@temporalio/worker';
import { hasBegun } from '../../src/dev/replay/verdict.js';
import { dataConverter } from '../../src/workflows/data-converter.messages.js';
import { webhookTaskQueue } from '../../src/workflows/webhook-endpoint.messages.js';
import { bundle } from './workers.js';

/**
 * Replays what ran on some task queues.
 *
 * @throws Error naming the workflows that do something else than their histories
 */
export async function replayHistories(client: Client, taskQueues: Iterable<string>): Promise<number> {
  return replayAll(historiesOf(client, taskQueues));
}

/** @throws Error naming the workflows that do something else than their histories */
export async function replayAll(histories: ReplayHistoriesIterable): Promise<number> {
  let count = 0;
  const faults: string[] = [];
  const options = { workflowBundle: { codePath: bundle }, dataConverter };
  for await (const { workflowId, runId, error } of Worker.runReplayHistories(options, histories)) {
    count += 1;
    if (error) faults.push(`${workflowId} (run ${runId}): ${error.message}`);
  }
  if (faults.length > 0) throw new Error(`histories that do not replay:\n${faults.join('\n')}`);
  return count;
}

async function* historiesOf(
  client: Client,
  taskQueues: Iterable<string>,
): AsyncGenerator<HistoryAndWorkflowId> {
  for (const taskQueue of taskQueues) {
    const query = [taskQueue, webhookTaskQueue(taskQueue)]
      .map((name) => `TaskQueue = '${name}'`)
      .join(' OR ');
    for await (const { workflowId, runId } of client.workflow.list({ query })) {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      if (hasBegun(history)) yield { workflowId, history };
    }
  }
}
