import { describe, expect, it } from '@jest/globals';
import { waitsForPeople, applyFlags } from '../../../src/dev/stack/flags.js';

describe('the flags of npm start', () => {
  it('no flag: the environment as it is', () => {
    expect(applyFlags({ SIMULATOR_CUSTOMER: 'usual' }, [])).toEqual({ SIMULATOR_CUSTOMER: 'usual' });
  });

  it('--at-the-till: terminals wait for people, whatever is set', () => {
    const env = applyFlags({ SIMULATOR_CUSTOMER: 'usual', HOST: '::1' }, ['--at-the-till']);
    expect(env).toEqual({ SIMULATOR_CUSTOMER: 'waits', HOST: '::1' });
    expect(waitsForPeople(env)).toBe(true);
  });

  it('the setting without the flag: the same', () => {
    expect(waitsForPeople({ SIMULATOR_CUSTOMER: ' Waits ' })).toBe(true);
    expect(waitsForPeople({ SIMULATOR_CUSTOMER: 'usual' })).toBe(false);
    expect(waitsForPeople({})).toBe(false);
  });

  it('a flag that does not exist: refused by its name', () => {
    expect(() => applyFlags({}, ['--at-the-beach'])).toThrow('--at-the-beach');
  });
});
