import { z } from 'zod';
import { lateActions } from '../../domain/late-result.js';
import { lateResultActions } from '../../domain/merchant-policies.js';
import { moneyAnswers } from '../../domain/status.js';
import { moment } from './moment.schema.js';

/** What was proven after the end of a transaction and contradicts its outcome. */
export const lateSchema = z
  .strictObject({
    moneyMoved: z.enum(moneyAnswers).describe('What Getnet says now.'),
    at: moment.describe('When the service learned it.'),
    action: z
      .enum(lateResultActions)
      .describe(
        'What the merchant’s policy says: `keep` things as they are, `undo` a late charge, or `ask` a person.',
      ),
    idPosTxs: z
      .string()
      .optional()
      .describe('Getnet’s number that this is about. Present only if the command has other numbers, too.'),
    alsoCharged: z
      .array(z.string())
      .optional()
      .describe(
        'Other numbers of the same command that charged, too. The service gives none of these charges back; a person does.',
      ),
    alsoOpen: z
      .array(z.string())
      .optional()
      .describe('Other numbers of the same command. It is not known whether they charged.'),
    decided: z
      .strictObject({
        action: z.enum(lateActions),
        by: z.array(z.string()).describe('The ids of the API keys that agreed, the first one first.'),
        at: moment,
        reason: z.string(),
      })
      .optional()
      .describe('What a person decided. It overrides the policy. Absent until then.'),
  })
  .describe(
    'What was proven after the transaction had ended, if it contradicts the outcome. The status stays. `yes` with an ' +
      '`approved` sale: the customer was charged a second time.',
  );
