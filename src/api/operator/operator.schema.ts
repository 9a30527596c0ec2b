import { z } from 'zod';
import { attentionReasons } from '../../domain/attention.js';
import { operatorActs } from '../../domain/operator-acts.js';
import { proposingTypes } from '../../domain/report-lines.js';
import { proposalMatches } from '../../domain/report-proposals.js';
import {
  evidenceSchema,
  shownAmount,
  shownCard,
  transactionSchema,
} from '../transactions/transaction.schema.js';

const act = z.strictObject({
  act: z
    .enum(operatorActs)
    .describe(
      '`resolve_…`: settle the transaction with that verdict. `release_terminal`: release its terminal. `settle_difference`: ' +
        'settle a line of the reconciliation. `redeliver`: send a delivery again.',
    ),
  allowed: z
    .boolean()
    .describe('Whether the route would accept it now, without asking Getnet or the terminal first.'),
  why: z.string().nullable().describe('Why the route would refuse it. Null for an act that is allowed.'),
});

/** What a line of a terminal's own report proposes. */
const reportProposal = z.strictObject({
  verdict: z.literal('approved').describe('The verdict that the line supports. A proposal settles nothing.'),
  report: z
    .strictObject({
      transactionId: z.string(),
      type: z.enum(proposingTypes),
      at: z.iso.datetime().describe('When the terminal sent the report.'),
    })
    .describe(
      'The report: a transaction of its own. The same terminal sent it after the command of the sale.',
    ),
  line: z
    .strictObject({
      amount: shownAmount.nullable(),
      at: z.string().nullable().describe('Local time of the terminal, as Getnet writes it.'),
      operationId: z.int().nullable(),
      authorizationCode: z.string().nullable(),
      ticket: z.string().nullable().describe('Only if the report shows one voucher.'),
      card: shownCard.omit({ type: true }).nullable(),
    })
    .describe('What the report says about the sale.'),
  matchedBy: z
    .array(z.enum(proposalMatches))
    .describe('What the line and the transaction have in common; amount and time always.'),
  alsoFits: z
    .array(z.string())
    .describe(
      'Other transactions of unknown outcome that the line fits as well. The line can be about only one of them.',
    ),
});

/** Something that waits for a person. */
export const attentionItemSchema = z.strictObject({
  transaction: transactionSchema
    .nullable()
    .describe('The transaction as GET shows it. Null for a case without one.'),
  terminalId: z.string().optional(),
  endpoint: z.string().optional().describe('The endpoint to which a webhook was not delivered.'),
  reconciliationId: z.string().optional(),
  reason: z.enum(attentionReasons),
  since: z.iso.datetime(),
  age: z.int().describe('Seconds since `since`.'),
  evidence: z.array(evidenceSchema),
  proposals: z
    .array(reportProposal)
    .describe(
      'For a sale of unknown outcome: lines of a report of its terminal that fit it and belong to no other transaction. They prove nothing and ' +
        'change nothing. Compare them with the receipts.',
    ),
  proposalsNote: z
    .string()
    .nullable()
    .describe(
      'For a sale of unknown outcome: why there is no proposal. Null if there is a proposal, and for all other cases.',
    ),
  nextStep: z.string().describe('What a person does now.'),
  acts: z.array(act),
});

/** What waits for a person, the oldest first. */
export const attentionListSchema = z.strictObject({
  items: z.array(attentionItemSchema),
  nextCursor: z.string().nullable(),
});

/** The answer to a verdict that a second person has to confirm. */
export const proposalSchema = z.strictObject({ proposed: z.literal(true) });
