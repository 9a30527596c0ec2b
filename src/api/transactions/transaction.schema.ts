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

/** Whether a line of a terminal's report is a sale. */
export const shownIsSale = z
  .literal(false)
  .optional()
  .describe('Present, and false, if the terminal names another command (a void, a return) or a refusal.');

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
  .describe('For an approved sale: the void or return that is open, else the latest that is done.');

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
  .describe('For a sale that was not confirmed in time or was given up: how the service undoes it.');

const moneyMoved = z
  .enum(moneyAnswers)
  .describe(
    'For a sale: whether the customer is charged in the end. For a void or return: whether the money went back. Never read ' +
      '`unknown` as no: wait, or ask. A later proof that contradicts this value does not change it: read `late`, too.',
  );

const proofSource = z
  .enum(['sync_response', 'status_query', 'device_query', 'operator'] satisfies readonly ProofSource[])
  .describe('What proved the outcome. Never a callback alone.');

const queue = z.strictObject({
  position: z.int().describe('The place among the transactions that wait, from 1.'),
  ahead: z
    .int()
    .describe('How many transactions are served before it, including the one that has the terminal.'),
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
    .describe('What Getnet charged or gave back, if it differs from the requested amount.'),
  nextCheckAt: moment
    .nullable()
    .optional()
    .describe(
      'While the outcome is unknown: when the service asks Getnet next. Null if that is not known. A callback makes it earlier.',
    ),
  answerLatestBy: moment
    .nullable()
    .optional()
    .describe(
      'While the outcome is unknown: by then it is known, or the status is `needs_attention`. A status query that is ' +
        'running at that moment may delay this by some seconds. Null when the status is `needs_attention`.',
    ),
  holder: z.string().optional().describe('The transaction that used the terminal, if it is yours.'),
});

const state = z.strictObject({
  n: z.int().describe('From 1, without gaps.'),
  at: moment,
  status: z.enum(statuses),
});

/** One piece of evidence. */
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
      '`queued`: the transaction waits for a busy terminal. `completed`: an operation that moves no money has ended. `reversing`: a void or return of this sale has no proven ' +
        'outcome yet. `reversed`: all of this sale went back. `reversal_failed`: the service could not undo a sale that was not confirmed; it stands.',
    ),
  terminalId: z.string(),
  reference: z.string().nullable(),
  amount: shownAmount
    .nullable()
    .describe('For a void or return: what goes back. Null for an operation that moves no money.'),
  idPosTxs: z.string().nullable().describe('The number Getnet gave the command.'),
  createdAt: moment,
  finalAt: moment.nullable(),
  queue: queue
    .nullable()
    .describe('The place of a `queued` transaction. Null in any other status, and if no worker answers.'),
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
    .describe(
      'For a void or return: the sale of this service that it undoes. Null for a sale that was made elsewhere.',
    ),
  undos: z.array(undoSchema).describe('For an approved sale: all its voids and returns, oldest first.'),
  undo: undoneBySchema.nullable(),
  returned: shownAmount
    .nullable()
    .describe(
      'For an approved sale: the part of its money that went back. A sale that went back in full is `reversed`.',
    ),
  confirmation: z
    .enum(confirmationStates)
    .nullable()
    .describe(
      'For an approved sale that was started with `confirmWithin`. `open`: confirm it until `confirmBy`. `expired`, `given_up`: the service undoes it.',
    ),
  confirmBy: moment.nullable(),
  reversal: reversalSchema.nullable(),
  late: lateSchema.nullable(),
  attempt: z.int().describe('Counts from 1. The same key opens the next attempt after `not_sent`.'),
  states: z.array(state).describe('The log of states.'),
  evidence: z.array(evidenceSchema).describe('What each source said about the command, and when.'),
  links: z.strictObject({
    self: z.string(),
    events: z
      .string()
      .describe('The states of the transaction as they come: a stream of server-sent events.'),
  }),
});
