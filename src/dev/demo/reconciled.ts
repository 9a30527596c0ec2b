import type { Paint } from '../screen/paint.js';
import type { ReconciliationView } from './rest.js';
import type { World } from './story.js';

/** What one terminal's own numbers came to. */
export interface Reconciled {
  readonly terminalId: string;
  readonly id: string;
  readonly status: string;
  readonly equal: number;
  readonly differing: number;
  readonly reason: string | null;
}

/** Asks every terminal of the demo. */
export async function reconcileAll({ chile, argentina }: World): Promise<readonly Reconciled[]> {
  const asked = [
    { rest: chile, terminalId: 'cl-till-1' },
    { rest: chile, terminalId: 'cl-till-2' },
    { rest: argentina, terminalId: 'ar-till-1' },
  ];
  return Promise.all(
    asked.map(async ({ rest, terminalId }) => ({
      terminalId,
      ...summarize(await rest.reconcile(terminalId)),
    })),
  );
}

function summarize({ id, status, counts, reason }: ReconciliationView): Omit<Reconciled, 'terminalId'> {
  const { equal = 0, ...others } = counts ?? {};
  const differing = Object.values(others).reduce((sum, count) => sum + count, 0);
  return { id, status, equal, differing, reason };
}

export function isReconciled({ status }: Reconciled): boolean {
  return status === 'equal';
}

const headers = ['terminal', 'status', 'equal lines', 'others', 'reconciliation'] as const;

/** The table at the end of the demo. */
export function renderReconciled(reconciled: readonly Reconciled[], paint: Paint): string {
  const cells = reconciled.map(({ terminalId, status, equal, differing, id, reason }) => [
    terminalId,
    status,
    String(equal),
    String(differing),
    reason === null ? id : `${id}: ${reason}`,
  ]);
  const widths = headers.map((header, column) =>
    Math.max(header.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const formatLine = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  const rows = cells.map((row, place) => {
    const one = reconciled[place];
    return one !== undefined && isReconciled(one) ? paint.green(formatLine(row)) : paint.red(formatLine(row));
  });
  const rule = paint.dim(widths.map((width) => '─'.repeat(width)).join('──'));
  return [paint.dim(formatLine(headers)), rule, ...rows, rule].join('\n');
}
