import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { statuses } from '../../domain/status.js';
import { transactionTypes } from '../../domain/transaction-type.js';
import { transactionExamples } from '../docs/examples.js';
import { CURSOR, MOMENT, WORD } from '../docs/parameter-forms.js';
import { Answers, Problems } from '../docs/refs.js';
import { MAX_PAGE_SIZE, DEFAULT_PAGE_SIZE } from './transaction-list.service.js';

const { approved, declined } = transactionExamples;

const LIST = `
Your transactions, newest first, from the ledger, about a second behind. **The answer by id is the truth**: read the transaction before you
decide about its money.

The list is complete up to \`asOf\`, usually ten to twenty seconds ago; newer transactions are listed as they come. Transactions are missing
if they ended before the ledger began, or while it was not updated for longer than the service remembers (\`since\` of an export says when that was). \`stale\` is
true if \`asOf\` is older than \`LEDGER_STALE_AFTER\`: no projector has updated the ledger; the service still answers the list.

A page begins where the page before ended, so transactions that arrive meanwhile move nothing. Send \`nextCursor\` with the same
filters until it is null. If a transaction was not sent and its key tries again, it gets the \`createdAt\` of the new attempt, and its place in the list moves with
it. While the ledger does not answer, the answer is 503 \`ledger-unavailable\`; payments and everything read by id go on.`;

const MINOR = { type: 'integer', minimum: 0 } as const;

/** A parameter that may be left out. */
export const FilterParam = (name: string, schema: object, description: string) =>
  ApiQuery({ name, required: false, schema, description });

const listSchema = (words: readonly string[]) => ({
  type: 'array',
  minItems: 1,
  items: { type: 'string', enum: [...words] },
});
const ListFilter = (name: string, words: readonly string[]) =>
  ApiQuery({
    name,
    required: false,
    description: 'One, or several separated by commas.',
    style: 'form',
    explode: false,
    schema: listSchema(words),
  });

/** Documents `from` and `to`. */
export const Period = () =>
  applyDecorators(
    FilterParam(
      'from',
      MOMENT,
      '`createdAt` from then on. A day (`2026-01-15`) begins in your country’s time zone.',
    ),
    FilterParam('to', MOMENT, '`createdAt` before then.'),
  );

const Filters = () =>
  applyDecorators(
    FilterParam('terminalId', WORD, 'On one terminal.'),
    ListFilter('status', statuses),
    ListFilter('type', transactionTypes),
    FilterParam('reference', WORD, 'With this reference.'),
    FilterParam('idPosTxs', WORD, 'With this number of Getnet.'),
    FilterParam('authorizationCode', WORD, 'With this authorisation code.'),
    FilterParam('minAmount', MINOR, 'Of at least this amount, in minor units.'),
    FilterParam('maxAmount', MINOR, 'Of at most this amount, in minor units.'),
    Period(),
    FilterParam('undone', { type: 'boolean' }, 'Whether the money went back, in part or in full.'),
    FilterParam(
      'limit',
      { type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE, default: DEFAULT_PAGE_SIZE },
      'The length of a page.',
    ),
    FilterParam('cursor', CURSOR, 'The `nextCursor` of the page before.'),
  );

/** Documents `GET /v1/transactions`. */
export const ListDocs = () =>
  applyDecorators(
    ApiTags('Transactions'),
    ApiBearerAuth('apiKey'),
    ApiOperation({ operationId: 'listTransactions', summary: 'List transactions', description: LIST }),
    Filters(),
    Answers({
      status: 200,
      description: 'One page.',
      schema: 'TransactionList',
      examples: {
        page: {
          items: [approved, declined],
          nextCursor: null,
          asOf: '2026-01-15T13:31:00.000Z',
          stale: false,
        },
      },
    }),
    ...Problems(
      'unauthorized',
      'invalid-request',
      'rate-limited',
      'merchant-misconfigured',
      'ledger-unavailable',
    ),
  );
