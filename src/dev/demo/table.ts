import type { Paint } from '../screen/paint.js';
import type { Row } from './story.js';

const headers = ['', 'story', 'transaction', 'status', 'money', 'evidence', 'took'] as const;

/** The table of what happened; a row whose checks failed is marked. */
export function renderTable(rows: readonly Row[], paint: Paint): string {
  const cells = rows.map(renderCells);
  const widths = headers.map((header, column) =>
    Math.max(header.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const formatLine = (row: readonly string[]) =>
    row.map((cell, column) => padCell(cell, widths[column] ?? 0, column));
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  return [
    paint.bold(formatLine(headers).join('  ')),
    paint.dim(rule),
    ...rows.map((row, index) => paintCells(formatLine(cells[index] ?? []), row, paint).join('  ')),
    paint.dim(rule),
  ].join('\n');
}

/** Whether every check of the row holds. */
export function isAsExpected({ checks }: Row): boolean {
  return checks.every(({ holds }) => holds);
}

function renderCells(row: Row, index: number): readonly string[] {
  const { story, transactionId = '—', status, moneyMoved, evidence, tookMs } = row;
  return [`${index + 1}`, story, transactionId, status, moneyMoved, evidence, formatSeconds(tookMs)];
}

export function formatSeconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

function padCell(cell: string, width: number, column: number): string {
  return column === headers.length - 1 ? cell.padStart(width) : cell.padEnd(width);
}

function paintCells(cells: readonly string[], row: Row, paint: Paint): readonly string[] {
  const [number = '', story = '', id = '', status = '', money = '', ...rest] = cells;
  const mark = isAsExpected(row) ? paint.green : paint.red;
  return [mark(number), story, paint.cyan(id), mark(status), paint.bold(money), ...rest];
}
