import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { writeExport } from '../../src/api/exports/export-format.js';
import type { ExportFormat } from '../../src/api/exports/export-format.js';
import type { ExportRow } from '../../src/ledger/queries/export-rows.js';

const row = (over: Partial<ExportRow>): ExportRow => ({
  id: 'tx_3kTq8ZpW0aBcD1eFgH2',
  reference: null,
  type: 'sale',
  status: 'approved',
  terminal_id: 'cl-till-1',
  branch: '10001',
  country: 'CL',
  amount_minor: 5_990,
  currency: 'CLP',
  returned_minor: 0,
  net_minor: 5_990,
  money_moved: 'yes',
  authorization_code: '012345',
  operation_id: 42,
  id_pos_txs: '900001',
  card_brand: 'MC',
  card_last4: '1234',
  created_at: new Date('2026-01-15T13:30:41.120Z'),
  final_at: new Date('2026-01-15T13:30:58.004Z'),
  late_money_moved: null,
  ...over,
});

async function* inPages(rows: readonly ExportRow[]): AsyncGenerator<readonly ExportRow[], void, undefined> {
  yield* await Promise.resolve(rows.map((one) => [one]));
}

async function write(rows: readonly ExportRow[], format: ExportFormat): Promise<string> {
  const reach = { asOf: null, complete: false, since: null };
  const pieces: Buffer[] = [];
  for await (const piece of writeExport(inPages(rows), { format, currency: 'CLP', reach }))
    pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

/** Cells as a spreadsheet sees them that takes a semicolon for the separator, and a quote inside of a cell for a character. */
const readWithSemicolons = (text: string) => text.split(/[;\t\r\n]/).map((cell) => cell.trim());

describe('the file of an export', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1+1',
    '＝1+1',
    'a;=1+1;b',
    'a\n=1+1\nb',
    'a;\t -1',
    'a\r@x',
  ])(
    'a text is %j: no spreadsheet finds a cell in it that begins like a formula, whichever separator it takes',
    async (reference) => {
      const text = await write(
        [row({ reference, authorization_code: reference, id_pos_txs: reference, card_brand: reference })],
        'csv',
      );
      const cells = [
        ...readWithSemicolons(text),
        ...text.split(',').map((cell) => cell.replace(/^"\s*/, '')),
      ];
      expect(cells.filter((cell) => /^[=+\-@＝]/.test(cell))).toEqual([]);
      const [line = ''] = (await write([row({ reference })], 'jsonl')).split('\n');
      expect(JSON.parse(line)).toMatchObject({ reference });
    },
  );

  it('the sum is more than a number of JavaScript holds: it is exact to the last digit', async () => {
    const net = Number.MAX_SAFE_INTEGER;
    const rows = [row({ net_minor: net }), row({ net_minor: net }), row({ net_minor: 1 })];
    expect(await write(rows, 'csv')).toContain('count=3,CLP=18014398509481983,unknown=0,late=0,asOf=none');
    const text = await write(rows, 'jsonl');
    const last = text.trimEnd().split('\n').at(-1) ?? '';
    expect(last).toContain('"sums":{"CLP":18014398509481983}');
    const sha256 = createHash('sha256')
      .update(text.slice(0, text.lastIndexOf('{"total"')))
      .digest('hex');
    expect(JSON.parse(last)).toMatchObject({ total: { count: 3, asOf: null, complete: false, sha256 } });
  });

  it('an outcome is unknown, and a decline is proven late to have charged: the sum has neither, and the last line counts both', async () => {
    const rows = [
      row({}),
      row({ status: 'needs_attention', money_moved: 'unknown', net_minor: 0 }),
      row({ status: 'declined', money_moved: 'no', net_minor: 0, late_money_moved: 'yes' }),
    ];
    const lines = (await write(rows, 'csv')).trimEnd().split('\n');
    expect(lines[3]).toMatch(/,yes$/);
    expect(lines[4]).toContain('#total,count=3,CLP=5990,unknown=1,late=1,');
    expect(await write(rows, 'jsonl')).toContain('"sums":{"CLP":5990},"unknown":1,"late":1,');
  });
});
