import type { IdPosTxs } from './ids.js';
import type { Status } from './status.js';
import type { Proposal, Resolution, ResolutionVerdict, SettledResolution } from './resolution.js';

/** What is known of the commands of a transaction whose outcome is open. */
export interface OpenOutcome {
  /** A worker still waits for the answer to the command. */
  readonly isOutstanding: boolean;
  /** Getnet may work on the command until then. */
  readonly liveUntilMs: number;
  /** Getnet's numbers for it, of which none is disproved. */
  readonly numbers: readonly IdPosTxs[];
  /** Getnet called back about it. */
  readonly hasCallback: boolean;
  /** A callback claims an approval, and Getnet has not disproved its number. */
  readonly isClaimedApproved: boolean;
  /** An answer of Getnet says *approved*, without what makes it proof. */
  readonly isReportedApproved: boolean;
  /** The run repeats an earlier one, which may have sent the command. */
  readonly repeatsAnEarlierRun: boolean;
}

/** What the run of a transaction that needs attention tells of itself. */
export interface AttentionFacts {
  readonly open: OpenOutcome;
  readonly proposal?: Proposal;
}

/** What is known of a transaction when a person gives a verdict. */
export interface OpenCase extends AttentionFacts {
  /** As the API shows it: `reversal_failed` for a sale that the service could not undo. */
  readonly status: Status;
  readonly nowMs: number;
  /** Of a sale that could not be given back: a clause that says why its charge does not stand any more. */
  readonly chargeGone?: string | undefined;
}

/** Why a verdict is not taken. Registered names of refusals: wire format, never renamed. */
export const resolutionRefusals = [
  'NotInAttention',
  'VerdictDiffers',
  'EvidenceContradicts',
  'MayBeLive',
  'NotUndoable',
] as const;

export type ResolutionRefusalKind = (typeof resolutionRefusals)[number];

/** A verdict that is not taken, with the reason in a sentence. */
export interface ResolutionRefusal {
  readonly kind: ResolutionRefusalKind;
  readonly why: string;
}

/** A proposal that nobody joined is forgotten, so that a mistaken one does not block the transaction. */
export const PROPOSAL_VALID_MS = 24 * 3_600_000;

/**
 * Whether a person's verdict is refused: the one rule behind the list of what waits for a person and the route that settles it.
 *
 * @returns undefined where it is taken, perhaps as a proposal.
 */
export function findResolutionRefusal(
  openCase: OpenCase,
  verdict: ResolutionVerdict,
): ResolutionRefusal | undefined {
  const { status } = openCase;
  if (status !== 'needs_attention' && status !== 'reversal_failed') return refuseStatus(status);
  const proposal = findTenableProposal(openCase);
  if (proposal !== undefined && proposal.verdict !== verdict) return refuseOtherVerdict(proposal);
  return findReasonAgainst(openCase, verdict);
}

/**
 * A sale that could not be given back was approved: a person may keep it, and cannot say that it never was. Where its charge is gone,
 * because the terminal reversed it, there is nothing to keep: a person says that, and nothing else.
 */
export function findKeepRefusal(
  verdict: ResolutionVerdict,
  chargeGone: string | undefined,
): ResolutionRefusal | undefined {
  if (verdict === (chargeGone === undefined ? 'approved' : 'declined')) return undefined;
  return contradict(
    chargeGone === undefined
      ? 'The sale was approved. Say approved to keep it, or give it back by a void or a return of your own.'
      : `There is nothing to keep: ${chargeGone}. Say declined to close the case, and give nothing back.`,
  );
}

function findReasonAgainst(openCase: OpenCase, verdict: ResolutionVerdict): ResolutionRefusal | undefined {
  return openCase.status === 'reversal_failed'
    ? findKeepRefusal(verdict, openCase.chargeGone)
    : findEvidenceAgainst(openCase, verdict);
}

/** A proposal that evidence contradicts by now, or that is too old, is none. */
export function findTenableProposal(openCase: OpenCase): Proposal | undefined {
  const proposal = findValidProposal(openCase.proposal, openCase.nowMs);
  if (proposal === undefined) return undefined;
  return findReasonAgainst(openCase, proposal.verdict) === undefined ? proposal : undefined;
}

/** A proposal lapses. */
export function findValidProposal<Waiting extends Proposal>(
  proposal: Waiting | undefined,
  nowMs: number,
): Waiting | undefined {
  return proposal === undefined || nowMs - proposal.at > PROPOSAL_VALID_MS ? undefined : proposal;
}

