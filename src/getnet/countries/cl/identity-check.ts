import { z } from 'zod';
import { taxIdCheckDigit } from '../../../domain/tax-id.js';
import { defineReport } from '../country.js';
import type { Command } from '../country.js';

/** Thousands with dots or without, with or without the hyphen before the check digit. */
const RUT = /^(\d{1,3}(?:\.\d{3}){1,2}|\d{1,8})-?([\dkK])$/;
const NO_RUT = 'must be a RUT with its right check digit, such as 11.111.111-1, 11111111-1 or 111111111';

/** Contract §4.8, on terminals with app 1.0.X. The tax id goes out in the form of the console: contract §14.8. */
export const identityCheck: Command = defineReport({
  path: 'bioauth',
  functionCode: 121,
  options: z.strictObject({
    rutToValidate: z
      .string()
      .trim()
      // In the document too: a client finds a wrong form before it sends it. The check digit is ours to judge.
      .regex(RUT, { error: NO_RUT, abort: true })
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

const MAX_DIGITS = 8;

/**
 * A Chilean tax id in the one form that terminals know, `11.111.111-1` with an upper-case K (contract §14.8). Undefined for
 * any other text; its check digit is modulo 11, with weights 2 to 7 from the right.
 */
export function formatRut(text: string): string | undefined {
  const [, number = '', digit = ''] = RUT.exec(text) ?? [];
  const digits = number.replaceAll('.', '').replace(/^0+(?=\d)/, '');
  if (digits === '' || digits.length > MAX_DIGITS || taxIdCheckDigit(digits) !== digit.toUpperCase())
    return undefined;
  return `${digits.replaceAll(/\B(?=(?:\d{3})+$)/g, '.')}-${digit.toUpperCase()}`;
}
