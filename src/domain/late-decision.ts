import { findLateAction, findLateContradiction, findNumber, hasOthers } from './late-result.js';
import type { LateDecision, LateFinding, LateResolution, ReportedOutcome } from './late-result.js';
import type { Amount } from './money.js';
import { describeResolution, needsSecondActor } from './resolution.js';
import { findValidProposal } from './resolution-refusals.js';
import type { ResolutionVerdict } from './resolution.js';
import type { ResolutionRefusal } from './resolution-refusals.js';
import { isSale } from './transaction-type.js';
import type { TransactionType } from './transaction-type.js';

/** Late news that waits for a person. */
export interface LateCase {
  readonly type: TransactionType;
  readonly amount: Amount | undefined;
  readonly reported: ReportedOutcome;
  /** Undefined where nothing is known but that news came. */
  readonly finding: LateFinding | undefined;
  /** Getnet is being asked about it. */
  readonly isBeingVerified: boolean;
}

/** When a person speaks, and from which amount on two have to. */
export interface LateTerms {
  readonly secondActorAbove?: Amount | undefined;
  readonly nowMs: number;
}

/**
 * Whether a person's word about late news is refused. What Getnet proved stays the truth: a person says what the shop does about
 * it. Only where nothing was proven does the person's word tell whether money moved.
 */
export function findLateRefusal(
  late: LateCase,
  { verdict, action }: Pick<LateResolution, 'verdict' | 'action'>,
  nowMs: number,
): ResolutionRefusal | undefined {
  if (late.isBeingVerified) return refuse('NotInAttention', BEING_VERIFIED);
  if (!isWaiting(late.finding, late.reported))
    return refuse('NotInAttention', 'A person, or the merchant’s policy, has decided about the late news.');
  if (verdict === 'not_sent')
    return refuse(
      'EvidenceContradicts',
      'Getnet called back about the command, so it was sent. Say declined instead.',
    );
  const proposal = findValidProposal(late.finding?.proposal, nowMs);
  if (proposal && (proposal.verdict !== verdict || proposal.action !== action))
    return refuse(
      'VerdictDiffers',
      `${proposal.actor} proposed ${proposal.verdict}, ${proposal.action}; a second operator can only agree with that verdict.`,
    );
  return (
    findProofAgainst(late.finding, verdict) ?? (action === 'undo' ? findReasonAgainstUndo(late) : undefined)
  );
}

/** Why a person's word is refused: what Getnet proved after the end says another thing. */
export function findProofAgainst(
  finding: LateFinding | undefined,
  verdict: ResolutionVerdict,
): ResolutionRefusal | undefined {
  if (finding === undefined || !isProven(finding)) return undefined;
  const proven = finding.moneyMoved === 'yes' ? 'approved' : 'declined';
  if (proven === verdict) return undefined;
  return refuse(
    'EvidenceContradicts',
    `Getnet proved after the end that it was ${proven}. Say ${proven}, and decide what to do about it.`,
  );
}

/** Only a charge that Getnet proved, and that the shop was told had not happened, is given back by the service. */
function findReasonAgainstUndo({ type, reported, finding }: LateCase): ResolutionRefusal | undefined {
  if (finding && hasOthers(finding)) return refuse('NotUndoable', describeSeveral(finding));
  const isUnknownToShop = isSale(type) && reported.moneyMoved === 'no';
  const isCharge = finding !== undefined && isProven(finding) && finding.moneyMoved === 'yes';
  if (isUnknownToShop && isCharge && finding.undo === undefined) return undefined;
  const why =
    finding?.undo === undefined
      ? 'The service gives back only a late charge that Getnet proved and that was reported to the shop as uncharged.'
      : 'Its undo has been tried, and an undo is never sent twice.';
  return refuse(
    'NotUndoable',
    `${why} Give the money back at the terminal or in Getnet’s portal, and say keep.`,
  );
}

function describeSeveral(finding: LateFinding): string {
  const { alsoCharged = [], alsoOpen = [] } = finding;
  const open = alsoOpen.length > 0 ? ` Whether ${alsoOpen.join(', ')} charged is not known.` : '';
  const all = [findNumber(finding) ?? 'a number that is not known', ...alsoCharged].join(' and ');
  const charged = alsoCharged.length > 0 ? `${all} both charged.` : `${all} is not the only number.`;
  return `${charged}${open} Give back the unwanted charges at the terminal or in Getnet’s portal, and say keep.`;
}

/** A person's word is no proof. */
export function isProven({ moneyMoved, evidence }: LateFinding): boolean {
  return moneyMoved !== 'unknown' && evidence !== 'operator';
}

/** Whether late news waits for a person: what was decided does not, unless its undo failed. Several charges do, unless they are kept. */
export function isWaiting(finding: LateFinding | undefined, reported: ReportedOutcome): boolean {
  if (finding === undefined) return true;
  const { moneyMoved, decision, action = 'ask', undo } = finding;
  if (hasOthers(finding) && findLateAction({ action, decision }) !== 'keep') return true;
  if (undo !== undefined) return undo.state === 'failed' && decision?.action !== 'keep';
  if (decision !== undefined) return false;
  return (
    moneyMoved === 'unknown' || (action !== 'keep' && findLateContradiction(reported, finding) !== undefined)
  );
}

/** What a person's word that nothing speaks against makes of a finding: a decision, or a proposal that a second person joins. */
export function decideLate<Finding extends LateFinding>(
  finding: Finding,
  resolution: LateResolution,
  { amount, terms }: { readonly amount: Amount | undefined; readonly terms: LateTerms },
): Finding {
  const { nowMs, secondActorAbove } = terms;
  const { proposal: waiting, ...known } = finding;
  const proposal = findValidProposal(waiting, nowMs);
  const isSecond = proposal !== undefined && proposal.actor !== resolution.actor;
  if (!isSecond && needsSecondActor(amount, secondActorAbove))
    return { ...finding, proposal: proposal ?? { ...resolution, at: nowMs } };
  const actors = [...new Set([...(isSecond ? [proposal.actor] : []), resolution.actor])];
  const decision: LateDecision = { ...resolution, actors, at: new Date(nowMs).toISOString() };
  return { ...(known as Finding), ...applyVerdict(finding, decision), decision };
}

/** Where Getnet proved nothing, the person's word stands until a proof comes. */
function applyVerdict(finding: LateFinding, { verdict }: LateDecision) {
  if (isProven(finding)) return {};
  const moneyMoved = verdict === 'approved' ? ('yes' as const) : ('no' as const);
  return { moneyMoved, evidence: 'operator' as const };
}

/** The words of the list of what waits for a person, and of accounts. */
export function describeLateDecision(resolution: LateResolution): string {
  return `${describeResolution(resolution)}, ${resolution.action}`;
}

export const BEING_VERIFIED =
  'The service is still asking Getnet about the late news. Send the verdict again when that is over.';

function refuse(kind: ResolutionRefusal['kind'], why: string): ResolutionRefusal {
  return { kind, why };
}
