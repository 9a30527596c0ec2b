import { z } from 'zod';
import { findCurrency } from '../../domain/money.js';
import { countries } from '../../getnet/countries/packs.js';

export const moment = z.iso.datetime();

/** An amount in an answer. */
export const shownAmount = z.strictObject({
  value: z.int().describe('Whole number of ISO 4217 minor units.'),
  currency: z.enum(countries.map(findCurrency)),
});

/** A card in an answer. */
export const shownCard = z
  .strictObject({ brand: z.string().nullable(), type: z.string().nullable(), last4: z.string().nullable() })
  .describe('As Getnet names it. No more of the card than this is kept.');
