import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Client } from '@temporalio/client';

/** A recorded run, decoded. */
export type History = ReturnType<typeof historyFromJSON>;

/** A recorded run with the name by which a report speaks of it. */
export interface NamedHistory {
  readonly name: string;
  readonly workflowId: string;
  readonly history: History;
}

/** The run to fetch; without `runId` the latest. */
export interface RunAddress {
  readonly workflowId: string;
  readonly runId?: string | undefined;
}

/**
 * Reads recorded histories, as `temporal workflow show --output json` writes them. A folder stands for every `.json`
 * file in it, however deep.
 *
 * @throws Error naming the path that is missing, empty or no history.
 */
export async function readHistories(paths: readonly string[]): Promise<readonly NamedHistory[]> {
  const files = await Promise.all(paths.map(listFilesAt));
  return Promise.all(files.flat().map(readOne));
}

/** Fetches the history of one run from a server. */
export async function fetchHistory(client: Client, { workflowId, runId }: RunAddress): Promise<NamedHistory> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  return { name: runId === undefined ? workflowId : `${workflowId} (run ${runId})`, workflowId, history };
}

async function listFilesAt(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new Error(`${path} does not exist.`);
  if (!found.isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  const files = names.filter((name) => name.endsWith('.json')).sort();
  if (files.length === 0) throw new Error(`${path} has no .json file in it.`);
  return files.map((name) => join(path, name));
}

async function readOne(file: string): Promise<NamedHistory> {
  try {
    const history = historyFromJSON(JSON.parse(await readFile(file, 'utf8')));
    const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
    if (!started) throw new Error('its first event is not the start of a workflow');
    return { name: file, workflowId: started.workflowId || basename(file, '.json'), history };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${file} is not a history as \`temporal workflow show --output json\` writes it: ${why}`);
  }
}
