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

/** `2026-01-15T10:30:58-03:00`, by the clocks of the country. */
export function toLocalTime(country: Country, atMs: number): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: timeZones[country],
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  }).formatToParts(new Date(atMs));
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  const offset = get('timeZoneName').replace('GMT', '');
  return `${get('year')}-${get('month')}-${get('day')}T${get('hour')}:${get('minute')}:${get('second')}${offset}`;
}

/** The most days that are listed, from the latest back. */
const MAX_DAYS = 31;

export function listLocalDays(country: Country, fromMs: number, toMs: number): readonly string[] {
  const earliest = toLocalDay(country, fromMs);
  const latest = toLocalDay(country, toMs);
  const days = Array.from({ length: MAX_DAYS }, (_, back) => findDayBefore(latest, back));
  return days.filter((day) => day >= earliest);
}

/** By the calendar: where the clocks change, a day has 23 or 25 hours, and 24 hours before a moment is not always the day before. */
export function findDayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}

/** When a day (YYYY-MM-DD) begins in the country's time zone, also where midnight is skipped. */
export function findStartOfLocalDay(country: Country, day: string): number {
  const midnightUtcMs = Date.parse(`${day}T00:00:00Z`);
  let [earlierMs, laterMs] = [midnightUtcMs - DAY_MS, midnightUtcMs + DAY_MS];
  while (laterMs - earlierMs > 1) {
    const middleMs = Math.floor((earlierMs + laterMs) / 2);
    if (toLocalDay(country, middleMs) < day) earlierMs = middleMs;
    else laterMs = middleMs;
  }
  return laterMs;
}
