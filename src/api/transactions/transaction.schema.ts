import { z } from 'zod';
import { findCurrency } from '../../domain/money.js';
import { countries } from '../../getnet/countries/countries.js';
import type { UndoState } from '../../domain/undo.js';
import type { UndoType } from '../../domain/transaction-type.js';
import { notSentReasons } from '../../domain/not-sent.js';
import { confirmationStates, reversalStates } from '../../domain/snapshot.js';
import { moneyAnswers, statuses } from '../../domain/status.js';
import { transactionTypes } from '../../domain/transaction-type.js';
import type { ProofSource } from '../../domain/verdict.js';
import { lateSchema } from './late.schema.js';
import { moment } from './moment.schema.js';

/** An amount in an answer. */
export const shownAmount = z.strictObject({
  value: z.int().describe('Whole number of ISO 4217 minor units.'),
  currency: z.enum(countries.map(findCurrency)),
});

/** A card in an answer. */
export const shownCard = z
  .strictObject({ brand: z.string().nullable(), type: z.string().nullable(), last4: z.string().nullable() })
  .describe('As Getnet names it. No more of the card than this is kept.');

/** Of a line of a terminal's report. */
export const shownIsSale = z
  .literal(false)
  .optional()
  .describe('There, and false, where the terminal names another command (a void, a return) or a refusal.');

const reportedSale = z.strictObject({
  operationId: z.int().nullable(),
  authorizationCode: z.string().nullable(),
  amount: shownAmount.nullable().describe('Null if it could not be read for certain.'),
  card: shownCard.nullable(),
  accountingDate: z.string().nullable().describe('Local time of the terminal, as Getnet writes it.'),
  realDate: z.string().nullable().describe('Local time of the terminal, as Getnet writes it.'),
  isSale: shownIsSale,
});

/** What an operation that moves no money had to say. */
export const reportSchema = z.strictObject({
  sales: z.array(reportedSale).nullable().describe('Null if the answer lists none.'),
  cut: z.boolean().describe('Whether the service left out sales because there were too many.'),
  raw: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('Every other field that is not sensitive, as Getnet names it.'),
});

/** One void or return of a sale, as the sale shows it. */
export const undoSchema = z.strictObject({
  transactionId: z.string().describe('The void or return: a transaction of its own.'),
  type: z.enum(['void', 'return'] satisfies readonly UndoType[]),
  status: z
    .enum(['open', 'done', 'failed'] satisfies readonly UndoState[])
    .describe('`open`: its outcome is not proven yet. `done`: the money went back. `failed`: it did not.'),
  amount: shownAmount.nullable(),
  since: moment,
  endedAt: moment.nullable(),
});

/** Where to look for what became of a sale's money. */
export const undoneBySchema = z
  .strictObject({ transactionId: z.string() })
  .describe('Of an approved sale: the void or return that is open, else the latest that is done.');

/** How the service undoes a sale that was not confirmed. */
const reversalSchema = z
  .strictObject({
    status: z
      .enum(reversalStates)
      .describe(
        '`failed`: the sale stands; `detail` says what a person does next. `kept`: an operator has decided that it stands.',
      ),
    type: z.enum(['void', 'return'] satisfies readonly UndoType[]).nullable(),
    reason: z.string().nullable().describe('Why by a void, or by a return.'),
    detail: z.string().nullable(),
  })
  .describe('Of a sale that was not confirmed in time or given up: how the service undoes it.');

const moneyMoved = z
  .enum(moneyAnswers)
  .describe(
    'Of a sale: whether the customer is charged in the end. Of a void or return: whether the money went back. `unknown` is ' +
      'never to be read as no: wait, or ask. It stays what it was where later proof contradicts it: read `late`, too.',
  );

const proofSource = z
  .enum(['sync_response', 'status_query', 'device_query', 'operator'] satisfies readonly ProofSource[])
  .describe('What proved the outcome. Never a callback alone.');

const queue = z.strictObject({
  position: z.int().describe('Among those that wait, from 1.'),
  ahead: z.int().describe('All that are served before it, the one that has the terminal included.'),
  expectedBy: moment.describe(
    'An estimate from the latest operations’ durations; never later than the end of its own `maxWait`.',
  ),
});

