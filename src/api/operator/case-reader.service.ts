import { Injectable } from '@nestjs/common';
import { findAttentionReason } from '../../domain/attention.js';
import { describeLateDecision, isWaiting } from '../../domain/late-decision.js';
import type { LateCase } from '../../domain/late-decision.js';
import type { Late } from '../../domain/late-result.js';
import type { NetSale } from '../../domain/net-sale.js';
import { isAnswering } from '../store/run.js';
import type { PossibleCase } from '../store/case-index.service.js';
import type { AttentionCase, CaseEvidence } from './attention-case.js';
import { CaseActs } from './case-acts.service.js';
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
    const [net, known] = await Promise.all([
      this.transactions.complete(found.snapshot),
      this.transactions.findLateCase(found),
    ]);
    const isBeingVerified = known !== undefined && mayBeUnknown(known.late);
    const hasEnded = found.run.kind === 'lost';
    const { isLeaseEndedByHand = false } = possible;
    const reason = findAttentionReason({ ...net, hasEnded, isBeingVerified, isLeaseEndedByHand });
    if (reason === undefined) return undefined;
    return {
      net,
      subject: { terminalId: net.snapshot.accepted.terminal.id },
      reason,
      since: findSince(net, possible),
      evidence: [...listLateNews(net), ...listProposal(known?.late)],
      ...(reason === 'reversal_failed' && !isAnswering(found.run) && { nextStep: UNDO_ALONE }),
      proposals: await this.reports.find(net.snapshot, proposeUntilMs),
      acts: await this.acts.judge(net.snapshot, {
        isAnswered: isAnswering(found.run),
        late: reason === 'late_result' ? known?.late : undefined,
      }),
    };
  }
}

/** Of a sale whose run, of an earlier release, has ended: nobody is left to keep it. */
const UNDO_ALONE =
  'Undo the sale by a void or a return of your own. If it is to stand, do nothing: the shop keeps the money, and the case leaves the ' +
  'list when the sale is no longer remembered.';

function findSince({ snapshot, late }: NetSale, { endedAtMs }: PossibleCase): string {
  const { status, states, finalAt, accepted } = snapshot;
  const entered = states.findLast((state) => state.status === status)?.at;
  const ended = endedAtMs === undefined ? undefined : new Date(endedAtMs).toISOString();
  return late?.at ?? entered ?? ended ?? finalAt ?? accepted.createdAt;
}

function listLateNews({ late }: NetSale): readonly CaseEvidence[] {
  if (late === undefined) return [];
  const { at, moneyMoved } = late;
  const says = [`money moved: ${moneyMoved}`, ...describeNumbers(late)].join('; ');
  return [{ at, source: 'late_result', says, times: 1, lastAt: at }];
}

/** Where Getnet has several numbers of the command. */
function describeNumbers({ idPosTxs, alsoCharged = [], alsoOpen = [] }: Late): readonly string[] {
  return [
    ...(idPosTxs ? [`found of ${idPosTxs}`] : []),
    ...(alsoCharged.length > 0 ? [`${alsoCharged.join(', ')} charged as well`] : []),
    ...(alsoOpen.length > 0 ? [`whether ${alsoOpen.join(', ')} charged is not known`] : []),
  ];
}

/** Nobody knows yet what the news mean, and nobody has decided. */
function mayBeUnknown({ finding, told, isBeingVerified }: LateCase): boolean {
  if (isBeingVerified) return finding?.moneyMoved !== 'yes';
  return finding?.moneyMoved === 'unknown' && isWaiting(finding, told);
}

function listProposal(late: LateCase | undefined): readonly CaseEvidence[] {
  const proposal = late?.finding?.proposal;
  if (proposal === undefined) return [];
  const at = new Date(proposal.at).toISOString();
  const says = `proposed: ${describeLateDecision(proposal)}`;
  return [{ at, source: 'operator', says, times: 1, lastAt: at }];
}
