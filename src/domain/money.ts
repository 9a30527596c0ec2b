import type { Country } from './terminal.js';

export const currencies = ['CLP', 'ARS'] as const;

export type Currency = (typeof currencies)[number];

/** Money in ISO 4217 minor units: 5990 CLP is $5,990 (no minor unit), 120000 ARS is $1,200.00. */
export interface Amount {
  readonly value: number;
  readonly currency: Currency;
}

/** The largest amount a terminal takes, in the unit on the wire (contract §4.2). */
export const LARGEST_AMOUNT = 999_999_999;

const minorDigits: Readonly<Record<Currency, number>> = { CLP: 0, ARS: 2 };
const currencyByCountry: Readonly<Record<Country, Currency>> = { CL: 'CLP', AR: 'ARS' };

/** The terminals of a country take one currency. */
export function findCurrency(country: Country): Currency {
  return currencyByCountry[country];
}

/** As a decimal number: `5990` for CLP, `1200.00` for ARS. */
export function toDecimalText({ value, currency }: Amount): string {
  const digits = minorDigits[currency];
  const text = String(value).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** `CLP 5,990`, `ARS 1,200.00`. */
export function formatAmount({ value, currency }: Amount): string {
  const digits = minorDigits[currency];
  const text = String(value).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',');
  return digits === 0 ? `${currency} ${whole}` : `${currency} ${whole}.${text.slice(-digits)}`;
}
