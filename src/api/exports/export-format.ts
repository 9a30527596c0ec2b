import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import { toLocalTime } from '../../domain/local-day.js';
import { currencies, toDecimalText } from '../../domain/money.js';
import type { Currency } from '../../domain/money.js';
import { countries } from '../../domain/terminal.js';
import type { ExportRow } from '../../ledger/queries/export-rows.js';

export const exportFormats = ['csv', 'jsonl'] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** The columns, in their order. Wire format: never renamed. */
export const exportColumns = [
  'id',
  'reference',
  'type',
  'status',
  'terminalId',
  'branch',
  'amountMinor',
  'amount',
  'currency',
  'returnedMinor',
  'moneyMoved',
  'authorizationCode',
  'operationId',
  'idPosTxs',
  'cardBrand',
  'cardLast4',
  'createdAt',
  'finalAt',
  'finalAtLocal',
  'lateMoneyMoved',
] as const;

type ExportLine = Readonly<Record<(typeof exportColumns)[number], string | number | null>>;

/** A row as an export shows it: minor units and decimal text, UTC and the shop's time. */
export function toExportLine(row: ExportRow): ExportLine {
  const currency = currencies.find((one) => one === row.currency);
  const country = countries.find((one) => one === row.country);
  const { final_at: finalAt } = row;
  return {
    id: row.id,
    reference: row.reference,
    type: row.type,
    status: row.status,
    terminalId: row.terminal_id,
    branch: row.branch,
    amountMinor: row.amount_minor,
    amount:
      row.amount_minor === null || !currency ? null : toDecimalText({ value: row.amount_minor, currency }),
    currency: row.currency,
    returnedMinor: row.returned_minor,
    moneyMoved: row.money_moved,
    authorizationCode: row.authorization_code,
    operationId: row.operation_id,
    idPosTxs: row.id_pos_txs,
    cardBrand: row.card_brand,
    cardLast4: row.card_last4,
    createdAt: row.created_at.toISOString(),
    finalAt: finalAt?.toISOString() ?? null,
    finalAtLocal: finalAt && country ? toLocalTime(country, finalAt.getTime()) : null,
    lateMoneyMoved: row.late_money_moved,
  };
}

/**
 * The text of an export, piece by piece. The last line holds count, sums and the SHA-256 of every byte before it: a file that was
 * cut has no such line, and one that was changed does not match it.
 *
 * @param currency of the merchant: its sum is there although nothing was sold.
 * @param reach how far the export can be relied on.
 */
export async function* writeExport(
  pages: AsyncIterable<readonly ExportRow[]>,
  {
    format,
    currency,
    reach,
  }: { readonly format: ExportFormat; readonly currency: Currency; readonly reach: ExportReach },
): AsyncGenerator<Buffer, void, undefined> {
  const hash = createHash('sha256');
  const sums: Record<string, bigint> = { [currency]: 0n };
  const counts = { count: 0, unknown: 0, late: 0 };
  const write = (text: string): Buffer => {
    const bytes = Buffer.from(text, 'utf8');
    hash.update(bytes);
    return bytes;
  };
  if (format === 'csv') yield write(`${exportColumns.join(',')}\n`);
  for await (const rows of pages) {
    addCounts(counts, rows);
    for (const { net_minor: net, currency: of } of rows)
      if (of !== null) sums[of] = (sums[of] ?? 0n) + BigInt(net);
    if (rows.length > 0) yield write(formatLines(rows.map(toExportLine), format));
  }
  yield Buffer.from(`${formatTotal({ ...counts, sums, ...reach, sha256: hash.digest('hex') }, format)}\n`);
}

function addCounts(counts: Counts, rows: readonly ExportRow[]): void {
  counts.count += rows.length;
  counts.unknown += rows.filter((row) => row.money_moved === 'unknown').length;
  counts.late += rows.filter((row) => row.late_money_moved !== null).length;
}

function formatLines(lines: readonly ExportLine[], format: ExportFormat): string {
  if (format === 'jsonl') return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  // A spreadsheet would run a cell that begins like a formula, and references are the customers' texts.
  const cast = { string: escapeFormulas };
  return stringify([...lines], { columns: [...exportColumns], escape_formulas: true, cast });
}

/** Where Chile and Argentina write a decimal comma, spreadsheets separate cells by semicolons, quoted or not. */
const FORMULA = /(^|[;\t\r\n])(\s*)(?=[=+\-@＝＋－＠])/g;

function escapeFormulas(text: string): string {
  return text.replaceAll(FORMULA, "$1$2'");
}

/** How far an export can be relied on. */
export interface ExportReach {
  /** ISO 8601: all that was accepted by then is in the ledger; null where that is not known. */
  readonly asOf: string | null;
  /** Whether nothing of the period can be missing. */
  readonly complete: boolean;
  /** ISO 8601: the ledger may be complete from then on; null where that is not known. */
  readonly since: string | null;
}

interface Counts {
  count: number;
  /** Rows whose money is unknown: what they come to is in no sum yet. */
  unknown: number;
  /** Rows of which Getnet proved late that they came to something else than the sum says. */
  late: number;
}

interface ExportTotal extends ExportReach, Readonly<Counts> {
  /** Exact, however many rows there are. */
  readonly sums: Readonly<Record<string, bigint>>;
  readonly sha256: string;
}

function formatTotal(total: ExportTotal, format: ExportFormat): string {
  const { count, sums, unknown, late, sha256, ...reach } = total;
  if (format === 'jsonl') {
    const all = Object.entries(sums).map(([currency, sum]) => `${JSON.stringify(currency)}:${sum}`);
    const others = JSON.stringify({ ...reach, sha256 }).slice(1);
    return `{"total":{"count":${count},"sums":{${all.join(',')}},"unknown":${unknown},"late":${late},${others}}`;
  }
  const all = Object.entries(sums).map(([currency, sum]) => `${currency}=${sum}`);
  const { asOf, complete, since } = reach;
  return [
    '#total',
    `count=${count}`,
    ...all,
    `unknown=${unknown}`,
    `late=${late}`,
    `asOf=${asOf ?? 'none'}`,
    `complete=${complete}`,
    `since=${since ?? 'none'}`,
    `sha256=${sha256}`,
  ].join(',');
}