const outcome = z.strictObject({
  moneyMoved,
  evidence: proofSource.optional(),
  reason: z.enum(notSentReasons).optional().describe('The problem code that says why it was not sent.'),
  responseCode: z
    .int()
    .nullable()
    .optional()
    .describe('The code of the terminal: 0 is approved. Null for a report that came without one.'),
  responseMessage: z.string().nullable().optional(),
  detail: z
    .string()
    .optional()
    .describe('In words: what Getnet said when it refused, or why a person is needed.'),
  warning: z
    .string()
    .optional()
    .describe(
      'Approved, but read this before handing over the goods. `reported-not-sent-before`: an earlier answer had said that ' +
        'nothing was sent.',
    ),
  amountCharged: shownAmount
    .optional()
    .describe('What Getnet charged, or gave back, where it is not the amount that was asked for.'),
  nextCheckAt: moment
    .nullable()
    .optional()
    .describe(
      'While the outcome is unknown: when Getnet is asked next, or null where nobody can say. A callback makes it earlier.',
    ),
  answerLatestBy: moment
    .nullable()
    .optional()
    .describe(
      'While the outcome is unknown: by then it is known, or the status is `needs_attention`. A question to Getnet that is ' +
        'under way at that moment may delay this by some seconds. Null when the status is `needs_attention`.',
    ),
  holder: z.string().optional().describe('The transaction that used the terminal, if it is yours.'),
});

const state = z.strictObject({
  n: z.int().describe('From 1, without gaps.'),
  at: moment,
  status: z.enum(statuses),
});

/** One thing that was learned. */
export const evidenceSchema = z.strictObject({
  at: moment,
  source: z.string(),
  says: z.string(),
  times: z.int().describe('How often in a row.'),
  lastAt: moment,
});

/** A transaction as the API shows it. */
export const transactionSchema = z.strictObject({
  id: z.string().describe('`tx_` and 19 letters or digits, derived from merchant and idempotency key.'),
  type: z.enum(transactionTypes),
  status: z
    .enum(statuses)
    .describe(
      '`queued`: it waits for a busy terminal. `completed`: an operation that moves no money has ended. `reversing`: a void or return of this sale has no proven ' +
        'outcome yet. `reversed`: all of this sale went back. `reversal_failed`: the service could not undo a sale that was not confirmed; it stands.',
    ),
  terminalId: z.string(),
  reference: z.string().nullable(),
  amount: shownAmount
    .nullable()
    .describe('Of a void or return: what goes back. Null for an operation that moves no money.'),
  idPosTxs: z.string().nullable().describe('The number Getnet gave the command.'),
  createdAt: moment,
  finalAt: moment.nullable(),
  queue: queue
    .nullable()
    .describe('Of one that is `queued`: its place. Null of any other, and while no worker can tell.'),
  outcome,
  card: shownCard.nullable(),
  authorizationCode: z.string().nullable(),
  operationId: z.int().nullable().describe('The number of the voucher at the terminal.'),
  receipt: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('What a receipt needs, as Getnet names it.'),
  report: reportSchema
    .nullable()
    .describe('The result of an operation that moves no money. Null until it is known, and for payments.'),
  undoes: z
    .strictObject({ transactionId: z.string() })
    .nullable()
    .describe('Of a void or return: the sale of yours that it undoes; null for one that was made elsewhere.'),
  undos: z.array(undoSchema).describe('Of an approved sale: every void and return of it, oldest first.'),
  undo: undoneBySchema.nullable(),
  returned: shownAmount
    .nullable()
    .describe(
      'Of an approved sale: what went back of it in part. A sale that went back in full is `reversed`.',
    ),
  confirmation: z
    .enum(confirmationStates)
    .nullable()
    .describe(
      'Of an approved sale that was started with `confirmWithin`. `open`: confirm it until `confirmBy`. `expired`, `given_up`: it is undone.',
    ),
  confirmBy: moment.nullable(),
  reversal: reversalSchema.nullable(),
  late: lateSchema.nullable(),
  attempt: z.int().describe('From 1; the same key tries again after not_sent.'),
  states: z.array(state).describe('The log of states.'),
  evidence: z.array(evidenceSchema).describe('What each source said about the command, and when.'),
  links: z.strictObject({
    self: z.string(),
    events: z.string().describe('Its states as they come: a stream of server-sent events.'),
  }),
});
