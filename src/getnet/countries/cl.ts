import { z } from 'zod';
import type { Command, CountryPack, OptionsSchema } from './pack.js';

/** What a Chilean sale is for the tax office (contract §10). Not the Argentine `saleType`. */
export type ChileanSaleType = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const saleTypes = [0, 1, 2, 3, 4, 5, 6] as const satisfies readonly ChileanSaleType[];

/** Getnet takes at most so many characters as `ticketNumber` (contract §4.2). */
const TICKET_LENGTH = 24;

const saleOptions = z.strictObject({
  ticketNumber: z
    .string()
    .trim()
    .min(1)
    .max(TICKET_LENGTH)
    .optional()
    .describe(
      'Receipt number. By default the reference when it has at most 24 characters, else the id without `tx_`.',
    ),
  saleType: z
    .literal(saleTypes)
    .optional()
    .describe(
      'Tax class: 0 plain sale (default), 1 taxable purchase, 2 taxable invoice, 3 exempt purchase, 4 exempt invoice, ' +
        '5 taxable collection, 6 exempt collection.',
    ),
  employeeId: z.int().min(0).max(9999).optional().describe('Number of the employee, at most 4 digits.'),
  printOnPos: z.boolean().optional().describe('Whether the terminal prints the receipt.'),
  paymentCategory: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,39}$/, 'must be capital letters, digits and underscores, such as FOOD_BENEFIT')
    .optional()
    .describe('Benefit the payment is made with, such as FOOD_BENEFIT.'),
}) satisfies OptionsSchema;

const sale: Command = {
  path: 'sale',
  functionCode: 100,
  takesAmount: true,
  options: saleOptions,
  moneyOptions: [],
  defaults: ({ transactionId, reference }) => ({
    ticketNumber: usableTicket(reference) ?? transactionId.replace(/^tx_/, ''),
    saleType: 0 satisfies ChileanSaleType,
  }),
  isCardSale: () => true,
};

function usableTicket(reference = ''): string | undefined {
  const ticket = reference.trim();
  return ticket !== '' && ticket.length <= TICKET_LENGTH ? ticket : undefined;
}

/** Chile: whole pesos on the wire, which are the minor units of CLP (contract §4.2). */
export const chile: CountryPack = {
  country: 'CL',
  sendIdSucursalAs: 'int',
  minorPerWireUnit: () => 1,
  timeZone: 'America/Santiago',
  commands: { sale },
  deviceQuery: { path: 'get_transaction', functionCode: 99 },
};
