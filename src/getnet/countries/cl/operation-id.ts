import { z } from 'zod';

/** Getnet's number of a sale, the *N° de comprobante*: at most 8 digits (contract §4.3). Never an `idPosTxs`. */
export const operationId = z
  .int()
  .min(1)
  .max(99_999_999)
  .describe('Number of the sale on its receipt (`operationId` of the transaction), at most 8 digits.');
