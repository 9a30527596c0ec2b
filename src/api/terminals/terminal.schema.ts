import { z } from 'zod';
import { findCurrency } from '../../domain/money.js';
import { transactionTypes } from '../../domain/transaction-type.js';
import { countries } from '../../getnet/countries/countries.js';

/** A terminal as the API shows it. */
export const terminalSchema = z.strictObject({
  id: z.string(),
  country: z.enum(countries),
  currency: z.enum(countries.map(findCurrency)).describe('What it takes.'),
  state: z
    .enum(['free', 'busy'])
    .describe('Busy while a transaction has it, or while others wait for it (`onBusy: "wait"`).'),
  holder: z.string().nullable().describe('The transaction that uses it, if it is yours.'),
  since: z.iso.datetime().nullable(),
  busyUntil: z.iso
    .datetime()
    .nullable()
    .describe('The terminal is free by then at the latest, usually much sooner.'),
  quarantined: z
    .boolean()
    .describe(
      'The terminal takes no new payment, because several outcomes in a row stayed unknown, or nothing was heard about one. The quarantine ends when the ' +
        'terminal completes a poll, or by an operator.',
    ),
  mode: z
    .enum(['async', 'sync'])
    .describe(
      'How the service sends commands to Getnet. With `sync` a start is answered 202 at once: read the transaction for its outcome.',
    ),
  capabilities: z.array(z.enum(transactionTypes)).describe('The types of transaction it takes here.'),
  lastOperation: z
    .strictObject({
      transactionId: z.string(),
      type: z.string(),
      status: z.string(),
      createdAt: z.iso.datetime(),
    })
    .nullable()
    .describe('The latest operation on the terminal, as it is now.'),
});

/** A merchant's terminals. */
export const terminalListSchema = z.strictObject({
  items: z.array(terminalSchema),
  nextCursor: z.string().nullable(),
});
