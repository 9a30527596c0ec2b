import { findLateRefusal } from './late-decision.js';
import type { LateCase } from './late-decision.js';
import type { ReleaseJudgement } from './release.js';
import { resolutionVerdicts } from './resolution.js';
import { findKeepRefusal, findResolutionRefusal, refuseStatus } from './resolution-refusals.js';
import type { ResolutionVerdict } from './resolution.js';
import type { AttentionFacts, ResolutionRefusal } from './resolution-refusals.js';
import { isFinal } from './status.js';
import type { Status } from './status.js';

/** What a person can do about a case. Wire format: never renamed. */
export const operatorActs = [
  'resolve_approved',
  'resolve_declined',
  'resolve_not_sent',
  'undo_late_charge',
  'release_terminal',
  'settle_difference',
  'redeliver',
] as const;

export type OperatorAct = (typeof operatorActs)[number];

/** An act, and why it would be refused now. */
export interface JudgedAct {
  readonly act: OperatorAct;
  readonly allowed: boolean;
  /** In words; null for an act that is allowed. */
  readonly why: string | null;
}

/** What the acts of a case are judged by. */
export interface CaseFacts {
  readonly status: Status;
  /** Undefined where no run answers: it has ended without an outcome, or no worker is there. */
  readonly facts: AttentionFacts | undefined;
  /** Whether there is a run that takes a person's verdict. */
  readonly isAnswered: boolean;
  /** Of a case that is about news after the end. */
  readonly late?: LateCase | undefined;
  /** Of a sale that could not be given back: why its charge does not stand any more. */
  readonly chargeGone?: string | undefined;
  /** Undefined where the case has no terminal. */
  readonly release: ReleaseJudgement | undefined;
  readonly nowMs: number;
}

const NOBODY_ANSWERS =
  'No run answers for this transaction. Either somebody ended its run and the recovery has not begun, or no worker is running.';

const RUN_GOES_ON =
  'The outcome is proven, and the run of the sale still waits for its confirmation or its undo. Decide about the late news after that.';

const OUTCOME_IS_PROVEN = 'The outcome of the transaction is proven, so there is nothing to settle.';

const RUN_HAS_ENDED = 'The run of the sale has ended: undo the sale by a void or a return of your own.';

/** Judges every act by the rules of the routes themselves, so that list and route cannot disagree. */
export function judgeActs(standing: CaseFacts): readonly JudgedAct[] {
  const resolutions = resolutionVerdicts.map((verdict) => judgeResolution(standing, verdict));
  const undo = standing.late ? [judgeLateUndo(standing.late, standing.nowMs)] : [];
  return [...resolutions, ...undo, ...(standing.release ? [judgeReleaseAct(standing.release)] : [])];
}

function judgeResolution(standing: CaseFacts, verdict: ResolutionVerdict): JudgedAct {
  const act = `resolve_${verdict}` as const;
  const refusal = findRefusal(standing, verdict);
  return refusal === undefined ? { act, allowed: true, why: null } : refuse(act, refusal);
}

function judgeLateUndo(late: LateCase, nowMs: number): JudgedAct {
  const act = 'undo_late_charge';
  const refusal = findLateRefusal(late, { verdict: 'approved', action: 'undo' }, nowMs);
  return refusal === undefined ? { act, allowed: true, why: null } : refuse(act, refusal.why);
}

function findRefusal(
  { status, facts, isAnswered, late, chargeGone, nowMs }: CaseFacts,
  verdict: ResolutionVerdict,
): string | undefined {
  if (late) return findLateRefusal(late, { verdict, action: 'keep' }, nowMs)?.why;
  if (status === 'reversal_failed')
    return isAnswered ? findReversalRefusal({ facts, chargeGone, nowMs }, verdict)?.why : RUN_HAS_ENDED;
  if (facts === undefined) return explainNothingAsked({ status, isAnswered });
  return findResolutionRefusal({ status, ...facts, nowMs }, verdict)?.why;
}

function findReversalRefusal(
  { facts, chargeGone, nowMs }: Pick<CaseFacts, 'facts' | 'chargeGone' | 'nowMs'>,
  verdict: ResolutionVerdict,
): ResolutionRefusal | undefined {
  return facts === undefined
    ? findKeepRefusal(verdict, chargeGone)
    : findResolutionRefusal({ status: 'reversal_failed', ...facts, chargeGone, nowMs }, verdict);
}

/** Why no run asks a person for a verdict. */
function explainNothingAsked({ status, isAnswered }: Pick<CaseFacts, 'status' | 'isAnswered'>): string {
  const isUnderWay = !isFinal(status) && status !== 'reversing';
  if (isUnderWay && isAnswered && status !== 'needs_attention') return refuseStatus(status).why;
  if (isUnderWay) return NOBODY_ANSWERS;
  return isAnswered ? RUN_GOES_ON : OUTCOME_IS_PROVEN;
}

/** By the rules of the route that releases a terminal. */
export function judgeReleaseAct(release: ReleaseJudgement): JudgedAct {
  const act = 'release_terminal';
  return release.allowed ? { act, allowed: true, why: null } : refuse(act, release.why);
}

function refuse(act: OperatorAct, why: string): JudgedAct {
  return { act, allowed: false, why };
}
