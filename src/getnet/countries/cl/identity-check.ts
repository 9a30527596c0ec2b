import { z } from 'zod';
import type { Command } from '../pack.js';
import { defineReport } from '../report.js';
import { formatRut } from './rut.js';

/** Longer than any way of writing one, shorter than what would have to be read at length. */
const LONGEST_RUT = 20;
const NO_RUT = 'must be a RUT with its right check digit, such as 11.111.111-1, 11111111-1 or 111111111';

/** Contract §4.8, on terminals with app 1.0.X. The tax id goes out in the form of the console: contract §14.8. */
export const identityCheck: Command = defineReport({
  path: 'bioauth',
  functionCode: 121,
  options: z.strictObject({
    rutToValidate: z
      .string()
      .trim()
      .max(LONGEST_RUT, NO_RUT)
      .transform((text, context) => {
        const formatted = formatRut(text);
        if (formatted !== undefined) return formatted;
        context.issues.push({ code: 'custom', input: text, message: NO_RUT });
        return z.NEVER;
      })
      .describe(
        'Chilean tax id (RUT) of the person with its check digit, with or without dots and hyphen, k or K. It is sent to the ' +
          'terminal as 11.111.111-1.',
      ),
    authType: z
      .int()
      .min(0)
      .max(99)
      .optional()
      .describe('Kind of check, as Getnet numbers them; only 0 (default) is known.'),
  }),
  personal: ['rutToValidate'],
  defaults: { authType: 0 },
});
