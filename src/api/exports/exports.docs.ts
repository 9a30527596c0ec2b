import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { TRANSACTION_ID, WORD } from '../docs/parameter-forms.js';
import { Problems } from '../docs/refs.js';
import { FilterParam, Period } from '../ledger/ledger.docs.js';
import { exportColumns, exportFormats } from './export-format.js';
import { MAX_EXPORT_MS } from './exports.service.js';

const EXPORT = `
Every transaction of a period as a file, oldest first, all from one moment of the ledger. A key with either role may read it.

- \`amountMinor\` is what was charged, else what was requested, in minor units; \`amount\` is the same as a decimal number. \`returnedMinor\` is
  the part of a sale that went back. \`finalAtLocal\` is \`finalAt\` in your country's local time, with its offset. A field that is not known is empty (CSV) or null.
- **CSV** has a header. Text that begins like a formula (\`=\`, \`+\`, \`-\`, \`@\`) gets a \`'\` in front: at the beginning of a cell, and after a
  \`;\`, a tab or a line break in a cell, because some spreadsheets separate cells there. The last line is
  \`#total,count=…,CLP=…,unknown=…,late=…,asOf=…,complete=…,since=…,sha256=…\`.
- **JSON lines** have one object a line with the same fields; the last is \`{"total": {"count", "sums", "unknown", "late", "asOf", "complete", "since", "sha256"}}\`.
- The ledger is complete from \`since\` to \`asOf\` (ISO 8601; without a value \`none\` in CSV, null in JSON). \`asOf\` is usually ten to twenty seconds ago. Transactions accepted before
  \`since\` may be missing. \`complete\` is true if the period lies between the two: **no transaction of it is missing**. It is false for a period without \`to\`, or that ends
  after \`asOf\`: before you book it, ask again with a \`to\` that lies half a minute back. It is also false for a period without \`from\`, or that begins before \`since\`.
- A row whose \`moneyMoved\` is *unknown* adds nothing to the sums, and may change. \`unknown\` counts these rows.
- \`lateMoneyMoved\` is what Getnet proved after the transaction had been reported otherwise. For a sale, *yes* is a charge that is in no sum, and *no* is a charge
  that is in a sum and did not happen. For a void or return, *yes* is money that went back, and *no* is money that did not. \`late\` counts these rows. \`late\` of
  \`GET\` shows what became of each, for example that it was given back.
- A transaction that was not sent is in the period of its refused attempt, and adds nothing to the sums. **If its key tries again, it leaves that period**, even one
  that you have booked, and is in the period of the new attempt: \`createdAt\` is that of the latest attempt. So each charge is in one period.
- A key that nobody remembers any more (after \`KEY_RETENTION\`, or after \`RETENTION\` while the ledger is away) starts a new transaction with the same id. The first transaction stays in its period; files then show it as its id, \`~\` and its time.

The sums are in minor units: approved sales and promotion sales, less what was returned or reversed. The SHA-256 covers every byte before the
last line: **a file without that line, or that does not match it, is not complete**. A merchant reads one export at a time from an API process, for
at most ${MAX_EXPORT_MS / 60_000} minutes; a second one meanwhile is answered 429.`;

const SHIFT =
  'Of one shift: the id of the `close` (Chile) or `shift` (Argentina) that ended it. The file has the transactions that used the terminal after the closing before, and this closing. `complete=false` while a closing in between has no proven outcome, because the shift may begin there. It is also false if the ledger does not know the closing before.';

const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

const AS_OF = '2026-01-16T03:00:12.511Z';

const SINCE = '2025-11-20T12:00:00.000Z';

const values = [
  'tx_3kTq8ZpW0aBcD1eFgH2',
  'ORD-1001',
  'sale',
  'approved',
  'cl-till-1',
  '10001',
  5990,
  '5990',
  'CLP',
  0,
  'yes',
  '012345',
  42,
  '900001',
  'MC',
  '1234',
  '2026-01-15T13:30:41.120Z',
  '2026-01-15T13:30:58.004Z',
  '2026-01-15T10:30:58-03:00',
  null,
];

const csv = `${exportColumns.join(',')}\n${values.join(',')}\n#total,count=1,CLP=5990,unknown=0,late=0,asOf=${AS_OF},complete=true,since=${SINCE},sha256=${HASH}\n`;
const line = Object.fromEntries(exportColumns.map((name, place) => [name, values[place]]));
const total = {
  count: 1,
  sums: { CLP: 5990 },
  unknown: 0,
  late: 0,
  asOf: AS_OF,
  complete: true,
  since: SINCE,
  sha256: HASH,
};
const jsonl = `${JSON.stringify(line)}\n${JSON.stringify({ total })}\n`;

const describeFile = (value: string) => ({
  schema: { type: 'string' as const },
  examples: { file: { value } },
});

/** Documents `GET /v1/exports/transactions`. */
export const ExportDocs = () =>
  applyDecorators(
    ApiTags('Exports'),
    ApiBearerAuth('apiKey'),
    ApiOperation({ operationId: 'exportTransactions', summary: 'Export transactions', description: EXPORT }),
    Period(),
    ApiQuery({
      name: 'format',
      required: false,
      schema: { type: 'string', enum: [...exportFormats], default: 'csv' },
    }),
    FilterParam('terminalId', WORD, 'On one terminal.'),
    FilterParam('branch', WORD, 'On the terminals of one branch: their `idSucursal`.'),
    FilterParam('shift', TRANSACTION_ID, SHIFT),
    ApiResponse({
      status: 200,
      description: 'The file.',
      content: { 'text/csv': describeFile(csv), 'application/x-ndjson': describeFile(jsonl) },
    }),
    ...Problems(
      'unauthorized',
      'invalid-request',
      'rate-limited',
      'merchant-misconfigured',
      'ledger-unavailable',
    ),
  );
