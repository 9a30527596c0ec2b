import { describe, expect, it } from '@jest/globals';
import { parseDuration, defaultSettings, readSettings, variables } from '../../src/simulator/settings.js';

describe('durations', () => {
  it.each([
    ['250ms', 250],
    ['15s', 15_000],
    ['1.5s', 1_500],
    ['5m', 300_000],
    ['24h', 86_400_000],
    ['0ms', 0],
  ])('%s is %i ms', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds));

  it.each(['', '15', 'soon', '-1s', '1 s 2', '25d', '1e3s'])('%j is none', (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  );
});

describe('settings', () => {
  it('nothing set, or set to nothing: the defaults', () => {
    const empty = Object.fromEntries(variables.map(({ name }) => [name, '']));
    expect(readSettings({})).toEqual({ kind: 'settings', settings: defaultSettings });
    expect(readSettings(empty)).toEqual({ kind: 'settings', settings: defaultSettings });
  });

  it('everything set: taken', () => {
    const environment = {
      SIMULATOR_PORT: '0',
      SIMULATOR_HOST: '::1',
      SIMULATOR_WINDOW: '2s',
      SIMULATOR_EXTRA_WINDOW: '3s',
      SIMULATOR_CUSTOMER_DELAY: '10ms',
      SIMULATOR_TOKEN_LIFE: '1m',
      SIMULATOR_REQUIRE_HEADERS: 'ALL',
      SIMULATOR_CUSTOMER: 'Waits',
      SIMULATOR_AR_AMOUNT_UNIT: 'centavos',
    };
    expect(readSettings(environment)).toEqual({
      kind: 'settings',
      settings: {
        port: 0,
        host: '::1',
        windowMs: 2_000,
        extraWindowMs: 3_000,
        customerDelayMs: 10,
        tokenLifeMs: 60_000,
        requireHeaders: 'all',
        customer: 'waits',
        arAmountUnit: 'centavos',
      },
    });
  });

  it('everything wrong: every variable named, with what it wants', () => {
    const wrong = Object.fromEntries(variables.map(({ name }) => [name, 'not this']));
    const reading = readSettings(wrong);
    const faults = reading.kind === 'faults' ? reading.faults : [];
    expect(faults).toEqual(variables.map(({ name, expected }) => `${name} is "not this": give ${expected}`));
  });
});
