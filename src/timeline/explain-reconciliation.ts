import type { ComparisonReport, ReportProgress } from '../activities/contract.js';
import { isDifference } from '../domain/reconciliation-lines.js';
import type { SettleDifferences } from '../workflows/reconciliation.messages.js';
import type { Answer } from './answer.js';
import { operatorActor, joinParts, workflowActor } from './entry.js';
import type { EventExplanation } from './entry.js';

const RECONCILIATION = workflowActor('reconciliation');
const WHY = 'a terminal tells its own numbers in a report, which takes its turn at the terminal';

export function explainReportStart({ failure }: Answer): EventExplanation {
  const act =
    failure === undefined ? 'asked for the terminal’s report' : 'could not ask for the terminal’s report';
  return { actor: RECONCILIATION, act, why: WHY, evidence: failure?.words };
}

/** How the report stands. One that is still open is told once. */
export function explainReport({ result, failure }: Answer): EventExplanation {
  if (failure !== undefined)
    return { actor: RECONCILIATION, act: 'could not read the report', why: WHY, evidence: failure.words };
  const report = result as ReportProgress;
  const act = `read how the report stands: ${report.kind}`;
  const evidence = report.kind === 'not_told' ? report.why : report.kind === 'not_sent' && report.reason;
  return { actor: RECONCILIATION, act, why: WHY, evidence: joinParts(evidence) };
}

export function explainComparison({ result, failure }: Answer): EventExplanation {
  const why = 'our side is what had the terminal before its report';
  if (failure !== undefined)
    return { actor: RECONCILIATION, act: 'could not compare', why, evidence: failure.words };
  const { status, lines } = result as ComparisonReport;
  const differing = lines.filter(isDifference).length;
  return {
    actor: RECONCILIATION,
    act: `compared the terminal’s numbers with ours: ${status}`,
    why,
    evidence: `${lines.length} lines, ${differing} of them differ`,
  };
}

/** A closing looks at what came since the report that was compared. */
export function explainClosingCheck({ result, failure }: Answer): EventExplanation {
  const actor = workflowActor('transaction');
  const why = 'a terminal is closed as it was compared, and in no other state';
  if (failure !== undefined)
    return { actor, act: 'could not tell what came since the report', why, evidence: failure.words };
  const { obstacle } = result as { readonly obstacle?: string };
  const act = obstacle === undefined ? 'found that no payment came since the report' : 'may not close now';
  return { actor, act, why, evidence: obstacle };
}

/** The schedule of a terminal has it reconciled. */
export function explainDaily({ name, result, failure }: Answer): EventExplanation {
  const actor = workflowActor('dailyReconciliation');
  const act =
    name === 'openReconciliation' ? 'started a reconciliation' : 'read how the reconciliation stands';
  const why = 'the merchant’s closing time has come';
  if (failure !== undefined) return { actor, act: `${act}: that failed`, why, evidence: failure.words };
  return { actor, act, why, evidence: typeof result === 'string' ? result : 'nobody wants it any more' };
}

/** A person has dealt with differences. */
export function explainSettling(argument: unknown): EventExplanation {
  const { by, reason, lines, at } = argument as SettleDifferences;
  const which = lines === undefined ? 'all differences' : `the differences of the lines ${lines.join(', ')}`;
  return { actor: operatorActor(by), act: `settled ${which}`, why: reason, atMs: at };
}
