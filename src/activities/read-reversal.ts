import type { WorkflowExecutionStatusName } from '@temporalio/client';
import { buildCustomId } from '../domain/ids.js';
import type { TransactionId } from '../domain/ids.js';
import type { ReversalReport } from '../domain/reversal.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { Accepted } from '../domain/transaction.js';
import { isOpen, undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import { transactionWorkflowId } from '../workflows/transaction.messages.js';
import type { TransactionMemo } from '../workflows/transaction.messages.js';
import type { StartedReversal } from './contract.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { readOpenRun } from './read-open-run.js';
import { readRecovered } from './read-recovered.js';
import { startRecovery } from './recoveries.js';
import { readUndoEnding } from './undo-state.js';
import { keepUndosRemembered } from './undos.js';

/** How the undo that the service started stands; while it is open, what was undone of its sale is not forgotten. */
export async function readReversal(deps: Dependencies, started: StartedReversal): Promise<ReversalReport> {
  const { transactionId } = started;
  const ending = await readUndoEnding(deps, { customId: buildCustomId(started) });
  if (ending?.state === 'done') return { kind: 'done' };
  const { report, accepted } = await readStanding(deps, transactionId);
  // It may need a person for longer than a sale is remembered, and what is left of the sale can be undone after it.
  if (report.kind === 'open' && accepted?.undoes)
    await keepUndosRemembered(deps, {
      ...accepted.undoes,
      rememberUntil: Date.now() + deps.retentionMs,
    });
  return report;
}

interface Standing {
  readonly report: ReversalReport;
  readonly accepted: Accepted | undefined;
}

async function readStanding(deps: Dependencies, transactionId: TransactionId): Promise<Standing> {
  const run = deps.temporal.workflow.getHandle(transactionWorkflowId(transactionId));
  const found = await callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
  if (found === undefined) return readOutlived(deps, transactionId);
  const { accepted } = (found.memo ?? {}) as Partial<TransactionMemo>;
  const report = await readReport(deps, { transactionId, accepted, status: found.status.name });
  return { report, accepted };
}

/** Its own run is past its retention; the search for its outcome may go on for longer. */
async function readOutlived(deps: Dependencies, transactionId: TransactionId): Promise<Standing> {
  const recovered = await readRecovered(deps, transactionId);
  return { report: recovered ? toReport(recovered) : NOBODY_KNOWS, accepted: recovered?.accepted };
}

const NOBODY_KNOWS: ReversalReport = { kind: 'open', needsPerson: true };

interface DescribedUndo {
  readonly transactionId: TransactionId;
  readonly accepted: Accepted | undefined;
  readonly status: WorkflowExecutionStatusName;
}

async function readReport(deps: Dependencies, undo: DescribedUndo): Promise<ReversalReport> {
  const { transactionId, status } = undo;
  const run = deps.temporal.workflow.getHandle(transactionWorkflowId(transactionId));
  if (isOpen(status)) return toReport(await readOpenRun(deps, run), true);
  if (status === 'COMPLETED') return toReport((await callTemporal(deps, () => run.result())) as Snapshot);
  return (await readLost(deps, undo)) ?? NOBODY_KNOWS;
}

/** Somebody ended it by hand: nobody but this sale knows its key, so that the search for its outcome begins here. */
async function readLost(
  deps: Dependencies,
  { transactionId, accepted }: DescribedUndo,
): Promise<ReversalReport | undefined> {
  if (accepted === undefined) return undefined;
  const { merchant, terminal, type } = accepted;
  await startRecovery(deps, { transactionId, merchant, terminalId: terminal.id, type });
  const recovered = await readRecovered(deps, transactionId);
  return recovered && toReport(recovered);
}

/** @param isRunning whether its key may still try again. An attempt that is not opened yet is asked for once more: it is the same. */
function toReport({ status, outcome, retryUntil, accepted }: Snapshot, isRunning = false): ReversalReport {
  const { reason, detail, result } = outcome;
  if (status === 'approved') return { kind: 'done' };
  if (status === 'declined') return { kind: 'declined', detail: result?.responseMessage ?? detail };
  if (status !== 'not_sent' || reason === undefined)
    return { kind: 'open', needsPerson: status === 'needs_attention' };
  const mayRetry = isRunning && retryUntil !== undefined && Date.now() < Date.parse(retryUntil);
  return { kind: 'not_sent', attempt: accepted.attempt, reason, detail, mayRetry };
}
