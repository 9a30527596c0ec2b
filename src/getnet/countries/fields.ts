import { z } from 'zod';
import { isCode, mayHaveLostZeros } from '../mapping/authorization-code.js';

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

/** Letters and digits, as a card network's authorisation codes are; Getnet takes at most 20 characters (contract §4.4). */
export const authorizationCode = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z]{1,20}$/, 'must be 1 to 20 letters and digits')
  .refine(isCode, 'must be the code on the receipt of the sale: this one means that there is none')
  .describe('Authorisation code of the sale, at most 20 letters and digits; leading zeros count.');

/**
 * @returns the authorisation code of an approval as a return may name its sale by it; undefined for what is no code, such as
 *   `000000`, `null`, or a number that lost its zeros: sent as a code it could name another sale.
 */
export function parseUsableCode(text: string | null): string | undefined {
  const code = authorizationCode.safeParse(text);
  return code.success && !mayHaveLostZeros(code.data) ? code.data : undefined;
}

/** Contract §4.2, §4.4: screens of an Argentine terminal that may be left out. */
export const skipConfirmation = z
  .boolean()
  .optional()
  .describe('Whether the terminal skips its confirmation screen.');

export const skipReceipt = z.boolean().optional().describe('Whether the terminal skips its receipt step.');

/** Getnet's number of a sale, the *N° de comprobante*: at most 8 digits (contract §4.3). Never an `idPosTxs`. */
export const operationId = z
  .int()
  .min(1)
  .max(99_999_999)
  .describe('Number of the sale on its receipt (`operationId` of the transaction), at most 8 digits.');

/** Whether a text is an EAN-13: 13 digits, the last of them the check digit. */
export function isEan13(text: string): boolean {
  if (!/^\d{13}$/.test(text)) return false;
  const sum = [...text].reduce((sum, digit, place) => sum + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
