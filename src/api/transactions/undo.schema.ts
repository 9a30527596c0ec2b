import { z } from 'zod';
import type { UndoState } from '../../domain/undo.js';
import type { UndoType } from '../../domain/transaction-type.js';
import { moment, shownAmount } from './transaction-parts.schema.js';

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
  .describe('Of an approved sale: the void or return that is open, else the latest that is done.');
