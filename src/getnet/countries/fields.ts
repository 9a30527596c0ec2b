import { z } from 'zod';

/** Whether the terminal prints (contract §4.0). */
export const printOnPos = z
  .boolean()
  .optional()
  .describe('Whether the terminal prints on paper: the receipt, or the report.');

/** Who works at the till (contract §4.2). */
export const employeeId = z
  .int()
  .min(0)
  .max(9999)
  .optional()
  .describe('Number of the employee, at most 4 digits.');

/** Zeros, and the words by which programs say that there is nothing. */
const NO_CODE = /^(?:0+|null|nil|none|undefined|nan|na)$/i;

/** A card network's codes have six characters, so a number with fewer has lost its zeros. */
const LOST_ZEROS = /^\d{1,5}$/;

/** Letters and digits, as a card network's authorisation codes are; Getnet takes at most 20 characters (contract §4.4). */
export const authorizationCode = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z]{1,20}$/, 'must be 1 to 20 letters and digits')
  .refine(
    (code) => !NO_CODE.test(code),
    'must be the code on the receipt of the sale: this one means that there is none',
  )
  .describe('Authorisation code of the sale, at most 20 letters and digits; leading zeros count.');

/**
 * @returns the authorisation code of an approval as a return may name its sale by it; undefined for what is no code, such as
 *   `000000`, `null`, or a number that lost its zeros: sent as a code it could name another sale.
 */
export function usableCode(told: string | null): string | undefined {
  const code = authorizationCode.safeParse(told);
  return code.success && !LOST_ZEROS.test(code.data) ? code.data : undefined;
}
