import { listOpenDifferences } from '../domain/reconciliation-cases.js';
import { lineClasses } from '../domain/reconciliation-lines.js';
import type { ReconciliationStanding } from './reconciliation.messages.js';

/** What an operator reads in Temporal's UI. */
export function describeStanding(standing: ReconciliationStanding): string {
  const { input, status, reportId, why, counts } = standing;
  const closed = describeClosing(standing);
  const subject = `Comparing ${input.terminal.id}'s report ${reportId} with our transactions: `;
  if (status === 'running') return `${subject}the terminal is being asked.${closed}`;
  if (counts === undefined) return `${subject}**${status}**, ${why ?? 'nothing was compared'}.${closed}`;
  const found = lineClasses.filter((name) => counts[name] > 0).map((name) => `${counts[name]} ${name}`);
  const open = listOpenDifferences(standing).length;
  const waits = open === 0 ? '' : ` **${open} wait for a person.**`;
  return `${subject}**${status}**: ${found.length === 0 ? 'no sale on either side' : found.join(', ')}.${waits}${closed}`;
}

function describeClosing({ closing }: ReconciliationStanding): string {
  if (closing === undefined) return '';
  const why = closing.why === undefined ? '' : `, ${closing.why}`;
  return ` The \`${closing.type}\`: **${closing.state}**${why}.`;
}
