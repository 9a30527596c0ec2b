import { parseCustomId } from './ids.js';
import type { CustomId } from './ids.js';
import { findFirstRequest } from './key-use.js';
import { formatAmount } from './money.js';
import type { Amount } from './money.js';
import type { Snapshot } from './snapshot.js';
import { isFinal } from './status.js';
import type { MoneyMoved } from './status.js';
import type { Undo, UndoClaim, UndoState, Undoing } from './undo.js';
import { isOfOtherUse } from './undo-terms.js';
import { findExcess, findAmountGiven } from './undos-by-number.js';

/** An undo that is already on the list stays as it is. */
export function addGrantedUndo(undos: readonly Undo[], claim: UndoClaim, at: string): readonly Undo[] {
  if (undos.some(({ customId }) => customId === claim.customId)) return undos;
  return [...undos, { ...claim, state: 'open', since: at }];
}

/** What the run of a void or return reports. */
export interface AttemptReport {
  readonly snapshot: Snapshot;
  /** The attempts that Getnet called back about after it had refused them, not verified yet. */
  readonly doubts: readonly CustomId[];
  /** The run was ended by hand: which was its last attempt is not known. */
  readonly isLost?: true;
}

/** What a run says; `silent` where it is there and does not answer now, undefined where there is none. */
export type RunReport = AttemptReport | 'silent' | undefined;

/** What is known of one undo besides what was remembered. */
export interface UndoSources {
  /** What its own run says; undefined where it was ended by hand, or is forgotten. */
  readonly report: RunReport;
  /** What a late callback about it led to; `unknown` while that is being verified, undefined where none came. */
  readonly late: MoneyMoved | undefined;
}

/**
 * How an undo stands. A late callback that proved that the money went back outweighs the run; one that is not verified, or could
 * not be, leaves in doubt what seemed to have failed; one that was disproved fills the gap of a run without an end. A run that is only
 * silent leaves no gap: it may know of another callback.
 *
 * @returns undefined where nobody knows: then what was remembered stays.
 */
export function chooseUndoState(customId: CustomId, { report, late }: UndoSources): UndoState | undefined {
  if (late === 'yes') return 'done';
  const answered = report === 'silent' ? undefined : report;
  const own = answered && deriveOwnState(customId, answered);
  if (own === 'done') return 'done';
  if (late === 'unknown') return 'open';
  if (report === 'silent') return undefined;
  return own ?? (late === 'no' ? 'failed' : undefined);
}

/** The state and, where it differs from the amount asked for, the amount given back; undefined where nobody knows. */
export function chooseUndoEnding(
  undo: Pick<Undo, 'customId' | 'firstRequest'>,
  { report, late }: UndoSources,
): UndoEnding | undefined {
  const { customId } = undo;
  const ownReport = report === 'silent' || report === undefined ? report : dropOtherUse(report, undo);
  const state = chooseUndoState(customId, { report: ownReport, late });
  if (state === undefined) return undefined;
  const snapshot = ownReport === 'silent' ? undefined : ownReport?.snapshot;
  const amountGiven = snapshot?.accepted.customId === customId ? snapshot.outcome.amountCharged : undefined;
  return { customId, state, ...(state === 'done' && amountGiven && { amountGiven }) };
}

/** The run of a later use of the key has the same id, and knows nothing of this undo. */
export function dropOtherUse(
  report: AttemptReport,
  undo: Pick<Undo, 'firstRequest'>,
): AttemptReport | undefined {
  const firstRequest = findFirstRequest(report.snapshot.accepted);
  return isOfOtherUse(undo, firstRequest === undefined ? {} : { firstRequest }) ? undefined : report;
}

/**
 * An attempt before the one that its run speaks of was not sent, or charged nothing. A later one may have been sent: what was
 * remembered of it stays.
 *
 * @returns undefined where the run does not know: it speaks of an earlier attempt, or is lost and speaks of another one.
 */
function deriveOwnState(
  customId: CustomId,
  { snapshot, doubts, isLost }: AttemptReport,
): UndoState | undefined {
  if (doubts.includes(customId)) return 'open';
  if (snapshot.accepted.customId !== customId)
    return isLost || !isBefore(customId, snapshot) ? undefined : 'failed';
  if (snapshot.status === 'approved') return 'done';
  return isFinal(snapshot.status) ? 'failed' : 'open';
}

function isBefore(customId: CustomId, { accepted }: Snapshot): boolean {
  return (parseCustomId(customId)?.attempt ?? accepted.attempt) < accepted.attempt;
}

/** How one undo is known to have ended. */
export interface UndoEnding {
  readonly customId: CustomId;
  readonly state: UndoState;
  /** The use of its key that ended so; absent where that is not known. */
  readonly firstRequest?: string;
  /** What Getnet gave back, where that is not what was asked for. */
  readonly amountGiven?: Amount;
}

/** A done undo stays done; a failed one may become open again. How a later use of its key ended says nothing about it. */
export function withUndoEnding(undos: readonly Undo[], ending: UndoEnding, at: string): readonly Undo[] {
  const { customId, state, amountGiven } = ending;
  return undos.map((undo) => {
    if (undo.customId !== customId || undo.state === 'done' || undo.state === state) return undo;
    if (isOfOtherUse(undo, ending)) return undo;
    const { endedAt: _, ...open } = undo;
    if (state === 'open') return { ...open, state };
    return { ...open, state, endedAt: at, ...(state === 'done' && amountGiven && { amountGiven }) };
  });
}

/** The text that the Temporal UI shows. */
export function describeUndos({ sale, undos }: Undoing): string {
  const excess = findExcess({ sale, undos });
  const whole = sale.amount ? `, ${formatAmount(sale.amount)}` : '';
  const lines = undos.map((undo) => {
    const amount = findAmountGiven(undo);
    return `- ${undo.type} ${undo.customId}${amount ? `, ${formatAmount(amount)}` : ''}: **${undo.state}**`;
  });
  return [`Undos of ${sale.transactionId ?? sale.name}${whole}:`, ...lines, ...(excess ? [excess] : [])].join(
    '\n',
  );
}
