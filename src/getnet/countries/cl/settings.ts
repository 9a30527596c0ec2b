import { z } from 'zod';
import type { Command } from '../pack.js';
import { defineReport } from '../report.js';

/** Contract §4.8: a terminal's C2C mode, on terminals with app 1.0.X. */
export const unattendedMode: Command = defineReport({
  path: 'c2cmode',
  functionCode: 129,
  options: z.strictObject({
    c2cMode: z
      .boolean()
      .optional()
      .describe('true: unattended, nobody stands at the terminal (default); false: attended again.'),
  }),
  defaults: { c2cMode: true },
});
