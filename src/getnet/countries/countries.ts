import type { Mode } from '../../domain/policy.js';
import type { Country } from '../../domain/terminal.js';
import type { TransactionType } from '../../domain/transaction-type.js';
import type { Options } from '../../domain/transaction.js';
import { argentina } from './ar/pack.js';
import { chile } from './cl/pack.js';
import type { CountryPack } from './country.js';

const packs: Readonly<Record<Country, CountryPack>> = { AR: argentina, CL: chile };

/** Every country there is a pack for. */
export const countries = Object.keys(packs) as readonly Country[];

export function getCountryPack(country: Country): CountryPack {
  return packs[country];
}

export function listCapabilities(country: Country): readonly TransactionType[] {
  return Object.keys(packs[country].commands) as readonly TransactionType[];
}

/** What Getnet can do about a report or a closing on a terminal. */
export function findReportAbilities({ country, mode }: { readonly country: Country; readonly mode: Mode }) {
  return { mode, deviceQuery: packs[country].deviceQuery !== undefined, cancelCommand: false };
}

/** The countries whose terminals take a type of transaction; none for one that is offered nowhere. */
export function listCountriesWith(type: TransactionType): readonly Country[] {
  return countries.filter((country) => packs[country].commands[type] !== undefined);
}

/** What an options schema gave, without the options that were not given. */
export function pickGivenOptions(parsed: Readonly<Record<string, Options[string] | undefined>>): Options {
  const given = Object.entries(parsed).filter(
    (entry): entry is [string, Options[string]] => entry[1] !== undefined,
  );
  return Object.fromEntries(given);
}
