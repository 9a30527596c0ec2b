import { z } from 'zod';
import { employeeId, printOnPos } from '../fields.js';
import type { Command, RequestNames, OptionsSchema } from '../country.js';

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
      'Receipt number, at most 24 characters. By default the reference when it has at most 24 characters, else the id ' +
        'without `tx_`.',
    ),
  saleType: z
    .literal(saleTypes)
    .optional()
    .describe(
      'Tax class: 0 plain sale (default), 1 taxable purchase, 2 taxable invoice, 3 exempt purchase, 4 exempt invoice, ' +
        '5 taxable collection, 6 exempt collection.',
    ),
  employeeId,
  printOnPos,
  paymentCategory: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,39}$/, 'must be capital letters, digits and underscores, such as FOOD_BENEFIT')
    .optional()
    .describe('Benefit the payment is made with, such as FOOD_BENEFIT.'),
}) satisfies OptionsSchema;

const promoSaleOptions = saleOptions.extend({
  idPromo: z
    .string()
    .trim()
    .min(1)
    .max(250)
    .describe('The promotion the sale is made under, as Getnet names it; at most 250 characters.'),
}) satisfies OptionsSchema;

/** Contract §4.2. */
export const sale: Command = {
  path: 'sale',
  functionCode: 100,
  takesAmount: true,
  options: saleOptions,
  moneyOptions: [],
  defaults: ({ transactionId, reference }: RequestNames) => ({
    ticketNumber: toTicketNumber(reference) ?? transactionId.replace(/^tx_/, ''),
    saleType: 0 satisfies ChileanSaleType,
  }),
  isCardSale: () => true,
};

/** Contract §4.8: as a sale, on terminals with app 1.0.X. Its approval needs an authorisation code like any card sale's. */
export const promoSale: Command = {
  ...sale,
  path: 'salepromo',
  functionCode: 126,
  options: promoSaleOptions,
};

function toTicketNumber(reference = ''): string | undefined {
  const ticket = reference.trim();
  return ticket !== '' && ticket.length <= TICKET_LENGTH ? ticket : undefined;
}
