import type { CustomId } from '../../domain/ids.js';
import { lateResultWorkflowId } from '../../workflows/late-result.messages.js';
import type { LateResultFinding, LateResultMemo } from '../../workflows/late-result.messages.js';
import { isOpen, undefinedWhenNotFound } from '../../workflows/run-answers.messages.js';
import { NOBODY_VERIFIED, dropEarlierUse } from './known-late-news.js';
import type { LateFound, LateSubject } from './known-late-news.js';
import { readOrphanedUndo } from './late-undo.js';
import { readRunEnd } from './run-history.js';
import { LOOK_UP_MS, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';

/**
 * What the latest run that verified news about an attempt has found; nothing where that was an earlier use of the key.
 *
 * @throws Problem `orchestrator-unavailable`
 */
export async function readLateRun(temporal: Temporal, subject: LateSubject): Promise<LateFound> {
  const known = await readLatest(temporal, subject);
  return { ...known, found: dropEarlierUse(known.found, subject) };
}

async function readLatest(temporal: Temporal, subject: LateSubject): Promise<LateFound> {
  const end = await callTemporal(temporal, LOOK_UP_MS, () =>
    readRunEnd(temporal.client, lateResultWorkflowId(subject.customId)),
  ).catch(undefinedWhenNotFound);
  if (end === undefined) return { found: undefined, isOpen: false };
  if (end.kind === 'closed' && end.result !== undefined)
    return { found: end.result as LateResultFinding, isOpen: false };
  return readOpen(temporal, subject);
}

/** While a further callback is being verified, what was found before stays known. Nobody verifies in a run that was ended by hand. */
async function readOpen(temporal: Temporal, subject: LateSubject): Promise<LateFound> {
  const { customId } = subject;
  const run = temporal.client.workflow.getHandle(lateResultWorkflowId(customId));
  const { memo, status, runId, closeTime } = await callTemporal(temporal, LOOK_UP_MS, () => run.describe());
  // It has ended since a moment ago.
  if (status.name === 'COMPLETED') return readCompleted(temporal, customId, runId);
  const { before, isForDecision = false } = (memo ?? {}) as LateResultMemo;
  if (!isOpen(status.name)) {
    const found = before ? await readOrphanedUndo(temporal, subject, before) : buildUnverified(closeTime);
    return { found, isOpen: false };
  }
  const isUndone = before?.undo?.state === 'open' || before?.undo?.state === 'done';
  return { found: before, isOpen: !isForDecision && !isUndone, openRunId: runId };
}

async function readCompleted(temporal: Temporal, customId: CustomId, runId: string): Promise<LateFound> {
  const run = temporal.client.workflow.getHandle(lateResultWorkflowId(customId), runId);
  const result = await callTemporal(temporal, LOOK_UP_MS, () => run.result());
  return { found: result as LateResultFinding, isOpen: false };
}

/** Somebody ended the run before it had found anything. */
function buildUnverified(endedAt: Date | undefined): LateResultFinding {
  return endedAt ? { ...NOBODY_VERIFIED, foundAt: endedAt.toISOString() } : NOBODY_VERIFIED;
}
