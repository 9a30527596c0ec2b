import type { TransactionId } from '../domain/ids.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { StatusQuestion } from '../domain/status-question.js';
import { listPreceding } from '../domain/terminal-chain.js';
import type { Verdict } from '../domain/verdict.js';
import { isOpen } from '../workflows/run-answers.messages.js';
import { transactionWorkflowId } from '../workflows/transaction.messages.js';
import { callTemporal, undefinedWithoutResult } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { readOpenRun } from './read-open-run.js';
import { readRecovered } from './read-recovered.js';

/** So many operations of the terminal are looked at, the latest first. */
const MAX_EARLIER_OPERATIONS = 5;

/**
 * An answer that does not name our `customId` may be about an older operation whose number the acknowledgement repeated: a
 * number that this terminal had before is never ours.
 */
export async function rejectEarlierNumber(
  deps: Dependencies,
  question: StatusQuestion,
  verdict: Verdict,
): Promise<Verdict> {
  if (!('result' in verdict) || verdict.namesUs === true) return verdict;
  const { idPosTxs } = question;
  const earlier = await findOwner(deps, question);
  if (earlier === undefined) return verdict;
  const detail = `${idPosTxs} is the number of ${earlier}, which the terminal did before`;
  return { kind: 'contradiction', fields: ['idPosTxs'], foreign: true, detail };
}

/**
 * Each transaction names those that had the terminal before it, the latest first. The way may lead through ourselves: an earlier
 * attempt of ours had the terminal too, and its number may be ours.
 */
async function findOwner(
  deps: Dependencies,
  { accepted, before = [], idPosTxs }: StatusQuestion,
): Promise<TransactionId | undefined> {
  const { transactionId: ours, previous } = accepted;
  const seen = new Set<TransactionId>();
  let next = previous === undefined ? before : [previous, ...before];
  for (let looks = 0; looks < MAX_EARLIER_OPERATIONS; looks += 1) {
    const [id, ...others] = next;
    if (id === undefined) return undefined;
    seen.add(id);
    const snapshot = await readSnapshot(deps, id, ours);
    if (id !== ours && snapshot?.idPosTxs === idPosTxs) return id;
    next = [...(snapshot ? listPreceding(snapshot) : []), ...others].filter((one) => !seen.has(one));
  }
  return undefined;
}

/**
 * A run cannot query itself from its own activity: its earlier attempts come with the request.
 *
 * @returns undefined where the run is forgotten, or was ended by hand and nobody searches for its outcome.
 */
async function readSnapshot(
  deps: Dependencies,
  id: TransactionId,
  ours: TransactionId,
): Promise<Snapshot | undefined> {
  const run = deps.temporal.workflow.getHandle(transactionWorkflowId(id));
  try {
    const { status } = await callTemporal(deps, () => run.describe());
    if (status.name === 'COMPLETED') return (await callTemporal(deps, () => run.result())) as Snapshot;
    if (id === ours) return undefined;
    if (!isOpen(status.name)) return await readRecovered(deps, id);
    return await readOpenRun(deps, run);
  } catch (failure) {
    return undefinedWithoutResult(failure);
  }
}
