import { z } from 'zod';
import { attentionReasons, operatorActs } from '../../domain/attention.js';
import { evidenceSchema, transactionSchema } from '../transactions/transaction.schema.js';

const act = z.strictObject({
  act: z
    .enum(operatorActs)
    .describe(
      '`resolve_…`: settle the transaction with that verdict. `release_terminal`: release its terminal. `settle_difference`: ' +
        'settle a line of the reconciliation. `redeliver`: send a delivery again.',
    ),
  allowed: z
    .boolean()
    .describe('Whether the route would take it now, by what is known without asking anybody.'),
  why: z.string().nullable().describe('Why it would be refused; null for an act that is allowed.'),
});

/** Something that waits for a person. */
export const attentionItemSchema = z.strictObject({
  transaction: transactionSchema.nullable().describe('As GET shows it; null for a case without one.'),
  terminalId: z.string().optional(),
  endpoint: z.string().optional().describe('Of a webhook that was not delivered.'),
  reconciliationId: z.string().optional(),
  reason: z.enum(attentionReasons),
  since: z.iso.datetime(),
  age: z.int().describe('Seconds.'),
  evidence: z.array(evidenceSchema),
  nextStep: z.string().describe('What a person does now.'),
  acts: z.array(act),
});

/** What waits for a person, the oldest first. */
export const attentionListSchema = z.strictObject({
  items: z.array(attentionItemSchema),
  nextCursor: z.string().nullable(),
});

/** A verdict that a second person has to join. */
export const proposalSchema = z.strictObject({ proposed: z.literal(true) });
