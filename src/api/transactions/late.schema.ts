import { z } from 'zod';
import { lateActions } from '../../domain/late-result.js';
import { lateResultActions } from '../../domain/merchant-policies.js';
import { moneyAnswers } from '../../domain/status.js';
import { moment } from './moment.schema.js';

/** What was proven after the end and contradicts it. */
export const lateSchema = z
  .strictObject({
    moneyMoved: z.enum(moneyAnswers).describe('What Getnet says now.'),
    at: moment.describe('When it was found out.'),
    action: z
      .enum(lateResultActions)
      .describe('What the policy of the merchant says: `keep` it, `undo` it, or `ask` a person.'),
    idPosTxs: z
      .string()
      .optional()
      .describe('The number at Getnet that was found out about. Only where other numbers follow.'),
    alsoCharged: z
      .array(z.string())
      .optional()
      .describe(
        'Other numbers of the same command that charged, too. The service gives none of the charges back; a person does.',
      ),
    alsoOpen: z
      .array(z.string())
      .optional()
      .describe('Other numbers of the same command of which nobody knows whether they charged.'),
    decided: z
      .strictObject({
        action: z.enum(lateActions),
        by: z.array(z.string()).describe('The ids of the API keys that agreed, the first one first.'),
        at: moment,
        reason: z.string(),
      })
      .optional()
      .describe('What a person decided; it goes before the policy. Absent until then.'),
  })
  .describe(
    'Proven after the transaction had ended, and contradicts it; the status stays. `yes` with an `approved` sale: the customer ' +
      'was charged a second time.',
  );
