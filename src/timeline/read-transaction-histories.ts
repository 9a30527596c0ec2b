import type { CustomId, TransactionId } from '../domain/ids.js';
import { isBeforeUse, nameUse } from '../domain/key-use.js';
import type { KeyUse } from '../domain/key-use.js';
import { lateResultWorkflowId } from '../workflows/late-result.messages.js';
import { recoveryWorkflowId } from '../workflows/recovery.messages.js';
import { transactionWorkflowId } from '../workflows/transaction.messages.js';
import { undosWorkflowId } from '../workflows/undos.messages.js';
import { getField, getStart, getText } from './history.js';
import type { RunHistory } from './history.js';
import { isGivenBack } from './explain-end.js';

/** One run; without `runId` the latest of its workflow. */
export interface RunAddress {
  readonly workflowId: string;
  readonly runId?: string;
}

/** Where histories come from. @returns undefined where there is no such run, or it is past its retention. */
export type ReadRun = (address: RunAddress) => Promise<RunHistory | undefined>;

/** The ids of the runs of a workflow, by Temporal's index, which is a few seconds behind. */
export type ListRuns = (workflowId: string) => Promise<readonly string[]>;

/** Where histories are found and read. */
export interface HistorySource {
  readonly read: ReadRun;
  readonly list: ListRuns;
}

/**
 * Reads every run that has to do with a transaction. The index is asked for earlier runs of late results alone, each of which was
 * started by news or by a person: all others are known without it. They are its own, those that it
 * repeats after a reset, the leases that it did not give back itself, what came in after its end, the search that went on for it, and the undos of a sale.
 *
 * @returns nothing where there is no such transaction.
 */
export async function readTransactionHistories(
  id: TransactionId,
  { read, list }: HistorySource,
): Promise<readonly RunHistory[]> {
  const own = await readChain({ workflowId: transactionWorkflowId(id) }, read);
  if (own.length === 0) return [];
  const [leases, others] = await Promise.all([
    readAll(own.flatMap(listLeases).filter(isFirst), read),
    Promise.all(
      [...new Set(own.flatMap(listCustomIds))].map((customId) =>
        readEveryRun(lateResultWorkflowId(customId), { read, list }),
      ),
    ).then((all) => all.flat()),
  ]);
  const recovery = await readAll([{ workflowId: recoveryWorkflowId(id) }], read);
  const undos = await readChain({ workflowId: undosWorkflowId(nameUse(readKeyUse(id, own))) }, read);
  const isOfThisUse = (run: RunHistory) => !beganBefore(run, own);
  const beside = [...recovery, ...others].filter(isOfThisUse);
  return [...own, ...leases.filter((lease) => !isGivenBack(lease)), ...beside, ...undos];
}

/** By the request that opened it. */
function readKeyUse(transactionId: TransactionId, [first]: readonly RunHistory[]): KeyUse {
  const acceptanceId = first && getText(getStart(first), 'input', 0, 'accepted', 'acceptanceId');
  return { transactionId, ...(acceptanceId !== undefined && { acceptanceId }) };
}

/** Its key was used before, for a transaction that is forgotten: what is left of that is not told. */
function beganBefore({ events: [begin] }: RunHistory, [first]: readonly RunHistory[]): boolean {
  const acceptedAt = first && getText(getStart(first), 'input', 0, 'accepted', 'createdAt');
  const times = [acceptedAt, first?.events[0]?.at].filter((at) => at !== undefined);
  if (begin === undefined || times.length === 0) return false;
  return times.every((createdAt) => isBeforeUse(begin.at, { createdAt }));
}

/** What one run found or a person decided in it, the next one takes as known: only all of them together tell it. */
async function readEveryRun(
  workflowId: string,
  { read, list }: HistorySource,
): Promise<readonly RunHistory[]> {
  const latest = await read({ workflowId });
  if (latest === undefined) return [];
  const earlier = (await list(workflowId)).filter((runId) => runId !== latest.runId);
  const runs = await readAll(
    earlier.slice(0, MAX_CHAIN_LENGTH).map((runId) => ({ workflowId, runId })),
    read,
  );
  return [...runs.toReversed(), latest];
}

/** More resets and continuations than this are not followed. */
const MAX_CHAIN_LENGTH = 20;

/** A run, and those that it goes on from, oldest first. */
async function readChain(latest: RunAddress, read: ReadRun): Promise<readonly RunHistory[]> {
  const runs: RunHistory[] = [];
  let next: RunAddress | undefined = latest;
  while (next !== undefined && runs.length < MAX_CHAIN_LENGTH) {
    const run = await read(next);
    if (run === undefined) break;
    runs.unshift(run);
    const before = findRunBefore(run);
    const isKnown = runs.some(({ runId }) => runId === before);
    next = before === undefined || isKnown ? undefined : { workflowId: latest.workflowId, runId: before };
  }
  return runs;
}

function findRunBefore({ events }: RunHistory): string | undefined {
  const reset = events.findLast(({ fields }) => getText(fields, 'baseRunId') !== undefined);
  return getText(reset?.fields, 'baseRunId') ?? getText(events[0]?.fields, 'continuedExecutionRunId');
}

async function readAll(addresses: readonly RunAddress[], read: ReadRun): Promise<readonly RunHistory[]> {
  const runs = await Promise.all(addresses.map(read));
  return runs.filter((run) => run !== undefined);
}

/** The leases that a run acquired. */
function listLeases({ events }: RunHistory): readonly RunAddress[] {
  const grants = events.map(({ fields }) => getField(fields, 'details', 'result', 0, 'lease'));
  return grants.flatMap((lease) => {
    const [workflowId, runId] = [getText(lease, 'workflowId'), getText(lease, 'runId')];
    return workflowId === undefined || runId === undefined ? [] : [{ workflowId, runId }];
  });
}

function isFirst({ runId }: RunAddress, place: number, all: readonly RunAddress[]): boolean {
  return all.findIndex((other) => other.runId === runId) === place;
}

/** The attempts that were given to a worker. */
function listCustomIds({ events }: RunHistory): readonly CustomId[] {
  return events.flatMap(({ type, fields }) => {
    const customId = getText(fields, 'input', 0, 'accepted', 'customId');
    return type === 'ActivityTaskScheduled' && customId !== undefined ? [customId as CustomId] : [];
  });
}
