import { z } from 'zod';
import { defineReport } from '../country.js';
import type { Command } from '../country.js';
import { printOnPos, skipReceipt } from '../fields.js';

const noOptions = z.strictObject({});
const printing = z.strictObject({ printOnPos });

/** Contract §4.5: whether cloud and terminal can talk. */
export const poll: Command = defineReport({ path: 'poll', functionCode: 106, options: noOptions });

/** Contract §4.7: the sales the terminal lists. */
export const details: Command = defineReport({ path: 'details', functionCode: 105, options: printing });

/** Contract §4.7. */
export const totals: Command = defineReport({ path: 'totals', functionCode: 104, options: printing });

/** Contract §4.7: the latest voucher once more. */
export const lastVoucher: Command = defineReport({
  path: 'lastvoucher',
  functionCode: 101,
  options: printing.extend({ skipReceipt }),
  answersWithVoucher: true,
});

/** Contract §4.7: information on the terminal. */
export const params: Command = defineReport({ path: 'params', functionCode: 114, options: noOptions });

/** Contract §4.8: back to stand-alone use. */
export const normalMode: Command = defineReport({
  path: 'normalmode',
  functionCode: 107,
  options: noOptions,
});

const shiftOptions = z.strictObject({
  shiftOperation: z
    .int()
    .min(0)
    .max(99)
    .optional()
    .describe('What to do with the shift, as Getnet numbers it; only 0 (default) is known.'),
  numberOfShift: z.int().min(0).max(9_999).optional().describe('Number of the shift; 1 by default.'),
  printOnPos,
  // Getnet spells it so.
  skiptConfirmation: z.boolean().optional().describe('Whether the terminal skips its confirmation screen.'),
});

/** Contract §4.7. */
export const shift: Command = defineReport({
  path: 'shift',
  functionCode: 135,
  options: shiftOptions,
  defaults: { shiftOperation: 0, numberOfShift: 1 },
});

/** Contract §4.7. */
export const shiftReport: Command = defineReport({
  path: 'shiftReport',
  functionCode: 136,
  options: z.strictObject({ printOnPos }),
});
