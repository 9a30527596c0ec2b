import { z } from 'zod';
import type { Command } from '../pack.js';
import { report } from '../report.js';
import { isRut } from './rut.js';

/** Contract §4.8, on terminals with app 1.0.X. How the tax id has to be punctuated is not known: it goes out as it came. */
export const identityCheck: Command = report({
  path: 'bioauth',
  functionCode: 121,
  options: z.strictObject({
    rutToValidate: z
      .string()
      .trim()
      .max(12)
      .refine(isRut, 'must be a RUT with its right check digit, such as 11.111.111-1 or 11111111-1')
      .describe(
        'Chilean tax id (RUT) of the person, with check digit (0 to 9 or K), with or without dots; at most 12 characters.',
      ),
    authType: z
      .int()
      .min(0)
      .max(99)
      .optional()
      .describe('Kind of check, as Getnet numbers them; only 0 (default) is known.'),
  }),
  defaults: { authType: 0 },
});
