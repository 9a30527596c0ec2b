import type { Country } from '../domain/terminal.js';

/** The addresses of Getnet: one for all countries, or one for each. */
export interface BaseUrls {
  readonly GETNET_BASE_URL?: string | undefined;
  readonly GETNET_BASE_URL_CL?: string | undefined;
  readonly GETNET_BASE_URL_AR?: string | undefined;
}

/** @returns a country's Getnet, its own address before the one for all; undefined when there is none. */
export function getnetBaseUrl(addresses: BaseUrls, country: Country): string | undefined {
  const own = { CL: addresses.GETNET_BASE_URL_CL, AR: addresses.GETNET_BASE_URL_AR };
  return own[country] ?? addresses.GETNET_BASE_URL;
}

/**
 * What a process that talks to Getnet cannot do without.
 *
 * @param named the countries of the merchants, supported or not.
 * @returns one fault for each supported country without an address.
 */
export function missingBaseUrls(addresses: BaseUrls, named: readonly string[]): readonly string[] {
  return (['CL', 'AR'] as const)
    .filter((country) => named.includes(country) && getnetBaseUrl(addresses, country) === undefined)
    .map(
      (country) =>
        `GETNET_BASE_URL or GETNET_BASE_URL_${country} must be set: there are merchants in ${country}`,
    );
}
