import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { TRANSACTION_ID, WORD } from '../docs/parameter-forms.js';
import { Problems } from '../docs/refs.js';
import { FilterParam, Period } from '../ledger/ledger.docs.js';
import { exportColumns, exportFormats } from './export-format.js';
import { MAX_EXPORT_MS } from './exports.service.js';

const EXPORT = `
Every transaction of a period as a file, oldest first, all from one moment of the ledger. A key with either role may read it.

- \`amountMinor\` is what was charged, or else asked for, in minor units; \`amount\` the same as a decimal number. \`returnedMinor\` is what went
  back of a sale. \`finalAtLocal\` is \`finalAt\` by your country's clocks, with its offset. A field that is not known is empty (CSV) or null.
- **CSV** has a header. What begins like a formula (\`=\`, \`+\`, \`-\`, \`@\`) gets a \`'\` in front, at the beginning of a cell and, because some
  spreadsheets separate cells there, after a \`;\`, a tab or a line break in one. The last line is
  \`#total,count=…,CLP=…,unknown=…,late=…,asOf=…,complete=…,since=…,sha256=…\`.
- **JSON lines** have one object a line with the same fields; the last is \`{"total": {"count", "sums", "unknown", "late", "asOf", "complete", "since", "sha256"}}\`.
- \`asOf\` (ISO 8601, or \`none\` or null) is up to when the ledger is known to be complete, usually ten to twenty seconds ago, and \`since\` from when on: what was
  accepted before it may have been forgotten before the ledger read it. \`complete\` is true where the period lies between the two: **nothing of it is missing**. A period without
  \`to\`, or that ends later, is \`complete=false\`: before you book it, ask again with a \`to\` that lies half a minute back. So is a period without \`from\`, or that
  begins before \`since\`.
- A row whose \`moneyMoved\` is *unknown* adds nothing to the sums, and may change: \`unknown\` counts them. \`lateMoneyMoved\` is what Getnet proved after the
  transaction had been reported otherwise: of a sale, *yes* is a charge that is in no sum, *no* one that is in a sum and did not happen; of a void or return it is money that went back, or did not. \`late\` counts these rows;
  what became of each, such as that it was given back, is in \`late\` of \`GET\`.
- A transaction that was not sent is in the period of its refused attempt, and adds nothing to the sums. **If its key tries again it leaves that period**, even one
  that you have booked, and is in the period of the new attempt: \`createdAt\` is that of the latest attempt. So each charge is in one period.
- A key that is used again when nobody remembers it (after \`KEY_RETENTION\`) gives its new transaction the id of the first one. The first one stays in its period;
  its \`id\` in a file is then followed by \`~\` and its time.

The sums are minor units of approved sales and promotion sales, less what was returned or reversed. The SHA-256 is over every byte before the
last line: **a file without that line, or that does not match it, is not whole**. A merchant reads one export at a time from an API process, for
${MAX_EXPORT_MS / 60_000} minutes at most; a second one meanwhile is 429.`;

const SHIFT =
  'Of one shift: the id of the `close` (Chile) or `shift` (Argentina) that ended it. It has the transactions that used the terminal after the closing before, this closing included. `complete=false` while a closing in between has no proven outcome: the shift may begin there. So is a shift whose closing before the ledger does not know.';

const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

const AS_OF = '2026-01-16T03:00:12.511Z';

const SINCE = '2025-11-20T12:00:00.000Z';

const values = [
  ...([
    'tx_3kTq8ZpW0aBcD1eFgH2',
    'ORD-1001',
    'sale',
    'approved',
    'cl-till-1',
    '10001',
    5990,
    '5990',
  ] as const),
  ...(['CLP', 0, 'yes', '012345', 42, '900001', 'MC', '1234'] as const),
  ...(['2026-01-15T13:30:41.120Z', '2026-01-15T13:30:58.004Z', '2026-01-15T10:30:58-03:00', null] as const),
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
