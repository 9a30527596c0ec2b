import { parseCustomId } from './ids.js';
import type { CustomId, IdPosTxs } from './ids.js';
import { findLateContradiction, isAboutAnotherNumber, isProvenBy } from './late-result.js';
import type { LateFinding, ReportedOutcome } from './late-result.js';
import type { Snapshot } from './snapshot.js';

/** What a callback says, which proves nothing. */
export interface CallbackClaim {
  /** The attempt whose callback address was called. */
  readonly customId: CustomId;
  readonly claims: 'approved' | 'declined' | 'in_process' | 'nothing';
  readonly idPosTxs?: IdPosTxs;
}

/**
 * Whether a callback says nothing new about a transaction that no longer runs. One that claims nothing, or a notice on the way,
 * agrees with a proven outcome; with anything less than proven no callback agrees, and none that names another number. With a
 * person's verdict only the same claim agrees. Getnet calls what moves no money approved when it is completed.
 */
export function isAgreement(closed: Snapshot, hint: CallbackClaim): boolean {
  const { status, accepted } = closed;
  const { claims, customId } = hint;
  if (accepted.customId !== customId) return false;
  if (status !== 'approved' && status !== 'declined' && status !== 'completed') return false;
  if (namesAnotherNumber(closed, hint)) return false;
  if (claims === 'nothing' || claims === 'in_process') return closed.outcome.evidence !== 'operator';
  return claims === (status === 'completed' ? 'approved' : status);
}

/** What came to light about a transaction after its end. */
export interface KnownLateNews {
  readonly found: LateFinding | undefined;
  /** Getnet is being asked about a callback. */
  readonly isOpen: boolean;
}

/**
 * Whether a callback says nothing that is not known. What was found late goes before what the closed run tells: while that is
 * open, or contradicts the run, a callback that agrees with the run is news, unless it names another number than the one found.
 * About a number that is proven to have charged only a reversal is news.
 */
export function saysNothingNew(closed: Snapshot, hint: CallbackClaim, late: KnownLateNews): boolean {
  const { found, isOpen } = late;
  if (isOpen) return false;
  if (found === undefined) return isAgreement(closed, hint);
  if (isProvenBy(found, hint.idPosTxs) && hint.claims !== 'declined') return true;
  return !isInDoubt(closed, hint, found) && isAgreement(closed, hint);
}

function isInDoubt(closed: Snapshot, { idPosTxs }: CallbackClaim, found: LateFinding): boolean {
  if (found.moneyMoved === 'unknown') return true;
  const { alsoCharged = [], alsoOpen = [] } = found;
  if (idPosTxs !== undefined && [...alsoCharged, ...alsoOpen].includes(idPosTxs)) return true;
  const isOfOther = idPosTxs !== undefined && isAboutAnotherNumber({ idPosTxs }, found);
  return !isOfOther && findLateContradiction(toReportedOutcome(closed), found) !== undefined;
}

/** What a transaction tells its caller. */
export function toReportedOutcome({ outcome, idPosTxs }: Snapshot): ReportedOutcome {
  return { moneyMoved: outcome.moneyMoved, ...(idPosTxs && { idPosTxs }) };
}

/** Whether it speaks of another command at Getnet than the one whose outcome is proven: that may have charged as well. */
export function namesAnotherNumber({ idPosTxs }: Pick<Snapshot, 'idPosTxs'>, hint: CallbackClaim): boolean {
  return hint.idPosTxs !== undefined && idPosTxs !== undefined && hint.idPosTxs !== idPosTxs;
}

/**
 * Of another attempt, or another number, than the outcome speaks of nothing is proven: that number alone is asked about.
 *
 * @returns the transaction as whoever verifies the callback takes it.
 */
export function withAttemptFromHint(closed: Snapshot, hint: CallbackClaim): Snapshot {
  const { customId } = hint;
  if (closed.accepted.customId === customId && !namesAnotherNumber(closed, hint)) return closed;
  const { idPosTxs: _, ...others } = closed;
  return { ...others, accepted: { ...closed.accepted, ...parseCustomId(customId), customId } };
}
