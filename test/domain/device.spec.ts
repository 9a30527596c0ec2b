import { describe, expect, it } from '@jest/globals';
import { toDevice } from '../../src/domain/terminal.js';

describe('the device of a terminal', () => {
  it('two spellings of a serial number: one device, in capital letters', () => {
    expect(toDevice({ country: 'CL', serialNumber: ' ab12 ' })).toEqual({
      country: 'CL',
      serialNumber: 'AB12',
    });
    expect(toDevice({ country: 'CL', serialNumber: 'AB12' })).toEqual({
      country: 'CL',
      serialNumber: 'AB12',
    });
  });
});
