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
      'ISO 8601. Every transaction that was accepted by then is in the list, and as it stood then or later. Null while the ledger was never filled.',
    ),
  stale: z
    .boolean()
    .describe(
      'Nothing has filled the ledger for a while: newer transactions may be missing. Read them by their ids.',
    ),
});
