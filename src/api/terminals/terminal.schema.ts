import { z } from 'zod';
import { findCurrency } from '../../domain/money.js';
import { transactionTypes } from '../../domain/transaction-type.js';
import { countries } from '../../getnet/countries/countries.js';

/** A terminal as the API shows it. */
export const terminalSchema = z.strictObject({
  id: z.string(),
  country: z.enum(countries),
  currency: z.enum(countries.map(findCurrency)).describe('What it takes.'),
  state: z.enum(['free', 'busy']),
  holder: z.string().nullable().describe('The transaction that has it, when it is your own.'),
  since: z.iso.datetime().nullable(),
  busyUntil: z.iso.datetime().nullable().describe('Free again by then at the latest; usually much sooner.'),
  mode: z
    .enum(['async', 'sync'])
    .describe('How commands are sent to Getnet. Sync: a start is answered 202 at once, and its end is read.'),
  capabilities: z.array(z.enum(transactionTypes)).describe('The types of transaction it takes here.'),
  lastOperation: z
    .strictObject({
      transactionId: z.string(),
      type: z.string(),
      status: z.string(),
      createdAt: z.iso.datetime(),
    })
    .nullable()
    .describe('From an index that is seconds behind.'),
});

/** A merchant's terminals. */
export const terminalListSchema = z.strictObject({
  items: z.array(terminalSchema),
  nextCursor: z.string().nullable(),
});
