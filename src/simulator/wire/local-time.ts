import type { Country } from '../terminals/terminal.js';

const zones = { CL: 'America/Santiago', AR: 'America/Argentina/Buenos_Aires' } as const;

const formats = {
  CL: createFormat(zones.CL),
  AR: createFormat(zones.AR),
} as const;

function createFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

/** A time on the terminal's clock, `YYYY-MM-DD HH:mm:ss` without a zone. Contract §4.0. */
export function formatLocalTime(atMs: number, country: Country): string {
  const parts = Object.fromEntries(
    formats[country].formatToParts(atMs).map(({ type, value }) => [type, value]),
  );
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}:${parts.second}`;
}

/** The day of a time on the terminal's clock, `YYYY-MM-DD`. */
export function formatLocalDate(atMs: number, country: Country): string {
  return formatLocalTime(atMs, country).slice(0, 10);
}
