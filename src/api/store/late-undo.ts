import { parseCustomId } from '../../domain/ids.js';
import type { CustomId, IdPosTxs, TransactionId } from '../../domain/ids.js';
import { findNumber } from '../../domain/late-result.js';
import type { LateUndo } from '../../domain/late-result.js';
import { deriveReversalId, isForAnotherCharge } from '../../domain/reversal.js';
import type { Accepted } from '../../domain/transaction.js';
import type { LateResultFinding } from '../../workflows/late-result.messages.js';
import { isOpen, undefinedWhenNotFound } from '../../workflows/run-answers.messages.js';
import { transactionStatusKey } from '../../workflows/search-attributes.messages.js';
import { transactionWorkflowId } from '../../workflows/transaction.messages.js';
import type { TransactionMemo } from '../../workflows/transaction.messages.js';
import type { LateSubject } from './known-late-news.js';
import { readRecovery } from './recovery-runs.js';
import { LOOK_UP_MS, callTemporal } from './temporal.js';
import type { Temporal } from './temporal.js';

const undoTypes = ['void', 'return'] as const;

/**
 * How the undo of a late charge stands where whoever followed it was ended: by what its own run says, for nobody writes it down any
 * more. An undo that has no outcome yet goes on by itself, and is a case of its own where it needs a person.
 *
 * @throws Problem `orchestrator-unavailable`
 */
export async function readOrphanedUndo(
  temporal: Temporal,
  { customId, accepted }: LateSubject,
  finding: LateResultFinding,
): Promise<LateResultFinding> {
  const { undo } = finding;
  if (undo?.state !== 'open') return finding;
  const ids =
    undo.transactionId === undefined ? listPossibleIds({ customId, accepted }) : [undo.transactionId];
  const number = findNumber(finding);
  const charge = { customId, ...(number && { number }) };
  const found = await Promise.all(ids.map((id) => readState(temporal, id, charge)));
  const state = found.find((one) => one === 'done') ?? found.find((one) => one === 'open') ?? 'failed';
  return { ...finding, undo: { ...undo, state, ...(state === 'failed' && { why: NOBODY_FOLLOWS }) } };
}

const NOBODY_FOLLOWS = 'the run that followed it was ended by hand, and nothing was given back';

/** It may have been started in the moment before its id was noted. */
function listPossibleIds({ customId, accepted }: LateSubject): readonly TransactionId[] {
  const transactionId = parseCustomId(customId)?.transactionId;
  if (transactionId === undefined) return [];
  return undoTypes.map((type) => deriveReversalId({ ...accepted, transactionId }, type));
}

interface Charge {
  readonly customId: CustomId;
  readonly number?: IdPosTxs;
}

/** @returns undefined where there is no such undo, or it is that of another charge. */
async function readState(
  temporal: Temporal,
  id: TransactionId,
  charge: Charge,
): Promise<LateUndo['state'] | undefined> {
  const run = temporal.client.workflow.getHandle(transactionWorkflowId(id));
  const found = await callTemporal(temporal, LOOK_UP_MS, () => run.describe()).catch(undefinedWhenNotFound);
  if (found === undefined) return undefined;
  const { accepted } = (found.memo ?? {}) as Partial<TransactionMemo>;
  if (accepted && isOfAnother(accepted, charge)) return undefined;
  const { name } = found.status;
  if (isOpen(name) || name === 'COMPLETED')
    return toState(found.typedSearchAttributes.get(transactionStatusKey));
  const recovery = await readRecovery(temporal, id);
  return recovery.kind === 'settled' ? toState(recovery.snapshot.status) : 'open';
}

function isOfAnother(accepted: Accepted, { customId, number }: Charge): boolean {
  const charge = { accepted: { ...accepted, customId }, ...(number && { idPosTxs: number }) };
  return isForAnotherCharge(accepted.requestHash, charge);
}

/** One that was not sent is tried again by nobody. */
function toState(status: string | undefined): LateUndo['state'] {
  if (status === 'approved') return 'done';
  return status === 'declined' || status === 'not_sent' ? 'failed' : 'open';
}
