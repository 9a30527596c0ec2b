import { z } from 'zod';
import { shownAmount, shownCard } from './transaction-parts.schema.js';

const reportedSale = z.strictObject({
  operationId: z.int().nullable(),
  authorizationCode: z.string().nullable(),
  amount: shownAmount.nullable().describe('Null where it could not be read for certain.'),
  card: shownCard.nullable(),
  accountingDate: z.string().nullable().describe('Local time of the terminal, as Getnet writes it.'),
  realDate: z.string().nullable().describe('Local time of the terminal, as Getnet writes it.'),
});

/** What an operation that moves no money had to say. */
export const reportSchema = z.strictObject({
  sales: z.array(reportedSale).nullable().describe('Null where the answer lists none.'),
  cut: z.boolean().describe('Whether sales were left out, because there were more than are kept.'),
  raw: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .describe('Every other field, as Getnet names it; nothing sensitive.'),
});
