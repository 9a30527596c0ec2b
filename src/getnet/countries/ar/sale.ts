import { z } from 'zod';
import type { Options } from '../../../domain/transaction.js';
import { employeeId, printOnPos, skipConfirmation, skipReceipt } from '../fields.js';
import type { Command, OptionsSchema } from '../country.js';

/** How an Argentine sale is paid: 0 card, 1 QR (contract §10). Not the Chilean `saleType`. */
export type ArgentineSaleType = 0 | 1;

const CARD: ArgentineSaleType = 0;
const QR: ArgentineSaleType = 1;

const saleOptions = z.strictObject({
  saleType: z
    .literal([CARD, QR])
    .optional()
    .describe('0 card (default), 1 QR: the terminal shows a code to pay with a wallet.'),
  tip: z
    .int()
    .min(0)
    .max(99_999_999_900)
    .optional()
    .describe('Tip, in minor units of ARS like the amount: 12000 is $120.00.'),
  employeeId,
  installments: z
    .int()
    .min(1)
    .max(99)
    .optional()
    .describe('Number of instalments; 1 by default on a card sale.'),
  planId: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .optional()
    .describe('Instalment plan; `contado` (single payment) by default on a card sale.'),
  interest: z
    .number()
    .min(0)
    .max(999)
    .optional()
    .describe('Interest as Getnet understands it; 0 by default on a card sale.'),
  operationMode: z.int().min(0).max(99).optional().describe('Operation mode; only 0 is known.'),
  skipConfirmation,
  skipReceipt,
  printOnPos,
}) satisfies OptionsSchema;

/** A single payment without interest, until Getnet says more about plans (contract §12 Q12). */
const singlePayment: Options = { installments: 1, planId: 'contado', interest: 0 };

/** Contract §4.2: by card or by QR. */
export const sale: Command = {
  path: 'sale',
  functionCode: 100,
  takesAmount: true,
  options: saleOptions,
  moneyOptions: ['tip'],
  defaults: (_named, { saleType = CARD }) => ({ saleType, ...(saleType === QR ? {} : singlePayment) }),
  isCardSale: ({ saleType }) => saleType !== QR,
};
