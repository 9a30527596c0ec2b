import type { KnownLateNews } from '../../domain/callback-agreement.js';
import type { CustomId } from '../../domain/ids.js';
import { isOfEarlierUse } from '../../domain/key-use.js';
import type { LateCase } from '../../domain/late-decision.js';
import { findMoneyMovedByAll } from '../../domain/late-result.js';
import type { Snapshot } from '../../domain/snapshot.js';
import { isFinal } from '../../domain/status.js';
import type { MoneyMoved } from '../../domain/status.js';
import type { Accepted } from '../../domain/transaction.js';
import type { LateResultFinding } from '../../workflows/late-result.messages.js';

/** Late news that a person may decide about. */
export interface KnownLateCase {
  /** The attempt that the news are about. */
  readonly customId: CustomId;
  /** The same, as a number from 1. */
  readonly attempt: number;
  readonly late: LateCase;
  /** When it was read. */
  readonly readAtMs: number;
  /** The run that was open then. */
  readonly openRunId?: string;
}

/** The attempt that the case is about. Only the number of its own acknowledgement is named: another one is in the finding. */
export function withNumberOfCase(closed: Snapshot, { customId, late: { finding } }: KnownLateCase): Snapshot {
  const { idPosTxs: ours, ...others } = closed;
  const isOfAttempt = customId === closed.accepted.customId;
  const isAboutOurs = finding?.idPosTxs === undefined || finding.idPosTxs === ours;
  const accepted = { ...closed.accepted, customId };
  return { ...others, accepted, ...(isOfAttempt && isAboutOurs && ours && { idPosTxs: ours }) };
}

/** What is known of late news about an attempt. */
export interface LateFound extends KnownLateNews {
  readonly found: LateResultFinding | undefined;
  /** The run that is open, whatever it does. */
  readonly openRunId?: string;
}

/** Whether the attempt moved money, by what was found late; unknown while Getnet is being asked. */
export function readMoneyMoved({ found, isOpen }: LateFound): MoneyMoved | undefined {
  return isOpen && found?.moneyMoved !== 'yes' ? 'unknown' : found && findMoneyMovedByAll(found);
}

/** A run that is open takes its callbacks itself. */
export function mayHaveLateNews({ status, retryUntil }: Snapshot): boolean {
  if (status === 'needs_attention') return true;
  return isFinal(status) && (retryUntil === undefined || Date.parse(retryUntil) <= Date.now());
}

/** The attempt that late news are about. */
export interface LateSubject {
  readonly customId: CustomId;
  /** Of its transaction, which may be another one than a key of before had started. Where it is not known, whatever was found counts. */
  readonly accepted?: Accepted | undefined;
  /** ISO 8601. Where only the id is known: when the attempt had its terminal, or an undo its permission. */
  readonly permittedAt?: string;
}

export function toSubject(accepted: Accepted): LateSubject {
  return { customId: accepted.customId, accepted };
}

/** The verification was ended by hand. */
export const NOBODY_VERIFIED: LateResultFinding = {
  version: 1,
  moneyMoved: 'unknown',
  verdict: { kind: 'silent', cause: 'its verification was ended by hand' },
  foundAt: new Date(0).toISOString(),
};

/** What was found of a transaction that the key had started before, and that nobody remembers, says nothing about this one. */
export function dropEarlierUse(
  found: LateResultFinding | undefined,
  { accepted, permittedAt }: LateSubject,
): LateResultFinding | undefined {
  const begin = accepted ?? (permittedAt === undefined ? undefined : { createdAt: permittedAt });
  return begin && found && isOfEarlierUse(found, begin) ? undefined : found;
}
