import { Injectable } from '@nestjs/common';
import { findAttentionReason } from '../../domain/attention.js';
import type { AttentionReason } from '../../domain/attention.js';
import { isWaiting } from '../../domain/late-decision.js';
import type { LateCase } from '../../domain/late-decision.js';
import type { NetSale } from '../../domain/net-sale.js';
import { isAnswering } from '../store/run.js';
import type { PossibleCase } from '../store/case-index.service.js';
import type { KnownLateCase } from '../store/known-late-news.js';
import type { AttentionCase } from './attention-case.js';
import { CaseActs } from './case-acts.service.js';
import { findStepForAttempts, listLateEvidence } from './late-evidence.js';
import { OperatorTransactions } from './operator-transactions.service.js';
import { ReportProposals } from './report-proposals.service.js';

/** Reads from the run itself whether a transaction waits for a person, and what a person may do. */
@Injectable()
export class CaseReader {
  constructor(
    private readonly transactions: OperatorTransactions,
    private readonly acts: CaseActs,
    private readonly reports: ReportProposals,
  ) {}

  /**
   * @param proposeUntilMs until when reports of its terminal are looked through.
   * @returns undefined for a transaction that waits for nobody.
   * @throws Problem `orchestrator-unavailable`
   */
  async read(
    merchant: string,
    possible: PossibleCase,
    proposeUntilMs: number,
  ): Promise<AttentionCase | undefined> {
    const found = await this.transactions.find(merchant, possible.transactionId);
    if (found === undefined) return undefined;
    const { snapshot } = found;
    const reading = [this.transactions.complete(snapshot), this.transactions.findLateCases(found)] as const;
    const [net, known] = await Promise.all(reading);
    const isBeingVerified = known.some(({ late }) => mayBeUnknown(late));
    const hasEnded = found.run.kind === 'lost';
    const { isLeaseEndedByHand = false } = possible;
    const reason = findAttentionReason({ ...net, hasEnded, isBeingVerified, isLeaseEndedByHand });
    if (reason === undefined) return undefined;
    const isAnswered = isAnswering(found.run);
    const isOfReversal = reason === 'reversal_failed';
    const chargeGone = isOfReversal ? await this.transactions.findChargeGone(snapshot) : undefined;
    const late = reason === 'late_result' ? known[0]?.late : undefined;
    return {
      net,
      subject: { terminalId: net.snapshot.accepted.terminal.id },
      reason,
      since: findSince(net, possible),
      evidence: listLateEvidence(net, known),
      ...findOtherStep(reason, { isAnswered, known, chargeGone }),
      proposals: await this.reports.find(net.snapshot, proposeUntilMs),
      acts: await this.acts.judge(net.snapshot, { isAnswered, late, chargeGone }),
    };
  }
}

/** Of a sale whose run, of an earlier release, has ended: nobody is left to keep it. */
const UNDO_ALONE =
  'Undo the sale by a void or a return of your own. To keep the sale, do nothing: the case leaves the ' +
  'list when the service no longer remembers the sale.';

/** What a next step depends on besides the reason. */
interface StepFacts {
  readonly isAnswered: boolean;
  readonly known: readonly KnownLateCase[];
  readonly chargeGone: string | undefined;
}

/** Where a person has to do something else than the reason says. */
function findOtherStep(
  reason: AttentionReason,
  { isAnswered, known, chargeGone }: StepFacts,
): Pick<AttentionCase, 'nextStep'> {
  if (chargeGone !== undefined)
    return { nextStep: `Give nothing back: ${chargeGone}. Settle the sale as declined to close the case.` };
  if (reason === 'reversal_failed' && !isAnswered) return { nextStep: UNDO_ALONE };
  const nextStep = reason === 'late_result' ? findStepForAttempts(known) : undefined;
  return nextStep === undefined ? {} : { nextStep };
}

function findSince({ snapshot, late }: NetSale, { endedAtMs }: PossibleCase): string {
  const { status, states, finalAt, accepted } = snapshot;
  const entered = states.findLast((state) => state.status === status)?.at;
  const ended = endedAtMs === undefined ? undefined : new Date(endedAtMs).toISOString();
  return late?.at ?? entered ?? ended ?? finalAt ?? accepted.createdAt;
}

/** Nobody knows yet what the news mean, and nobody has decided. */
function mayBeUnknown({ finding, reported, isBeingVerified }: LateCase): boolean {
  if (isBeingVerified) return finding?.moneyMoved !== 'yes';
  return finding?.moneyMoved === 'unknown' && isWaiting(finding, reported);
}
