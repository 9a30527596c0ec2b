import type { Country } from './terminal.js';

/** Where a country's day begins. */
export const timeZones: Readonly<Record<Country, string>> = {
  CL: 'America/Santiago',
  AR: 'America/Argentina/Buenos_Aires',
};

const DAY_MS = 86_400_000;

/** YYYY-MM-DD, in the country's time zone. */
export function toLocalDay(country: Country, atMs: number): string {
  // `en-CA` writes YYYY-MM-DD.
  return new Intl.DateTimeFormat('en-CA', { timeZone: timeZones[country] }).format(new Date(atMs));
}

/** The most days that are listed, from the latest back. */
const MOST_DAYS = 31;

export function listLocalDays(country: Country, fromMs: number, toMs: number): readonly string[] {
  const earliest = toLocalDay(country, fromMs);
  const days = Array.from({ length: MOST_DAYS }, (_, back) => toLocalDay(country, toMs - back * DAY_MS));
  return [...new Set(days)].filter((day) => day >= earliest);
}
