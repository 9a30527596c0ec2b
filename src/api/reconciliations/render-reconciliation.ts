import type { Closing } from '../../domain/closing.js';
import type { OurSale, ReconciledLine } from '../../domain/reconciliation-lines.js';
import type { ReportedSale } from '../../domain/verdict.js';
import { buildTransactionPath } from '../../rendering/render-transaction.js';
import type { ReconciliationStanding, SettledDifference } from '../../workflows/reconciliation.messages.js';

export function renderReconciliation(standing: ReconciliationStanding) {
  const { input, status, why, batch, counts, lines, comparedAt, settled, reportId, closing } = standing;
  const settledByLine = new Map(settled.map((one) => [one.line, one]));
  return {
    id: input.id,
    status,
    terminalId: input.terminal.id,
    reason: why ?? null,
    createdAt: input.createdAt,
    comparedAt: comparedAt ?? null,
    batch: batch ?? null,
    counts: counts ?? null,
    closing: closing ? renderClosing(closing) : null,
    lines: lines.map((line, place) => renderLine(line, settledByLine.get(place))),
    links: { self: `/v1/reconciliations/${input.id}`, report: buildTransactionPath(reportId) },
  };
}

export type RenderedReconciliation = ReturnType<typeof renderReconciliation>;

function renderClosing({ type, state, transactionId, why }: Closing) {
  return { type, state, transactionId: transactionId ?? null, reason: why ?? null };
}

function renderLine(line: ReconciledLine, settled: SettledDifference | undefined) {
  const { ours, theirs, matchedBy } = line;
  return {
    class: line.class,
    transactionId: ours?.transactionId ?? null,
    operationId: theirs?.operationId ?? ours?.operationId ?? null,
    ours: ours && renderOurs(ours),
    theirs: theirs && renderTheirs(theirs),
    matchedBy,
    settled: settled ? { at: settled.at, by: settled.by, reason: settled.reason } : null,
  };
}

export type RenderedLine = ReturnType<typeof renderLine>;

function renderOurs({ status, amount, authorizationCode, createdAtMs }: OurSale) {
  return { status, amount, authorizationCode, createdAt: new Date(createdAtMs).toISOString() };
}

function renderTheirs({ operationId: _, isUnreadable: __, ...theirs }: ReportedSale) {
  return theirs;
}
