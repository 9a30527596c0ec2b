import type { Country } from './terminal.js';

/** Where a country's day begins. */
const timeZones: Readonly<Record<Country, string>> = {
  CL: 'America/Santiago',
  AR: 'America/Argentina/Buenos_Aires',
};

const DAY_MS = 86_400_000;

/** @param moment epoch ms. @returns the day it is where the terminals of a country stand, YYYY-MM-DD. */
export function localDay(country: Country, moment: number): string {
  // `en-CA` writes YYYY-MM-DD.
  return new Intl.DateTimeFormat('en-CA', { timeZone: timeZones[country] }).format(new Date(moment));
}

/** The most days that are listed, from the latest back. */
const MOST_DAYS = 31;

/** @returns every local day from the one moment (epoch ms) to the other. */
export function localDays(country: Country, from: number, to: number): readonly string[] {
  const earliest = localDay(country, from);
  const days = Array.from({ length: MOST_DAYS }, (_, back) => localDay(country, to - back * DAY_MS));
  return [...new Set(days)].filter((day) => day >= earliest);
}
