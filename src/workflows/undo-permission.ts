import { TemporalFailure } from '@temporalio/workflow';
import { findFirstRequest } from '../domain/key-use.js';
import { withWarning } from '../domain/record.js';
import { toDevice } from '../domain/terminal.js';
import { listPreceding } from '../domain/terminal-chain.js';
import { isUndo } from '../domain/transaction-type.js';
import type { UndoClaim, UndoneSale, UndoState } from '../domain/undo.js';
import type { UndoEnding } from '../domain/undo-list.js';
import { confirmNotSent } from './acquire-terminal.js';
import { undoProxy } from './activity-proxies.js';
import type { Attempt } from './attempt.js';
import type { TransactionState } from './transaction-state.js';
import type { UndoGrant } from './undos.messages.js';

/**
 * A void or return is sent only with permission of the one workflow that remembers every undo of its sale; without it the
 * attempt ends *not sent*. Each attempt asks anew. Other commands need no permission.
 */
export async function requestUndoPermission(state: TransactionState): Promise<void> {
  const undo = findUndo(state.current);
  if (undo === undefined) return;
  state.describe(`Asking whether ${undo.sale.transactionId ?? undo.sale.name} may still be undone.`);
  const grant = await requestGrant(undo, state);
  state.current.mayHavePermission = grant.kind !== 'refused';
  if (grant.kind === 'granted' && !state.cancelRequested) return;
  await confirmNotSent(state, grant.kind === 'granted' ? { reason: 'cancelled' } : grant);
}

/** It is too late to send, and the permission may still have been given. */
const unanswered = {
  kind: 'unanswered',
  reason: 'dispatch-expired',
  detail: 'the answer whether the sale may be undone did not come in time',
} as const;
type Unanswered = typeof unanswered;

async function requestGrant(
  { sale, claim }: RequestedUndo,
  { accepted, clock, snapshot }: TransactionState,
): Promise<UndoGrant | Unanswered> {
  const withinMs = accepted.dispatchBy - clock.nowMs();
  const previous = listPreceding(snapshot);
  if (withinMs <= 0) return unanswered;
  try {
    return await clock.read(undoProxy(withinMs).requestUndo({ sale, claim, previous }), withinMs);
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return unanswered;
  }
}

/** How long the report of an undo is retried: then its own run has to tell. */
const REPORT_WITHIN_MS = 60_000;

/** Reports how each attempt of an undo stands, where that has changed, before the terminal is free for the next command. */
export async function reportUndo(state: TransactionState): Promise<void> {
  for (const attempt of state.attempts.all) {
    const undo = findUndo(attempt);
    if (undo === undefined || !(attempt.mayHavePermission || state.repeatsAnEarlierRun)) continue;
    const undoState = deriveUndoState(attempt, state);
    if (undoState === undefined || undoState === attempt.reportedUndo) continue;
    const { outcome, accepted } = state.snapshot;
    const isShown = accepted.customId === attempt.accepted.customId;
    const amountGiven = undoState === 'done' && isShown ? outcome.amountCharged : undefined;
    const { customId, firstRequest } = undo.claim;
    const use = firstRequest !== undefined && { firstRequest };
    const ending = { customId, state: undoState, ...use, ...(amountGiven && { amountGiven }) };
    const { isReported, excess } = await sendReport(undo, ending);
    if (excess && !outcome.warning?.includes(excess)) state.snapshot = withWarning(state.snapshot, excess);
    if (isReported) attempt.reportedUndo = undoState;
    else {
      const says = 'the end of this undo could not be reported; the next undo request reads this run';
      state.addEvidence({ source: 'dispatch', says });
    }
  }
}

interface Reported {
  readonly isReported: boolean;
  readonly excess?: string | undefined;
}

async function sendReport({ sale }: RequestedUndo, ending: UndoEnding): Promise<Reported> {
  try {
    return { isReported: true, excess: await undoProxy(REPORT_WITHIN_MS).reportUndo({ sale, ending }) };
  } catch (failure) {
    if (!(failure instanceof TemporalFailure)) throw failure;
    return { isReported: false };
  }
}

/**
 * What was not sent is free again only while no callback about it is unverified.
 *
 * @returns undefined where this run cannot know: it repeats an earlier one, whose outcome is another attempt's.
 */
function deriveUndoState(attempt: Attempt, state: TransactionState): UndoState | undefined {
  const { status, accepted } = state.snapshot;
  const isOurs = accepted.customId === attempt.accepted.customId;
  if (attempt.hasCharged || (isOurs && status === 'approved')) return 'done';
  if (attempt.isDoubted || attempt.isGivenUp) return 'open';
  if (attempt.isKnownNotCharged || (isOurs && status === 'declined')) return 'failed';
  return isOurs || !state.repeatsAnEarlierRun ? 'open' : undefined;
}

interface RequestedUndo {
  readonly sale: UndoneSale;
  readonly claim: UndoClaim;
}

function findUndo({ accepted }: Attempt): RequestedUndo | undefined {
  const { undoes: sale, type, transactionId, customId, terminal, amount } = accepted;
  if (sale === undefined || !isUndo(type)) return undefined;
  const { batchSince, evenIfRepeated } = accepted;
  const firstRequest = findFirstRequest(accepted);
  const claim: UndoClaim = {
    transactionId,
    customId,
    type,
    terminalId: terminal.id,
    device: toDevice(terminal),
    ...(amount && { amount }),
    ...buildOwnSale(sale),
    ...(batchSince !== undefined && { batchSince }),
    ...(evenIfRepeated && { evenIfRepeated }),
    ...(firstRequest !== undefined && { firstRequest }),
  };
  return { sale, claim };
}

function buildOwnSale({ transactionId, createdAt, amount }: UndoneSale): Pick<UndoClaim, 'of'> {
  if (transactionId === undefined || createdAt === undefined) return {};
  return { of: { transactionId, createdAt, ...(amount && { amount }) } };
}
