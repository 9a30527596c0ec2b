import { z } from 'zod';
import { closingStates, closingTypes } from '../../domain/closing.js';
import { lineClasses, lineTexts } from '../../domain/reconciliation-lines.js';
import { reconciliationStatuses } from '../../domain/reconciliation.js';
import { statuses } from '../../domain/status.js';
import { moment } from '../transactions/moment.schema.js';
import { shownAmount, shownCard, shownIsSale } from '../transactions/transaction.schema.js';

const oursSchema = z
  .strictObject({
    status: z.enum(statuses),
    amount: shownAmount.nullable().describe('What was charged.'),
    authorizationCode: z.string().nullable(),
    createdAt: moment,
  })
  .describe('What our transaction says.');

const theirsSchema = z
  .strictObject({
    amount: shownAmount.nullable().describe('Null if it could not be read for certain.'),
    authorizationCode: z.string().nullable(),
    card: shownCard.nullable(),
    accountingDate: z.string().nullable(),
    realDate: z.string().nullable().describe('Local time of the terminal, as Getnet writes it.'),
    isSale: shownIsSale,
  })
  .describe('What the terminal’s report says.');

const settledSchema = z
  .strictObject({ at: moment, by: z.string().describe('The id of the API key.'), reason: z.string() })
  .describe('A person has dealt with the difference.');

const classes = lineClasses.map((name) => `\`${name}\`: ${lineTexts[name]}`).join(' ');

/** One line of a reconciliation. */
export const reconciliationLineSchema = z.strictObject({
  class: z.enum(lineClasses).describe(classes),
  transactionId: z.string().nullable(),
  operationId: z.int().nullable().describe('Getnet’s number of the sale at its terminal.'),
  ours: oursSchema.nullable(),
  theirs: theirsSchema.nullable(),
  matchedBy: z
    .enum(['numbers', 'amount_and_time'])
    .nullable()
    .describe('`numbers`: operation number and authorisation code. Amount and time only propose.'),
  settled: settledSchema.nullable(),
});

const countsSchema = z.strictObject(
  Object.fromEntries(lineClasses.map((name) => [name, z.int().min(0)])) as Record<
    (typeof lineClasses)[number],
    z.ZodInt
  >,
);

const batchSchema = z
  .strictObject({
    since: z
      .string()
      .describe(
        'Where our side begins: at the close before, or with a day if the service remembers no close.',
      ),
    until: moment.describe('When the terminal sent its numbers.'),
    closedBy: z.string().nullable().describe('The `close` after which the batch began.'),
  })
  .describe('What was compared. Null while nothing was.');

const closingSchema = z
  .strictObject({
    type: z.enum(Object.values(closingTypes)),
    state: z
      .enum(closingStates)
      .describe(
        '`unknown`: the closing command may have run, and its outcome is not known. Its transaction shows what becomes of it.',
      ),
    transactionId: z.string().nullable().describe('The closing command, a transaction of its own.'),
    reason: z.string().nullable().describe('Why the terminal was not closed, or why that is not known.'),
  })
  .describe('For a reconciliation with `close`: whether the terminal was closed. Else null.');

/** A reconciliation as the API shows it. */
export const reconciliationSchema = z.strictObject({
  id: z.string(),
  status: z
    .enum(['running', ...reconciliationStatuses])
    .describe('`incomplete`: one side is not complete, so nothing is proven. It is never `equal`.'),
  terminalId: z.string(),
  reason: z.string().nullable().describe('Why nothing could be compared.'),
  createdAt: moment,
  comparedAt: moment.nullable(),
  batch: batchSchema.nullable(),
  counts: countsSchema.nullable().describe('Lines by class. Null while nothing was compared.'),
  closing: closingSchema.nullable(),
  lines: z.array(reconciliationLineSchema).describe('What differs comes first.'),
  links: z.strictObject({
    self: z.string(),
    report: z.string().describe('The terminal’s report, a transaction of its own.'),
  }),
});
