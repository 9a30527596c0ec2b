import type { IdPosTxs, TransactionId } from '../domain/ids.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { StatusQuestion } from '../domain/status-question.js';
import type { Verdict } from '../domain/verdict.js';
import { isOpen } from '../workflows/run-answers.messages.js';
import { snapshotQuery, transactionWorkflowId } from '../workflows/transaction.messages.js';
import { callTemporal, undefinedWithoutResult } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { readRecovered } from './read-recovered.js';

/** So many operations of the terminal are looked at, the latest first. */
const MOST_EARLIER = 5;

/**
 * An answer that does not name our `customId` may be about an older operation whose number the acknowledgement repeated: a
 * number that this terminal had before is never ours.
 */
export async function rejectEarlierNumber(
  deps: Dependencies,
  { accepted, idPosTxs }: StatusQuestion,
  verdict: Verdict,
): Promise<Verdict> {
  if (!('result' in verdict) || verdict.namesUs === true) return verdict;
  const { previous, transactionId } = accepted;
  const earlier = await findOwner(deps, { number: idPosTxs, latest: previous, ours: transactionId });
  if (earlier === undefined) return verdict;
  const detail = `${idPosTxs} is the number of ${earlier}, which the terminal did before`;
  return { kind: 'contradiction', fields: ['idPosTxs'], foreign: true, detail };
}

interface NumberSearch {
  readonly number: IdPosTxs;
  /** What had the terminal before us. */
  readonly latest: TransactionId | undefined;
  readonly ours: TransactionId;
}

/** The walk ends at ourselves: an earlier attempt of ours had the terminal too, and a run that asks itself waits in vain. */
async function findOwner(
  deps: Dependencies,
  { number, latest, ours }: NumberSearch,
): Promise<TransactionId | undefined> {
  let id = latest;
  for (let looks = 0; looks < MOST_EARLIER && id !== undefined && id !== ours; looks += 1) {
    const snapshot = await readSnapshot(deps, id);
    if (snapshot?.idPosTxs === number) return id;
    id = snapshot?.accepted.previous;
  }
  return undefined;
}

/** @returns undefined where the run is forgotten, or was ended by hand and nobody searches for its outcome. */
async function readSnapshot(deps: Dependencies, id: TransactionId): Promise<Snapshot | undefined> {
  const run = deps.temporal.workflow.getHandle(transactionWorkflowId(id));
  try {
    const { status } = await callTemporal(deps, () => run.describe());
    if (isOpen(status.name)) return await callTemporal(deps, () => run.query(snapshotQuery));
    if (status.name !== 'COMPLETED') return await readRecovered(deps, id);
    return (await callTemporal(deps, () => run.result())) as Snapshot;
  } catch (failure) {
    return undefinedWithoutResult(failure);
  }
}
