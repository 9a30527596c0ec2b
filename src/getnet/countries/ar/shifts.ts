import { z } from 'zod';
import { printOnPos } from '../fields.js';
import type { Command } from '../pack.js';
import { defineReport } from '../report.js';

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
