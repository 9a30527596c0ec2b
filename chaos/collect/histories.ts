import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Client } from '@temporalio/client';
import { Runtime } from '@temporalio/worker';
import { fetchHistory } from '../../src/dev/replay/histories.js';
import type { History, NamedHistory } from '../../src/dev/replay/histories.js';
import { replayEach, silenceRuntime } from '../../src/dev/replay/verdict.js';
import { isQueryRace } from '../oracle/known-race.js';
import { mapConcurrently } from '../map-concurrently.js';

/** Every run of the server, as it is now. */
export async function fetchHistories(client: Client): Promise<readonly NamedHistory[]> {
  const runs: { workflowId: string; runId: string }[] = [];
  for await (const { workflowId, runId } of client.workflow.list()) runs.push({ workflowId, runId });
  return mapConcurrently(runs, 8, (run) => fetchHistory(client, run));
}

/** A history that the code does not replay. */
export interface Diverged {
  readonly workflowId: string;
  readonly why: string;
  readonly isKnownRace: boolean;
}

let lastReplay: Promise<unknown> = Promise.resolve();

/**
 * Replays them against the code that has run. Worlds that end side by side take turns: the SDK's runtime is one for the process, and ends
 * with its last worker.
 *
 * @param dist what was built from it.
 * @returns those that do not replay.
 */
export async function replayAll(
  histories: readonly NamedHistory[],
  dist: string,
): Promise<readonly Diverged[]> {
  const replay = lastReplay.then(() => {
    if (Runtime._instance === undefined) silenceRuntime();
    return replayEach(histories, join(dist, 'workflow-bundle.cjs'));
  });
  lastReplay = replay.catch(() => undefined);
  const verdicts = await replay;
  return verdicts.flatMap((verdict, n) => {
    const named = histories[n];
    if (named === undefined || verdict.kind === 'same') return [];
    const { workflowId, history } = named;
    return [{ workflowId, why: verdict.why, isKnownRace: isQueryRace(history, verdict.why) }];
  });
}

/** A history as text, its payloads as what they say. */
export function decodeHistory(history: History): string {
  return historyToJSON(history).replace(/"data":\s*"([A-Za-z0-9+/=]+)"/g, (_, data: string) =>
    Buffer.from(data, 'base64').toString('utf8'),
  );
}

/** When each attempt of a transaction was too late to be sent, by `customId`: what its dispatches were told. */
export function readDeadlines({ history }: NamedHistory): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { activityTaskScheduledEventAttributes: scheduled } of history.events ?? []) {
    if (scheduled?.activityType?.name !== 'dispatch') continue;
    const [payload] = scheduled.input?.payloads ?? [];
    const order = JSON.parse(Buffer.from(payload?.data ?? []).toString('utf8')) as {
      readonly accepted: { readonly customId: string; readonly dispatchBy: number };
    };
    found[order.accepted.customId] = order.accepted.dispatchBy;
  }
  return found;
}

/** Keeps them as `npm run replay` reads them. */
export async function saveHistories(folder: string, histories: readonly NamedHistory[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await mapConcurrently(histories, 8, async ({ name, history }) => {
    const file = join(folder, `${name.replaceAll(/[^\w@-]+/g, '_')}.json`);
    await writeFile(file, historyToJSON(history));
  });
}
