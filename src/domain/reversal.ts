import { MAX_ATTEMPTS } from './ids.js';
import type { TransactionId } from './ids.js';
import { findFirstRequest } from './key-use.js';
import type { KeyUse } from './key-use.js';
import type { NotSentReason } from './not-sent.js';
import { withEvidence } from './record.js';
import { describeResolution } from './resolution.js';
import type { SettledResolution } from './resolution.js';
import type { ReversalState, Snapshot, StateEntry } from './snapshot.js';
import type { Status } from './status.js';
import type { UndoType } from './transaction-type.js';

/** What the choice between void and return depends on. */
export interface ReversalFacts {
  /** Whether the country's terminals void sales, and Getnet gave this one the number that a void names. */
  readonly isVoidable: boolean;
  /** Whether Getnet gave the sale the code that a return names. */
  readonly isReturnable: boolean;
  /** Whether the terminal still is the device that took the sale: only that one voids it. */
  readonly isSameDevice: boolean;
  /** A clause: why a void may hit nothing, or another sale; undefined while the batch is open. */
  readonly obstacle: string | undefined;
  /** A part went back already, so that only the rest can be returned. */
  readonly isPartlyReturned: boolean;
}

/** The void or return to send, and why this one. */
export type ReversalChoice =
  | { readonly kind: 'undo'; readonly type: UndoType; readonly reason: string }
  | { readonly kind: 'impossible'; readonly reason: string };

/** A void leaves nothing on the customer's statement, so it is preferred where it hits this sale for certain. */
export function chooseReversal(facts: ReversalFacts): ReversalChoice {
  const against = findReasonAgainstVoid(facts);
  if (against === undefined)
    return { kind: 'undo', type: 'void', reason: 'the batch is open and the device is the one that took it' };
  if (facts.isReturnable) return { kind: 'undo', type: 'return', reason: against };
  return { kind: 'impossible', reason: `${against}, and Getnet gave no authorisation code to return it by` };
}

function findReasonAgainstVoid(facts: ReversalFacts): string | undefined {
  if (!facts.isVoidable) return 'a void cannot name it here';
  if (!facts.isSameDevice) return 'the terminal is another device now, which cannot void it';
  if (facts.isPartlyReturned) return 'a part was returned already, so only the rest can be returned';
  return facts.obstacle;
}

/** How the undo that the service started stands. */
export type ReversalReport =
  | { readonly kind: 'open'; readonly needsPerson: boolean }
  | { readonly kind: 'done' }
  | { readonly kind: 'declined'; readonly detail?: string | undefined }
  | {
      readonly kind: 'not_sent';
      readonly attempt: number;
      readonly reason: NotSentReason;
      readonly detail?: string | undefined;
      /** Its own key may still try again. */
      readonly mayRetry: boolean;
    };

/** What follows from a report. */
export type ReversalStep = 'wait' | 'done' | 'retry' | 'return_instead' | 'fail';

/** The undo was refused before it was sent, and a return may still be taken. */
const onlyVoids: readonly NotSentReason[] = ['not-reversible', 'wrong-terminal'];
/** It would be refused again; a return of more than is left is asked for once more, with what is left then. */
const lasting: readonly NotSentReason[] = ['cancelled', 'not-reversible', 'wrong-terminal', 'duplicate-undo'];

/** An undo is tried again only where it provably was not sent, and never after a decline. */
export function decideReversalStep(report: ReversalReport, type: UndoType): ReversalStep {
  switch (report.kind) {
    case 'open':
      return 'wait';
    case 'done':
      return 'done';
    case 'declined':
      return 'fail';
    case 'not_sent':
      return decideAfterNotSent(report, type);
  }
}

function decideAfterNotSent(
  { reason, mayRetry }: Extract<ReversalReport, { kind: 'not_sent' }>,
  type: UndoType,
): ReversalStep {
  if (reason === 'already-reversed') return 'done';
  if (type === 'void' && onlyVoids.includes(reason)) return 'return_instead';
  return mayRetry && !lasting.includes(reason) ? 'retry' : 'fail';
}

/** So many attempts follow each other quickly. */
const QUICK_ATTEMPTS = 40;

/**
 * A terminal may be switched off until the next morning: the attempts that a transaction has are spread over the time in which it
 * may be tried again.
 *
 * @returns how long to wait before that attempt, at least.
 */
