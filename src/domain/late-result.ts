import type { IdPosTxs, TransactionId } from './ids.js';
import type { LateResultAction } from './merchant-policies.js';
import type { Proposal, Resolution, SettledResolution } from './resolution.js';
import type { MoneyMoved } from './status.js';
import { isSale } from './transaction-type.js';
import type { TransactionType, UndoType } from './transaction-type.js';
import type { Proof, ProofSource, Verdict } from './verdict.js';

/** Where Getnet has several numbers of one command: what is to be said of those that a finding is not about. */
export interface OtherNumbers {
  /** They charged, too, and nobody reported them to the shop. */
  readonly alsoCharged?: readonly IdPosTxs[];
  /** Nobody knows whether they charged. */
  readonly alsoOpen?: readonly IdPosTxs[];
}

/** What the service found out about a command whose transaction had ended. */
export interface LateFinding extends OtherNumbers {
  readonly moneyMoved: MoneyMoved;
  readonly verdict: Verdict;
  /** ISO 8601. */
  readonly foundAt: string;
  /** The number that the verdict is about. Absent in records of before. */
  readonly idPosTxs?: IdPosTxs;
  /** What proved it: the status query, where this is absent. */
  readonly evidence?: ProofSource;
  /** The merchant's policy when the news came. Absent in records of before: a person decides. */
  readonly action?: LateResultAction;
  /** Of a charge that is given back: by the merchant's policy, or because a person decided so. */
  readonly undo?: LateUndo;
  /** What a person decided about it. */
  readonly decision?: LateDecision;
  /** Above the merchant's limit a second person has to agree. */
  readonly proposal?: LateProposal;
}

/** What a person may have done about news that came after the end. */
export const lateActions = ['keep', 'undo'] as const satisfies readonly LateResultAction[];

export type LateAction = (typeof lateActions)[number];

/** What a person says about late news, and what is to be done. */
export interface LateResolution extends Resolution {
  readonly action: LateAction;
}

/** A person has decided. */
export interface LateDecision extends SettledResolution {
  readonly action: LateAction;
}

/** Waits for a second person. */
export interface LateProposal extends Proposal {
  readonly action: LateAction;
}

/** How the service gives back a charge that was found late. */
export interface LateUndo {
  readonly state: 'open' | 'done' | 'failed';
  readonly transactionId?: TransactionId;
  readonly type?: UndoType;
  /** A clause: why by a void, or by a return. */
  readonly reason?: string;
  /** Why it failed. */
  readonly why?: string;
}

/** What the transaction has reported to its caller. */
export interface ReportedOutcome {
  readonly moneyMoved: MoneyMoved;
  readonly idPosTxs?: IdPosTxs | undefined;
}

/** A late contradiction, as the transaction shows it. */
export interface Late extends OtherNumbers {
  readonly moneyMoved: MoneyMoved;
  /** The number that it is about. Only where there are others. */
  readonly idPosTxs?: IdPosTxs;
  /** ISO 8601. */
  readonly at: string;
  /** The merchant's policy. It stays what it was when the news came, whatever a person decides. */
  readonly action: LateResultAction;
  readonly undo?: LateUndo;
  /** What a person decided. It goes before the policy. */
  readonly decision?: LateDecision;
}

/**
 * Whether a finding contradicts what was reported. What is not proven contradicts nothing. Another command that charged contradicts
 * always: the customer is charged a second time, or after all. Another one that did not charge says nothing about ours.
 */
export function findLateContradiction(reported: ReportedOutcome, finding: LateFinding): Late | undefined {
  const { moneyMoved, foundAt: at, action = 'ask' } = finding;
  if (moneyMoved === 'unknown') return undefined;
  const isOther = isAboutAnotherNumber(reported, finding);
  const contradicts = isOther ? moneyMoved === 'yes' : moneyMoved !== reported.moneyMoved;
  if (!contradicts) return undefined;
  return { moneyMoved, at, action, ...pickDone(finding), ...pickOthers(finding) };
}

function pickDone({ undo, decision }: LateFinding): Pick<Late, 'undo' | 'decision'> {
  return { ...(undo && { undo }), ...(decision && { decision }) };
}

function pickOthers(finding: LateFinding): Pick<Late, 'idPosTxs' | keyof OtherNumbers> {
  if (!hasOthers(finding)) return {};
  const idPosTxs = findNumber(finding);
  const { alsoCharged, alsoOpen } = finding;
  return {
    ...(idPosTxs && { idPosTxs }),
    ...(alsoCharged && { alsoCharged }),
    ...(alsoOpen && { alsoOpen }),
  };
}

/** Whether more than one number charged, or may have: no undo of the service gives all of that back. */
export function hasOthers({ alsoCharged = [], alsoOpen = [] }: OtherNumbers): boolean {
  return alsoCharged.length + alsoOpen.length > 0;
}

/** Whether money moved, by all that is known: while one number may have charged, that none did is not known. */
export function findMoneyMovedByAll({ moneyMoved, alsoOpen = [] }: LateFinding): MoneyMoved {
  return moneyMoved === 'no' && alsoOpen.length > 0 ? 'unknown' : moneyMoved;
}

/** What is done about late news: what a person decided, else what the merchant's policy says. */
export function findLateAction({ action, decision }: Pick<Late, 'action' | 'decision'>): LateResultAction {
  return decision?.action ?? action;
}

/** Of several attempts, what waits for a person comes first, then a charge. */
export function chooseContradiction<Found extends Late>(found: readonly Found[]): Found | undefined {
  const isDone = (one: Late) => !hasOthers(one) && (one.undo?.state ?? 'failed') !== 'failed';
  const waiting = found.filter((one) => findLateAction(one) !== 'keep' && !isDone(one));
  const isCharge = ({ moneyMoved }: Late) => moneyMoved === 'yes';
  return waiting.find(isCharge) ?? waiting[0] ?? found.find(isCharge) ?? found[0];
}

/** Two numbers that are both known, and differ. */
export function isAboutAnotherNumber(
  { idPosTxs: ours }: Pick<ReportedOutcome, 'idPosTxs'>,
  finding: LateFinding,
): boolean {
  const theirs = findNumber(finding);
  return ours !== undefined && theirs !== undefined && ours !== theirs;
}

/** The number that a finding is about, where that is known. */
export function findNumber({ idPosTxs, verdict }: LateFinding): IdPosTxs | undefined {
  return idPosTxs ?? ('idPosTxs' in verdict ? verdict.idPosTxs : undefined);
}

/** Whether news about a number that is proven to have charged needs no further question. */
export function isProvenBy(finding: LateFinding, number: IdPosTxs | undefined): boolean {
  if (finding.moneyMoved !== 'yes' || finding.evidence === 'operator') return false;
  const { alsoCharged = [] } = finding;
  return number === undefined || findNumber(finding) === number || alsoCharged.includes(number);
}

/** The proof that a finding holds, if it holds one. */
export function findProof({ moneyMoved, verdict }: LateFinding): Proof | undefined {
  const isProof = verdict.kind === 'approved' || verdict.kind === 'declined';
  return moneyMoved !== 'unknown' && isProof ? verdict : undefined;
}

/**
 * Whether the service gives a late charge back, by policy or because a person decided so: only a sale's, and only where the shop was
 * told that nothing was charged. Where another number charged, or may have, a person looks first.
 */
export function mustUndoLateCharge(type: TransactionType, reported: ReportedOutcome, late: Late): boolean {
  return (
    !hasOthers(late) &&
    findLateAction(late) === 'undo' &&
    late.moneyMoved === 'yes' &&
    reported.moneyMoved === 'no' &&
    isSale(type)
  );
}
