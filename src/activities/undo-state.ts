import type { WorkflowExecutionStatusName } from '@temporalio/client';
import { parseCustomId } from '../domain/ids.js';
import type { TransactionId } from '../domain/ids.js';
import type { Snapshot } from '../domain/snapshot.js';
import { chooseUndoEnding } from '../domain/undo-list.js';
import type { AttemptReport, UndoEnding } from '../domain/undo-list.js';
import { isOfEarlierUse } from '../domain/key-use.js';
import type { DatedNews } from '../domain/key-use.js';
import { findMoneyMovedByAll } from '../domain/late-result.js';
import { lateResultWorkflowId } from '../workflows/late-result.messages.js';
import type { LateResultFinding, LateResultMemo } from '../workflows/late-result.messages.js';
import { isOpen } from '../workflows/run-answers.messages.js';
import { doubtsQuery, transactionWorkflowId } from '../workflows/transaction.messages.js';
import { callTemporal, undefinedWithoutResult } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import type { UndoInDoubt } from './contract.js';
import { readOpenRun } from './read-open-run.js';
import { mapConcurrently } from './map-concurrently.js';
import { readRecovered } from './read-recovered.js';

/** @returns undefined where nobody knows: the undo's run was ended by hand, or is past its retention. */
export async function readUndoEnding(deps: Dependencies, undo: UndoInDoubt): Promise<UndoEnding | undefined> {
  const [ending] = await readUndoEndings(deps, [undo]);
  return ending;
}

/** So many reads at a time. */
const MAX_CONCURRENT_READS = 8;

/** The same of several undos, each run read once for all its attempts. What nobody knows is left out. */
export async function readUndoEndings(
  deps: Dependencies,
  undos: readonly UndoInDoubt[],
): Promise<readonly UndoEnding[]> {
  const reports = new Map<TransactionId, Promise<AttemptReport | undefined>>();
  const readOnce = (id: TransactionId) => {
    const report = reports.get(id) ?? readReport(deps, id);
    reports.set(id, report);
    return report;
  };
  const endings = await mapConcurrently(undos, MAX_CONCURRENT_READS, async (undo) => {
    const { customId } = undo;
    const attempt = parseCustomId(customId);
    const [report, late] = await Promise.all([
      attempt && readOnce(attempt.transactionId),
      readLateFinding(deps, undo),
    ]);
    return chooseUndoEnding(undo, { report, late });
  });
  return endings.filter((ending) => ending !== undefined);
}

/** What the undo's own run says. */
async function readReport(
  deps: Dependencies,
  transactionId: TransactionId,
): Promise<AttemptReport | undefined> {
  const run = deps.temporal.workflow.getHandle(transactionWorkflowId(transactionId));
  return undefinedWhenUnknown(async () => {
    const { status } = await callTemporal(deps, () => run.describe());
    if (!isOpen(status.name)) {
      const snapshot = await readUndoEnd(deps, transactionId, status.name);
      return snapshot && { snapshot, doubts: [], ...(status.name !== 'COMPLETED' && { isLost: true }) };
    }
    const doubts = await callTemporal(deps, () => run.query(doubtsQuery));
    return { snapshot: await readOpenRun(deps, run), doubts };
  });
}

/** What an undo that was ended by hand came to is searched for like any outcome. */
async function readUndoEnd(
  deps: Dependencies,
  transactionId: TransactionId,
  status: WorkflowExecutionStatusName,
): Promise<Snapshot | undefined> {
  if (status !== 'COMPLETED') return readRecovered(deps, transactionId);
  const run = deps.temporal.workflow.getHandle(transactionWorkflowId(transactionId));
  return (await callTemporal(deps, () => run.result())) as Snapshot;
}

async function readLateFinding(
  deps: Dependencies,
  { customId, since }: UndoInDoubt,
): Promise<LateResultFinding['moneyMoved'] | undefined> {
  const isEarlier = (news: DatedNews) => since !== undefined && isOfEarlierUse(news, { createdAt: since });
  const tell = (finding: LateResultFinding) =>
    isEarlier(finding) ? undefined : findMoneyMovedByAll(finding);
  const run = deps.temporal.workflow.getHandle(lateResultWorkflowId(customId));
  return undefinedWhenUnknown(async () => {
    const { status, memo, closeTime } = await callTemporal(deps, () => run.describe());
    if (status.name === 'COMPLETED')
      return tell((await callTemporal(deps, () => run.result())) as LateResultFinding);
    const { before, isForDecision = false } = (memo ?? {}) as LateResultMemo;
    // Somebody ended it: it can say nothing about an undo that was permitted long after.
    if (closeTime && isEarlier({ foundAt: closeTime.toISOString() })) return undefined;
    // A run that takes decisions stays open for a while after one, and verifies nothing.
    return (isOpen(status.name) && isForDecision && before && findMoneyMovedByAll(before)) || 'unknown';
  });
}

async function undefinedWhenUnknown<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (failure) {
    return undefinedWithoutResult(failure);
  }
}
