import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findStartOfLocalDay, listLocalDays, toLocalDay, toLocalTime } from '../../src/domain/local-day.js';
import type { Country } from '../../src/domain/terminal.js';

// In 2026 Chile's clocks go back an hour at the end of 4 April, and forward at the midnight that begins 6 September.
describe('the day of a moment in a country', () => {
  it.each<[string, Country, string, string]>([
    ['2026-01-15T02:59:59Z', 'CL', '2026-01-14', '2026-01-14T23:59:59-03:00'],
    ['2026-01-15T03:00:00Z', 'CL', '2026-01-15', '2026-01-15T00:00:00-03:00'],
    ['2026-07-01T03:59:59Z', 'CL', '2026-06-30', '2026-06-30T23:59:59-04:00'],
    ['2026-07-01T03:59:59Z', 'AR', '2026-07-01', '2026-07-01T00:59:59-03:00'],
    ['2026-04-05T02:30:00Z', 'CL', '2026-04-04', '2026-04-04T23:30:00-03:00'],
    ['2026-04-05T03:30:00Z', 'CL', '2026-04-04', '2026-04-04T23:30:00-04:00'],
    ['2026-09-06T03:59:59Z', 'CL', '2026-09-05', '2026-09-05T23:59:59-04:00'],
    ['2026-09-06T04:00:00Z', 'CL', '2026-09-06', '2026-09-06T01:00:00-03:00'],
  ])('%s in %s: %s, and an export writes %s', (moment, country, ...[day, time]) => {
    expect(toLocalDay(country, Date.parse(moment))).toBe(day);
    expect(toLocalTime(country, Date.parse(moment))).toBe(time);
    expect(Date.parse(time)).toBe(Date.parse(moment));
  });
});

describe('when a day begins', () => {
  it.each<[string, Country, string]>([
    ['2026-01-15', 'CL', '2026-01-15T03:00:00Z'],
    ['2026-07-01', 'CL', '2026-07-01T04:00:00Z'],
    ['2026-07-01', 'AR', '2026-07-01T03:00:00Z'],
    ['2026-04-05', 'CL', '2026-04-05T04:00:00Z'],
    ['2026-09-06', 'CL', '2026-09-06T04:00:00Z'],
  ])('%s in %s: at %s', (day, country, moment) => {
    expect(new Date(findStartOfLocalDay(country, day))).toEqual(new Date(moment));
  });

  it('whatever the moment: its day has begun, and had not a millisecond before it did', () => {
    const moments = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2030-01-01') });
    fc.assert(
      fc.property(fc.constantFrom<Country>('CL', 'AR'), moments, (country, moment) => {
        const day = toLocalDay(country, moment);
        const start = findStartOfLocalDay(country, day);
        expect(start).toBeLessThanOrEqual(moment);
        expect(toLocalDay(country, start)).toBe(day);
        expect(toLocalDay(country, start - 1) < day).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the days between two moments', () => {
  const list = (country: Country, from: string, to: string) =>
    listLocalDays(country, Date.parse(from), Date.parse(to));

  it('each once, the latest first, both ends included', () => {
    expect(list('CL', '2026-01-14T12:00:00Z', '2026-01-16T12:00:00Z')).toEqual([
      '2026-01-16',
      '2026-01-15',
      '2026-01-14',
    ]);
    expect(list('CL', '2026-01-15T12:00:00Z', '2026-01-15T12:00:00Z')).toEqual(['2026-01-15']);
    expect(list('AR', '2026-02-28T12:00:00Z', '2026-03-01T12:00:00Z')).toEqual(['2026-03-01', '2026-02-28']);
  });

  it('a minute around midnight: two days', () => {
    expect(list('CL', '2026-01-15T02:59:30Z', '2026-01-15T03:00:30Z')).toEqual(['2026-01-15', '2026-01-14']);
  });

  it('the clocks go forward: the day of 23 hours is among them at every hour of the next', () => {
    expect(list('CL', '2026-09-05T20:00:00Z', '2026-09-07T03:30:00Z')).toEqual([
      '2026-09-07',
      '2026-09-06',
      '2026-09-05',
    ]);
  });

  it('the clocks go back: the day of 25 hours is there once', () => {
    expect(list('CL', '2026-04-03T20:00:00Z', '2026-04-05T03:30:00Z')).toEqual(['2026-04-04', '2026-04-03']);
  });

  it('a sale of long ago: the last 31 days', () => {
    const days = list('AR', '2025-01-01T12:00:00Z', '2026-01-31T12:00:00Z');
    expect([days.length, days[0], days.at(-1)]).toEqual([31, '2026-01-31', '2026-01-01']);
  });
});
