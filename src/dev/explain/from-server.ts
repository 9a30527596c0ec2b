import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { RunHistory } from '../../timeline/history.js';
import { readHistory } from '../../timeline/read-history.js';
import { readTransactionHistories } from '../../timeline/read-transaction-histories.js';
import type { RunAddress } from '../../timeline/read-transaction-histories.js';
import { listRuns } from '../../api/store/list-runs.js';
import { throwNotFound } from '../../api/store/run-history.js';
import { parseCustomId } from '../../domain/ids.js';
import type { TransactionId } from '../../domain/ids.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { undefinedWhenNotFound } from '../../workflows/run-answers.messages.js';
import { transactionWorkflowId } from '../../workflows/transaction.messages.js';
import { queryWrittenSnapshot } from '../../workflows/written-snapshot.messages.js';
import { withLiveClient } from '../live-client.js';
import type { Explained } from './explained.js';

/** How long a worker may take to say how a running transaction stands: without one, its history is all there is. */
const QUERY_MS = 3_000;

/**
 * Explains a transaction by its id, or one workflow of ours by its workflow id.
 *
 * @param usage what to say of a text that is neither.
 */
export async function explainLive(what: string, usage: string): Promise<Explained> {
  const transactionId = parseCustomId(what.replace(/^transaction\//, ''))?.transactionId;
  if (transactionId === undefined && !what.includes('/'))
    throw new Error(`${what} is no transaction id (tx_…), no workflow id and no file.\n${usage}`);
  return withLiveClient(what, (client) =>
    transactionId === undefined ? explainWorkflow(client, what) : explainTransaction(client, transactionId),
  );
}

async function explainTransaction(client: Client, id: TransactionId): Promise<Explained> {
  const runs = await readTransactionHistories(id, {
    read: (address) => readRun(client, address),
    list: (workflowId) => listRuns(client, workflowId),
  });
  if (runs.length === 0) throw new Error('there is none, or it is past its retention');
  const snapshot = await askWorker(client, id);
  const names = [...new Set(runs.map(({ workflowId }) => workflowId))].join(', ');
  return {
    histories: { runs, snapshot },
    title: `${id}: ${runs.length} ${runs.length === 1 ? 'run' : 'runs'} of ${names}.`,
    notes: snapshot ? [] : ['No worker answered: the log of states is the latest that the histories have.'],
  };
}

async function explainWorkflow(client: Client, workflowId: string): Promise<Explained> {
  const run = await readRun(client, { workflowId });
  if (run === undefined) throw new Error('there is none, or it is past its retention');
  return {
    histories: { runs: [run] },
    title: `${workflowId}: its latest run, ${run.events.length} events.`,
    notes: [],
  };
}

async function readRun(client: Client, { workflowId, runId }: RunAddress): Promise<RunHistory | undefined> {
  const history = await client.workflow
    .getHandle(workflowId, runId)
    .fetchHistory()
    .catch((error: unknown) => throwNotFound(error, workflowId))
    .catch(undefinedWhenNotFound);
  if (history === undefined) return undefined;
  const json: unknown = JSON.parse(historyToJSON(history));
  return (await readHistory(json, client.options.loadedDataConverter)).run;
}

async function askWorker(client: Client, id: TransactionId): Promise<Snapshot | undefined> {
  const handle = client.workflow.getHandle(transactionWorkflowId(id));
  const query = () => queryWrittenSnapshot(handle);
  return client.withDeadline(Date.now() + QUERY_MS, query).catch(() => undefined);
}