/** What evidence of ours says against a verdict. Doubt counts for *money moved*: nobody charges again because of it. */
export function findEvidenceAgainst(
  { open, nowMs }: Pick<OpenCase, 'open' | 'nowMs'>,
  verdict: ResolutionVerdict,
): ResolutionRefusal | undefined {
  if (open.isOutstanding)
    return refuse('MayBeLive', 'A worker still waits for Getnet’s answer to the command.');
  if (verdict === 'approved') return undefined;
  return (
    findApprovalAgainst(open, verdict) ??
    (verdict === 'not_sent' ? findTraceAgainst(open) : undefined) ??
    findLifeAgainst(open, nowMs)
  );
}

function findApprovalAgainst(
  { isClaimedApproved, isReportedApproved }: OpenOutcome,
  verdict: ResolutionVerdict,
): ResolutionRefusal | undefined {
  const says = `so it cannot be settled as ${verdict}`;
  if (isReportedApproved) return contradict(`Getnet’s status query calls the command approved, ${says}.`);
  if (isClaimedApproved) return contradict(`A callback of Getnet claims an approval, ${says}.`);
  return undefined;
}

function findTraceAgainst({
  numbers,
  hasCallback,
  repeatsAnEarlierRun,
}: OpenOutcome): ResolutionRefusal | undefined {
  if (numbers.length > 0)
    return contradict(
      `Getnet has the command as ${numbers.join(', ')}, so it was sent. Say declined instead.`,
    );
  if (hasCallback)
    return contradict('Getnet called back about the command, so it was sent. Say declined instead.');
  if (repeatsAnEarlierRun)
    return contradict(
      'The run repeats an earlier one, which may have sent the command. Say declined instead.',
    );
  return undefined;
}

/** A person who says that nothing was charged invites a second charge: not while the first may still come. */
function findLifeAgainst({ liveUntilMs }: OpenOutcome, nowMs: number): ResolutionRefusal | undefined {
  if (nowMs >= liveUntilMs) return undefined;
  const until = new Date(liveUntilMs).toISOString();
  return refuse(
    'MayBeLive',
    `The terminal may work on the command until ${until}; a customer may still pay.`,
  );
}

/** Nobody is asked about a transaction that stands so. */
export function refuseStatus(status: Status): ResolutionRefusal {
  return refuse(
    'NotInAttention',
    `The transaction is ${status}: a person settles only what waits for a person.`,
  );
}

function refuseOtherVerdict({ verdict, actor }: Proposal): ResolutionRefusal {
  return refuse(
    'VerdictDiffers',
    `${actor} proposed ${verdict}; a second operator can only agree with that verdict.`,
  );
}

function contradict(why: string): ResolutionRefusal {
  return refuse('EvidenceContradicts', why);
}

function refuse(kind: ResolutionRefusalKind, why: string): ResolutionRefusal {
  return { kind, why };
}

/** Several commands of one transaction may be open: what is known of any of them counts. */
export function mergeOpenOutcomes(outcomes: readonly OpenOutcome[]): OpenOutcome {
  return {
    isOutstanding: outcomes.some(({ isOutstanding }) => isOutstanding),
    liveUntilMs: Math.max(0, ...outcomes.map(({ liveUntilMs }) => liveUntilMs)),
    numbers: [...new Set(outcomes.flatMap(({ numbers }) => numbers))],
    hasCallback: outcomes.some(({ hasCallback }) => hasCallback),
    isClaimedApproved: outcomes.some(({ isClaimedApproved }) => isClaimedApproved),
    isReportedApproved: outcomes.some(({ isReportedApproved }) => isReportedApproved),
    repeatsAnEarlierRun: outcomes.some(({ repeatsAnEarlierRun }) => repeatsAnEarlierRun),
  };
}

/** Whether a person's verdict is refused once the transaction has ended: the one that settled it may be said again, by anybody. */
export function judgeRepeat(
  settled: SettledResolution | undefined,
  { verdict }: Pick<Resolution, 'verdict'>,
  status: Status,
): ResolutionRefusal | undefined {
  if (settled === undefined) return refuseStatus(status);
  if (settled.verdict === verdict) return undefined;
  const who = settled.actors.join(' and ');
  return refuse(
    'VerdictDiffers',
    `${who} settled the transaction as ${settled.verdict}. A final state never changes.`,
  );
}
