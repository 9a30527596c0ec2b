import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client, HistoryAndWorkflowId } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import type { ReplayHistoriesIterable } from '@temporalio/worker';
import { cacheFolder } from '../../src/dev/project-root.js';
import { hasBegun } from '../../src/dev/replay/verdict.js';
import { dataConverter } from '../../src/workflows/data-converter.messages.js';
import { webhookTaskQueue } from '../../src/workflows/webhook-endpoint.messages.js';
import { bundle } from './workers.js';

/** A history that does not replay is kept here: its server ends with the tests. */
const keptFolder = join(cacheFolder, 'unreplayable');

/**
 * Replays what ran on some task queues.
 *
 * @throws Error naming the workflows that do something else than their histories
 */
export async function replayHistories(client: Client, taskQueues: Iterable<string>): Promise<number> {
  return replayAll(historiesOf(client, taskQueues), (workflowId, runId) =>
    keepHistory(client, workflowId, runId),
  );
}

/**
 * @param keep returns where it keeps a history that does not replay
 * @throws Error naming the workflows that do something else than their histories
 */
export async function replayAll(
  histories: ReplayHistoriesIterable,
  keep?: (workflowId: string, runId: string) => Promise<string>,
): Promise<number> {
  let count = 0;
  const faults: string[] = [];
  const options = { workflowBundle: { codePath: bundle }, dataConverter };
  for await (const { workflowId, runId, error } of Worker.runReplayHistories(options, histories)) {
    count += 1;
    if (!error) continue;
    const kept = keep ? ` (kept in ${await keep(workflowId, runId)})` : '';
    faults.push(`${workflowId} (run ${runId}): ${error.message}${kept}`);
  }
  if (faults.length > 0) throw new Error(`histories that do not replay:\n${faults.join('\n')}`);
  return count;
}

async function keepHistory(client: Client, workflowId: string, runId: string): Promise<string> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const file = join(keptFolder, `${workflowId.replaceAll(/[^\w-]/g, '_')}-${runId}.json`);
  await mkdir(keptFolder, { recursive: true });
  await writeFile(file, historyToJSON(history));
  return file;
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
