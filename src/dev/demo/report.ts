import type { Paint } from '../screen/paint.js';
import { isAsExpected, renderTable } from './table.js';
import { isReconciled, renderReconciled } from './reconciled.js';
import type { Reconciled } from './reconciled.js';
import type { Row } from './story.js';
import { countCommands } from './simulator-control.js';
import type { Ledger } from './simulator-control.js';

/** What the report is made of. */
export interface Findings {
  readonly rows: readonly Row[];
  /** Everything the simulator saw. */
  readonly ledger: Ledger;
  /** What each terminal's own numbers came to. */
  readonly reconciled: readonly Reconciled[];
  /** Undefined: the server is not ours, and its UI not known. */
  readonly uiUrl: string | undefined;
  readonly namespace: string;
}

/** Whether every check holds, and the simulator saw one command for each payment and raised no alarm. */
export function isGood({ rows, ledger, reconciled }: Findings): boolean {
  return (
    rows.every(isAsExpected) &&
    reconciled.every(isReconciled) &&
    ledger.alarms.length === 0 &&
    countCommands(ledger) === countTransactions(rows)
  );
}

function countTransactions(rows: readonly Row[]): number {
  return new Set(rows.flatMap(({ transactionId }) => transactionId ?? [])).size;
}

/** The text at the end of the demo. */
export function renderReport(findings: Findings, paint: Paint): string {
  const { rows, ledger } = findings;
  const good = rows.filter(isAsExpected).length;
  const verdict = `${good} of ${rows.length} as told`;
  const counts = `${countTransactions(rows)} transactions, ${countCommands(ledger)} commands`;
  const alarms = ledger.alarms.map(({ text }) => paint.red(`The simulator’s alarm: ${text}`));
  const ledgerLine = `The simulator’s ledger agrees: ${counts}, never two at once on one terminal.`;
  return [
    renderTable(rows, paint),
    isGood(findings)
      ? paint.green(`${verdict}. ${ledgerLine}`)
      : paint.red(`${verdict}. The simulator’s ledger: ${counts}.`),
    ...alarms,
    '',
    paint.bold('The terminals’ own numbers against ours'),
    renderReconciled(findings.reconciled, paint),
    '',
    paint.bold('Each run, step by step, in the Temporal UI'),
    ...renderLinks(findings, paint),
  ].join('\n');
}

function renderLinks({ rows, uiUrl, namespace }: Findings, paint: Paint): readonly string[] {
  return rows.flatMap(({ transactionId }, index) => {
    if (transactionId === undefined) return [];
    const workflowId = `transaction/${transactionId}`;
    const url = `${uiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}`;
    return [`  ${index + 1}  ${paint.cyan(uiUrl === undefined ? workflowId : url)}`];
  });
}
