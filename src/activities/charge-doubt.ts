import {
  CHARGE_BEING_VERIFIED,
  CHARGE_NOT_VERIFIED,
  findChargeDoubt,
  refuseDoubtedCharge,
} from '../domain/charge-doubt.js';
import type { ChargeDoubt } from '../domain/charge-doubt.js';
import type { TransactionId } from '../domain/ids.js';
import { isBeforeUse, isOfEarlierUse } from '../domain/key-use.js';
import type { Snapshot } from '../domain/snapshot.js';
import { isSale } from '../domain/transaction-type.js';
import type { UndoRefusal, UndoneSale } from '../domain/undo.js';
import { lateResultWorkflowId } from '../workflows/late-result.messages.js';
import type { LateResultFinding } from '../workflows/late-result.messages.js';
import { isOpen, undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import { transactionWorkflowId, unverifiedNewsQuery } from '../workflows/transaction.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { requireTransaction } from './void-obstacle.js';

/** @returns what news that came after the approval of a sale say against giving it back. */
export async function readChargeDoubt(deps: Dependencies, sale: Snapshot): Promise<ChargeDoubt | undefined> {
  const run = deps.temporal.workflow.getHandle(lateResultWorkflowId(sale.accepted.customId));
  const found = await callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
  if (found === undefined) return undefined;
  // One that takes a person's decision verifies what comes meanwhile, and does not stay open for long.
  if (isOpen(found.status.name)) return CHARGE_BEING_VERIFIED;
  // The key may have been used before, for another sale that nobody remembers.
  if (found.status.name !== 'COMPLETED')
    return found.closeTime && isBeforeUse(found.closeTime.toISOString(), sale.accepted)
      ? undefined
      : CHARGE_NOT_VERIFIED;
  const finding = (await callTemporal(deps, () => run.result())) as LateResultFinding;
  return isOfEarlierUse(finding, sale.accepted) ? undefined : findChargeDoubt(sale, finding);
}

/**
 * A charge that came to light late, of a sale that was told to be none, is verified by the very run that gives it back: only a
 * sale that its own run calls approved is looked at.
 */
export async function findDoubtedCharge(
  deps: Dependencies,
  { transactionId }: UndoneSale,
): Promise<UndoRefusal | undefined> {
  const sale = transactionId && (await requireTransaction(deps, transactionId));
  if (!sale || sale.status !== 'approved' || !isSale(sale.accepted.type)) return undefined;
  const hasNews = sale.confirmation !== undefined && (await hasUnverifiedNews(deps, transactionId));
  const doubt = hasNews ? CHARGE_BEING_VERIFIED : await readChargeDoubt(deps, sale);
  return doubt && refuseDoubtedCharge(doubt);
}

/** The run of a sale that waits for its confirmation, or is being undone, takes callbacks itself, and keeps them a moment later. */
async function hasUnverifiedNews(deps: Dependencies, transactionId: TransactionId): Promise<boolean> {
  const run = deps.temporal.workflow.getHandle(transactionWorkflowId(transactionId));
  const found = await callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
  if (found === undefined || !isOpen(found.status.name)) return false;
  return callTemporal(deps, () => run.query(unverifiedNewsQuery));
}
