import { timeZones } from './local-day.js';
import { countries } from './terminal.js';
import type { Country } from './terminal.js';

const WRITTEN = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?/;

/**
 * A time as a terminal writes it: `2026-01-15 10:30:45`, in its own zone.
 *
 * @returns the clock on the wall, in milliseconds as if it were UTC; undefined for a text that is no such time.
 */
export function readWallClock(written: string | null): number | undefined {
  const match = WRITTEN.exec(written ?? '');
  if (match === null) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** A format is costly to make, and the same for every transaction. */
const formats = Object.fromEntries(countries.map((country) => [country, buildFormat(country)])) as Readonly<
  Record<Country, Intl.DateTimeFormat>
>;

/** @returns what a clock on the wall shows at this moment, to be compared with {@link readWallClock}. */
export function toWallClock(country: Country, atMs: number): number {
  const parts = new Map(
    formats[country].formatToParts(new Date(atMs)).map(({ type, value }) => [type, value]),
  );
  const read = (name: Intl.DateTimeFormatPartTypes) => Number(parts.get(name) ?? 0);
  return Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
}

function buildFormat(country: Country): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: timeZones[country],
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}
