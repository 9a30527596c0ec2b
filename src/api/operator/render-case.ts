import { attentionTexts } from '../../domain/attention.js';
import type { ReportProposal } from '../../domain/report-proposals.js';
import { render } from '../../rendering/render-transaction.js';
import type { AttentionCase } from './attention-case.js';

export function renderCase(found: AttentionCase, nowMs: number) {
  const { net, subject, reason, since, evidence, acts } = found;
  const transaction = net ? render(net) : null;
  return {
    transaction,
    ...subject,
    reason,
    since,
    age: Math.max(0, Math.floor((nowMs - Date.parse(since)) / 1_000)),
    evidence: [...(transaction?.evidence ?? []), ...evidence],
    proposals: (found.proposals?.proposals ?? []).map(renderProposal),
    proposalsNote: found.proposals?.note ?? null,
    nextStep: found.nextStep ?? attentionTexts[reason].nextStep,
    acts,
  };
}

/** Of the card no more than its brand and its last four digits. */
function renderProposal({ verdict, report, line, ticket, matchedBy, alsoFits }: ReportProposal) {
  const { amount, operationId, authorizationCode, card, realDate, accountingDate } = line;
  const { brand = null, last4 = null } = card ?? {};
  const shown = { amount, at: realDate ?? accountingDate, operationId, authorizationCode, ticket };
  const transactionId: string = report.transactionId;
  return {
    verdict,
    report: { transactionId, type: report.type, at: report.at },
    line: { ...shown, card: card && { brand, last4 } },
    matchedBy: [...matchedBy],
    alsoFits: alsoFits.map(String),
  };
}

export type RenderedCase = ReturnType<typeof renderCase>;