export function computeRetryPauseMs(attempt: number, retryWithinMs: number): number {
  return attempt <= QUICK_ATTEMPTS ? 0 : Math.ceil(retryWithinMs / (MAX_ATTEMPTS - QUICK_ATTEMPTS));
}

/** The status of a sale that the service undoes, as the API shows it; undefined for any other. */
export function deriveReversalStatus({ reversal }: Snapshot): Status | undefined {
  if (reversal === undefined) return undefined;
  return statusOf[reversal.state];
}

const statusOf: Readonly<Record<ReversalState, Status>> = {
  open: 'reversing',
  done: 'reversed',
  failed: 'reversal_failed',
  kept: 'approved',
};

/** The log of states, with those that the reversal added. */
export function listStates({ states, reversal }: Snapshot): readonly StateEntry[] {
  if (reversal === undefined || states.length === 0) return states;
  const n = states.length + 1;
  const begun: StateEntry = { n, at: reversal.since, status: 'reversing' };
  if (reversal.endedAt === undefined) return [...states, begun];
  const { keptBy, closedBy } = reversal;
  const status = reversal.state === 'done' && !closedBy ? 'reversed' : 'reversal_failed';
  const ended: StateEntry = { n: n + 1, at: reversal.endedAt, status };
  return [
    ...states,
    begun,
    ended,
    ...(keptBy ? [{ n: n + 2, at: keptBy.at, status: 'approved' } as const] : []),
    ...(closedBy ? [{ n: n + 2, at: closedBy.at, status: 'reversed' } as const] : []),
  ];
}

/** A person keeps a sale whose undo failed: it is approved, as Getnet proved it. */
export function keepSale(record: Snapshot, keptBy: SettledResolution): Snapshot {
  const { reversal } = record;
  if (reversal?.state !== 'failed') return record;
  const said = { source: 'operator', says: describeResolution(keptBy) } as const;
  const kept: Snapshot = { ...record, reversal: { ...reversal, state: 'kept', keptBy } };
  return withEvidence(kept, said, keptBy.at);
}

/** A sale could not be given back, and its charge is gone all the same: a person closes it, and nothing is given back. */
export function closeGoneSale(record: Snapshot, closedBy: SettledResolution, chargeGone: string): Snapshot {
  const { reversal } = record;
  if (reversal?.state !== 'failed') return record;
  const said = { source: 'operator', says: `${describeResolution(closedBy)}; ${chargeGone}` } as const;
  const closed: Snapshot = { ...record, reversal: { ...reversal, state: 'done', closedBy } };
  return withEvidence(closed, said, closedBy.at);
}

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const STEP: Readonly<Record<UndoType, number>> = { void: 31, return: 17 };

/**
 * The id of the undo that the service starts for a sale. It follows from the sale's and from the request that first used its key, so that
 * the same undo is started once whoever starts it again, and a later use of the key has undos of its own; a shop's key never leads to it,
 * for ids are made from keys by a hash.
 */
export function deriveReversalId(sale: KeyUse, type: UndoType): TransactionId {
  const letters = sale.transactionId.slice('tx_'.length).split('');
  const request = findFirstRequest(sale) ?? '';
  const shifted = letters.map((letter, place) => {
    const ofRequest = Math.max(LETTERS.indexOf(request[place] ?? ''), 0);
    return LETTERS[(LETTERS.indexOf(letter) + STEP[type] + ofRequest) % LETTERS.length];
  });
  return `tx_${shifted.join('')}` as TransactionId;
}

/** What the undo of a charge was ordered for. A transaction may have charged more than once: by two attempts, or by two numbers. */
export function nameOrder({ accepted, idPosTxs }: Pick<Snapshot, 'accepted' | 'idPosTxs'>): string {
  return `${CHARGE}${accepted.customId} as ${idPosTxs ?? 'an unknown number'}`;
}

/**
 * Whether an undo was ordered for another charge of the same transaction. An order of before names the transaction alone, and a
 * charge without a number is any of its attempt.
 */
export function isForAnotherCharge(name: string, charge: Pick<Snapshot, 'accepted' | 'idPosTxs'>): boolean {
  const { accepted } = charge;
  if (!name.startsWith(CHARGE) || name === nameOrder(charge) || name === nameOrder({ accepted }))
    return false;
  return charge.idPosTxs !== undefined || !name.startsWith(`${CHARGE}${accepted.customId} as `);
}

const CHARGE = 'reversal of the charge ';
