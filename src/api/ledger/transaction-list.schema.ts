import { z } from 'zod';
import { transactionSchema } from '../transactions/transaction.schema.js';

/** A page of transactions. */
export const transactionListSchema = z.strictObject({
  items: z.array(transactionSchema),
  nextCursor: z.string().nullable().describe('Null on the last page.'),
  asOf: z
    .string()
    .nullable()
    .describe(
      'ISO 8601. Every transaction that was accepted by then is in the list, as it was then or later. Null until the ledger is filled for the first time.',
    ),
  stale: z
    .boolean()
    .describe(
      'No projector has updated the ledger for a while, so newer transactions may be missing. Read them by their ids.',
    ),
});
