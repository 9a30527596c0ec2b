import { countries } from '../../domain/terminal.js';
import type { Country } from '../../domain/terminal.js';

/** The setting that holds the address of one country's Getnet. */
export type BaseUrlVariable = `GETNET_BASE_URL_${Country}`;

/** The addresses of Getnet: one for all countries, or one for each. */
export type BaseUrls = {
  readonly [name in 'GETNET_BASE_URL' | BaseUrlVariable]?: string | undefined;
};

export function getBaseUrlVariable<Of extends Country>(country: Of): `GETNET_BASE_URL_${Of}` {
  return `GETNET_BASE_URL_${country}`;
}

/** Every setting that holds an address of Getnet. */
export const baseUrlVariables = ['GETNET_BASE_URL', ...countries.map(getBaseUrlVariable)] as const;

/** The country's own address, else the one for all countries. */
export function findBaseUrl(addresses: BaseUrls, country: Country): string | undefined {
  return addresses[getBaseUrlVariable(country)] ?? addresses.GETNET_BASE_URL;
}

/**
 * What a process that talks to Getnet cannot do without.
 *
 * @param usedCountries the countries of the merchants, supported or not.
 * @returns one fault for each supported country without an address.
 */
export function findMissingBaseUrls(
  addresses: BaseUrls,
  usedCountries: readonly string[],
): readonly string[] {
  return countries
    .filter((country) => usedCountries.includes(country) && findBaseUrl(addresses, country) === undefined)
    .map(
      (country) =>
        `GETNET_BASE_URL or ${getBaseUrlVariable(country)} is required: the merchants file has merchants in ${country}. Set the address that Getnet gave you`,
    );
}
