import { z } from 'zod';
import { holdsCardNumber } from '../../../config/redaction/card-numbers.js';
import { LARGEST_AMOUNT, findCurrency } from '../../../domain/money.js';
import type { Country } from '../../../domain/terminal.js';
import { getCountryPack } from '../../../getnet/countries/countries.js';
import { getCountryName } from './operation-names.js';
import type { CountrySettings } from '../../../getnet/countries/country.js';

/** Said where a text would be kept, and shown to operators, with what looks like a card number in it. */
export const HOLDS_A_CARD =
  'looks like it holds a card number, which must not be kept: shorten or leave it out';

/** Whether a text may be kept. */
export function holdsNoCard(text: string): boolean {
  return !holdsCardNumber(text);
}

const NO_CONTROL_CHARACTERS = /^[^\u0000-\u001f\u007f-\u009f]*$/;
const WHOLE = 'must be a whole number of minor units: 5990 CLP is $5,990, 120000 ARS is $1,200.00';

const amountValue = z
  .int({ error: WHOLE })
  .positive({ error: 'must be more than 0' })
  .meta({
    description:
      'Whole number of ISO 4217 minor units: 5990 CLP is $5,990, 120000 ARS is $1,200.00. A terminal takes 999,999,999 at ' +
      'most, in the unit Getnet counts in.',
  });

export function createAmountField(country: Country) {
  const currency = findCurrency(country);
  const unit = getCountryPack(country).minorPerWireUnit({});
  return z.strictObject({
    // Documented only where no setting changes it; judged with what else the wire cannot carry.
    value:
      unit === undefined
        ? amountValue
        : amountValue.meta({ ...amountValue.meta(), maximum: LARGEST_AMOUNT * unit }),
    currency: z.literal(currency, {
      error: `must be ${currency}, the currency of ${getCountryName(country)}`,
    }),
  });
}

const reference = z
  .string()
  .max(64, 'must have at most 64 characters')
  .regex(NO_CONTROL_CHARACTERS, 'must not contain control characters')
  .refine(holdsNoCard, { error: HOLDS_A_CARD })
  .meta({ description: 'Your own name for the payment: an order number.', example: 'ORD-1001' });

const onBusy = z.enum(['reject', 'wait'], { error: 'must be "reject" or "wait"' }).meta({
  description:
    'What to do when the terminal is busy. `reject` answers 409. `wait` queues the transaction: the terminal serves those that ' +
    'wait in the order of their arrival.',
});

export const DEFAULT_QUEUE_WAIT_SECONDS = 60;
export const MAX_QUEUE_WAIT_SECONDS = 600;

const maxWait = z
  .int()
  .min(1)
  .max(MAX_QUEUE_WAIT_SECONDS)
  .meta({
    description:
      `With \`onBusy: "wait"\` only: the seconds from its acceptance after which the transaction leaves the queue, *not sent*. ` +
      `${DEFAULT_QUEUE_WAIT_SECONDS} by default.`,
  });

/** What every request has, whatever it asks for. */
export const everyRequest = {
  terminalId: z.string().min(1).max(64).meta({ description: 'One of GET /v1/terminals.' }),
  reference: reference.optional(),
  onBusy: onBusy.default('reject'),
  maxWait: maxWait.optional(),
};

/** A day: what is not confirmed by then is forgotten by its shop. */
const MAX_CONFIRM_SECONDS = 86_400;

/** Of a sale. */
export const confirmWithin = z
  .int({ error: 'must be a whole number of seconds' })
  .min(1, { error: 'must be at least 1 second' })
  .max(MAX_CONFIRM_SECONDS, { error: 'must be at most 86400 seconds, a day' })
  .meta({
    description:
      'Seconds, counted from the approval. A sale that is approved and not confirmed within them (POST …/confirm) is undone by the ' +
      'service, once: by a void where the country has it and the batch is open, else by a return.',
  });

/** Wire format. */
export const TRANSACTION_ID_FORM = '^tx_[0-9A-Za-z]{19}$';

/** Of a void or return. */
export const originalTransactionId = z.string().min(1).max(64).meta({
  // The form is for whoever writes a client: an id of another form is as unknown as any.
  pattern: TRANSACTION_ID_FORM,
  description:
    'The sale to undo: the `id` of its transaction. The service knows Getnet’s numbers from there.',
});

/** Of a close. */
export const evenIfUnsettled = z.boolean().meta({
  description:
    'true closes the batch although a payment on this terminal has no proven outcome yet: after the close, ' +
    'sales of the batch can no longer be voided. By default that is refused.',
});

/** Of a return of a sale that was made elsewhere. */
export const evenIfRepeated = z.boolean().meta({
  description:
    'true sends the return although one with the same numbers and the same amount went through within the last day. By default ' +
    'that is refused as `duplicate-undo`, because such a repeat is usually the same return with a new key.',
});

/** Where the caller's terminals are, and how amounts are written there. */
export interface Place {
  readonly country: Country;
  readonly settings: CountrySettings;
}
