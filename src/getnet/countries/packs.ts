import type { Country } from '../../domain/terminal.js';
import type { TransactionType } from '../../domain/transaction-type.js';
import type { Options } from '../../domain/transaction.js';
import { argentina } from './ar.js';
import { chile } from './cl.js';
import type { CountryPack } from './pack.js';

const packs: Readonly<Record<Country, CountryPack>> = { AR: argentina, CL: chile };

/** @returns everything that is particular to a country. */
export function countryPack(country: Country): CountryPack {
  return packs[country];
}

/** @returns the types of transaction a country's terminals take. */
export function capabilitiesOf(country: Country): readonly TransactionType[] {
  return Object.keys(packs[country].commands) as readonly TransactionType[];
}

/** @returns what an options schema gave, without the options that were not given. */
export function givenOptions(parsed: Readonly<Record<string, Options[string] | undefined>>): Options {
  const given = Object.entries(parsed).filter(
    (entry): entry is [string, Options[string]] => entry[1] !== undefined,
  );
  return Object.fromEntries(given);
}
