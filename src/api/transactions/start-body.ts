import { z } from 'zod';
import { maskCardNumbers } from '../../config/card-numbers.js';
import { currencyOf } from '../../domain/money.js';
import type { Country } from '../../domain/terminal.js';
import type { TransactionType } from '../../domain/transaction-type.js';
import { countryPack } from '../../getnet/countries/packs.js';
import type { OptionsSchema } from '../../getnet/countries/pack.js';

const noOptions: OptionsSchema = z.strictObject({});
/** Said where a text would be kept, and shown to operators, with what looks like a card number in it. */
export const HOLDS_A_CARD =
  'looks like it holds a card number, which must not be kept: shorten or leave it out';

/** Whether a text may be kept. */
export function holdsNoCard(text: string): boolean {
  return maskCardNumbers(text) === text;
}

const NO_CONTROL_CHARACTERS = /^\P{Cc}*$/u;
const WHOLE = 'must be a whole number of minor units: 5990 CLP is $5,990, 120000 ARS is $1,200.00';

const amountValue = z
  .int({ error: WHOLE })
  .positive({ error: 'must be more than 0' })
  .meta({
    description:
      'Whole number of ISO 4217 minor units: 5990 CLP is $5,990, 120000 ARS is $1,200.00. A terminal takes 999,999,999 at ' +
      'most, in the unit Getnet counts in.',
  });

const reference = z
  .string()
  .max(64, 'must have at most 64 characters')
  .regex(NO_CONTROL_CHARACTERS, 'must not contain control characters')
  .refine(holdsNoCard, { error: HOLDS_A_CARD })
  .meta({ description: 'Your own name for the payment: an order number.', example: 'ORD-1001' });

const onBusy = z
  .literal('reject', {
    error: 'must be "reject", or left out: waiting for a busy terminal is not offered yet',
  })
  .meta({ description: 'What to do when the terminal is busy. Only `reject` is offered so far.' });

/** The body of a sale in one country: what `POST /v1/transactions` takes. Unknown fields are refused. */
export function saleBody(country: Country) {
  const currency = currencyOf(country);
  return z.strictObject({
    type: z.literal('sale'),
    terminalId: z.string().min(1).max(64).meta({ description: 'One of GET /v1/terminals.' }),
    amount: z.strictObject({
      value: amountValue,
      currency: z.literal(currency, { error: `must be ${currency}, the currency of ${country}` }),
    }),
    reference: reference.optional(),
    onBusy: onBusy.default('reject'),
    options: (countryPack(country).commands.sale?.options ?? noOptions).prefault({}),
  });
}

export type StartBody = z.infer<ReturnType<typeof saleBody>>;

const bodies = { sale: saleBody } satisfies Partial<Record<TransactionType, unknown>>;

/** The schema a body is held against: its type's, or the sale's where the type says nothing. */
export function bodySchemaFor(type: unknown, country: Country): ReturnType<typeof saleBody> {
  return type === 'sale' ? bodies[type](country) : bodies.sale(country);
}
