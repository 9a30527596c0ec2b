import { describe, expect, it } from '@jest/globals';
import { readWallClock, toWallClock } from '../../src/domain/local-time.js';
import type { Country } from '../../src/domain/terminal.js';

describe('the times that terminals write', () => {
  it.each<[Country, string, string]>([
    ['CL', '2026-01-15 10:30:45', '2026-01-15T13:30:45Z'],
    ['CL', '2026-07-01 00:00:07', '2026-07-01T04:00:07Z'],
    ['CL', '2026-06-30 23:59:59', '2026-07-01T03:59:59Z'],
    ['AR', '2026-07-01 00:59:59', '2026-07-01T03:59:59Z'],
    ['AR', '2025-12-31 22:15:00', '2026-01-01T01:15:00Z'],
  ])('%s writes %s: the moment is %s', (country, written, moment) => {
    expect(toWallClock(country, Date.parse(moment))).toBe(readWallClock(written));
  });

  it('without seconds, with a T between, and with more behind: read as far as it is a time', () => {
    const wallMs = Date.parse('2026-01-15T10:30:00Z');
    expect(readWallClock('2026-01-15 10:30')).toBe(wallMs);
    expect(readWallClock('2026-01-15T10:30:45')).toBe(wallMs + 45_000);
    expect(readWallClock('2026-01-15 10:30:45.120-03:00')).toBe(wallMs + 45_000);
  });

  it.each([null, '', 'yesterday', '15/01/2026 10:30', '2026-01-15', ' 2026-01-15 10:30'])(
    '%j is no such time',
    (written) => {
      expect(readWallClock(written)).toBeUndefined();
    },
  );
});
