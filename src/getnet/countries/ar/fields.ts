import { z } from 'zod';

/** Contract §4.2, §4.4: screens of an Argentine terminal that may be left out. */
export const skipConfirmation = z
  .boolean()
  .optional()
  .describe('Whether the terminal skips its confirmation screen.');

export const skipReceipt = z.boolean().optional().describe('Whether the terminal skips its receipt step.');
