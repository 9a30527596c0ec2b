import { describe, expect, it } from '@jest/globals';
import { personalOptions, withoutPersonalData } from '../../src/domain/personal-data.js';
import { countries, getCountryPack } from '../../src/getnet/countries/countries.js';

const commands = countries.flatMap((country) => Object.values(getCountryPack(country).commands));

/** Looked at, and found to say nothing about who somebody is. `employeeId` is the shop's own number of a till's user. */
const harmless = new Set([
  'ticketNumber',
  'saleType',
  'employeeId',
  'printOnPos',
  'paymentCategory',
  'idPromo',
  'operationId',
  'authorizationCode',
  'c2cMode',
  'authType',
  'tip',
  'installments',
  'planId',
  'interest',
  'operationMode',
  'skipConfirmation',
  'skiptConfirmation',
  'skipReceipt',
  'originalTransDate',
  'shiftOperation',
  'numberOfShift',
]);

describe('personal data', () => {
  it('an identity check and a document are kept: the tax id and the lines are not among them', () => {
    expect(withoutPersonalData({ rutToValidate: '11.111.111-1', authType: 0 })).toEqual({ authType: 0 });
    expect(withoutPersonalData({ details: [{ type: 'text', data: 'Ana Soto, 11.111.111-1' }] })).toEqual({});
  });

  it('a sale is kept: all of its options stay', () => {
    const options = { ticketNumber: '5001', saleType: 1, printOnPos: true };
    expect(withoutPersonalData(options)).toEqual(options);
  });

  it('every option of every country was looked at: it is marked as personal, or known to be harmless', () => {
    const unknown = commands.flatMap(({ options, undoing, personal = [] }) =>
      [...Object.keys(options.shape), ...Object.keys(undoing?.foreignSaleOptions.shape ?? {})].filter(
        (name) => !harmless.has(name) && !personal.some((marked) => marked === name),
      ),
    );
    expect(unknown).toEqual([]);
  });

  it('what the commands mark is what is taken out', () => {
    const marked = new Set(commands.flatMap(({ personal = [] }) => personal));
    expect([...marked].toSorted()).toEqual([...personalOptions].toSorted());
  });
});
