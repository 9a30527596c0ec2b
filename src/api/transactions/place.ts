import type { Country } from '../../domain/terminal.js';
import type { CountrySettings } from '../../getnet/countries/pack.js';

/** Where the caller's terminals are, and how amounts are written there. */
export interface Place {
  readonly country: Country;
  readonly settings: CountrySettings;
}
