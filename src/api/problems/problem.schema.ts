import { z } from 'zod';
import { problemCodes } from './catalogue.js';
import { problemMoneyAnswers, retries } from './problem-entry.js';

const moneyMovedDescription =
  '`no`: this request moved no money. An error without `transactionId` that comes before the service looks the key up says nothing about an earlier request with the same key.';

/** An error as the API shows it: RFC 9457. */
export const problemSchema = z.strictObject({
  type: z.string().describe('The address of a page that explains the problem.'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What happened and what to do next.'),
  code: z.enum(problemCodes).describe('For programs. Never renamed.'),
  moneyMoved: z.enum(problemMoneyAnswers).describe(moneyMovedDescription),
  retry: z.enum(retries).describe('Whether to repeat, and with which Idempotency-Key.'),
  transactionId: z.string().optional(),
  errors: z
    .array(z.strictObject({ field: z.string(), message: z.string() }))
    .optional()
    .describe('Every fault of the request.'),
  holder: z.string().optional().describe('The transaction that has the terminal, when it is your own.'),
  busyUntil: z.iso.datetime().optional().describe('The terminal is free by then at the latest.'),
});
