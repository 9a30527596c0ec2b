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

/** Letters and digits, as a card network's authorisation codes are; Getnet takes at most 20 characters (contract §4.4). */
export const authorizationCode = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z]{1,20}$/, 'must be 1 to 20 letters and digits')
  .describe('Authorisation code of the sale, at most 20 letters and digits; leading zeros count.');
