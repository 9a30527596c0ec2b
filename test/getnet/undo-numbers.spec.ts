import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Country } from '../../src/domain/terminal.js';
import { openRecord, recordProof } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { UndoType } from '../../src/domain/transaction-type.js';
import { getCountryPack } from '../../src/getnet/countries/countries.js';
import type { Original } from '../../src/getnet/countries/country.js';
import { approved, saleInput, buildTerminalResult } from '../support/terms.js';
import {
  buildName,
  buildNames,
  findNumbers,
  isNumberOf,
  listDaysAtGetnet,
  listVoidDays,
} from '../../src/getnet/countries/sale-numbers.js';

const original = (over: Partial<Original['result']> = {}, madeAt = '2026-01-15T13:30:58.004Z'): Original => ({
  result: { operationId: 42, authorizationCode: '012345', receipt: {}, ...over },
  madeAt,
});

function undoing(country: Country, type: UndoType) {
  const found = getCountryPack(country).commands[type]?.undoing;
  if (found === undefined) throw new Error(`${country} undoes nothing by ${type}`);
  return found;
}

const readDate = (over: Partial<Original['result']>, madeAt?: string) =>
  undoing('AR', 'return').numbersFor(original(over, madeAt))?.['originalTransDate'];

describe('the days under which a void by a number on the receipt is remembered', () => {
  it.each<[string, string, string, string]>([
    ['an hour like any other', '2026-01-15T12:00:00Z', '2026-01-15', '2026-01-14'],
    ['the first hour after the day of 23 hours', '2026-09-07T03:30:00Z', '2026-09-07', '2026-09-06'],
    ['the last hour of the day of 25 hours', '2026-04-05T03:30:00Z', '2026-04-04', '2026-04-03'],
  ])('%s: today and yesterday by the calendar of the shop', (_, moment, ...days) => {
    expect(listVoidDays('CL', Date.parse(moment))).toEqual(days);
  });
});

describe('how an undo names its sale', () => {
  it('Chile, void: by the number on the receipt', () => {
    expect(undoing('CL', 'void').numbersFor(original())).toEqual({ operationId: 42 });
    expect(undoing('CL', 'void').namedBy).toBe('operationId');
  });

  it('Chile, return: by the authorisation code, zeros and all', () => {
    expect(undoing('CL', 'return').numbersFor(original())).toEqual({ authorizationCode: '012345' });
  });

  it('Argentina, return: by the authorisation code and the day of the sale', () => {
    const receipt = { realDate: '2026-01-14 23:50:00' };
    expect(undoing('AR', 'return').numbersFor(original({ receipt }))).toEqual({
      authorizationCode: '012345',
      originalTransDate: '2026-01-14',
    });
  });

  it.each<[Country, UndoType, Partial<Original['result']>]>([
    ['CL', 'void', { operationId: null }],
    ['CL', 'void', { operationId: 100_000_000 }],
    ['CL', 'return', { authorizationCode: null }],
    ['AR', 'return', { authorizationCode: null }],
    ['AR', 'return', { authorizationCode: '****1111' }],
    ['CL', 'return', { authorizationCode: 'x'.repeat(21) }],
  ])('%s %s where Getnet gave no usable number (%j): none', (country, type, over) => {
    expect(undoing(country, type).numbersFor(original(over))).toBeUndefined();
  });

  const noCodes = [
    '000000',
    '0',
    '00000000',
    'null',
    'NULL',
    'undefined',
    'NaN',
    'none',
    '',
    ' ',
    '12345',
    '7',
    '012 345',
  ];
  it.each(noCodes)('Codes that are no codes: a return never names its sale by %j', (authorizationCode) => {
    for (const country of ['CL', 'AR'] as const) {
      expect(undoing(country, 'return').numbersFor(original({ authorizationCode }))).toBeUndefined();
    }
    expect(undoing('CL', 'void').numbersFor(original({ authorizationCode }))).toEqual({ operationId: 42 });
  });

  it.each(['012345', '000001', '00A072', 'ABCDEF', '1234567'])('a code is one: %s', (authorizationCode) => {
    expect(undoing('CL', 'return').numbersFor(original({ authorizationCode }))).toEqual({
      authorizationCode,
    });
  });

  it.each(['000000', 'null', 'None'])(
    'given by a caller for a sale made elsewhere, %s: refused in words',
    (code) => {
      const day = { originalTransDate: '2026-01-15' };
      for (const [country, more] of [
        ['CL', {}],
        ['AR', day],
      ] as const) {
        const given = { authorizationCode: code, ...more };
        const { error } = undoing(country, 'return').foreignSaleOptions.safeParse(given);
        expect(error?.issues[0]?.message).toContain('must be the code on the receipt');
      }
    },
  );

  it.each<[string, Original['result']['receipt'], string]>([
    ['the real date', { realDate: '2026-01-14 23:50:00', accountingDate: '2026-01-16' }, '2026-01-14'],
    ['else the accounting date', { realDate: null, accountingDate: '2026-01-16 00:00:00' }, '2026-01-16'],
    ['else the date of the answer', { dateTime: '2026-01-17T09:00:00' }, '2026-01-17'],
    [
      'a date that is none is passed over',
      { realDate: '2026-02-30 10:00:00', dateTime: '2026-01-17' },
      '2026-01-17',
    ],
    ['a number is passed over', { realDate: 20_260_114 }, '2026-01-15'],
  ])('the day: %s', (_which, receipt, day) => {
    expect(readDate({ receipt })).toBe(day);
  });

  it('no day from Getnet: the one in Buenos Aires when it was made, not the one in Greenwich', () => {
    expect(readDate({}, '2026-01-16T02:59:59.999Z')).toBe('2026-01-15');
    expect(readDate({}, '2026-01-16T03:00:00.000Z')).toBe('2026-01-16');
  });

  it('whatever numbers there are: what an undo is given is what its own schema takes', () => {
    const receipts = fc.record({ realDate: fc.string() }, { requiredKeys: [] });
    const results = fc.record({
      operationId: fc.option(fc.integer()),
      authorizationCode: fc.option(fc.string({ maxLength: 25 })),
      receipt: receipts,
    });
    const undos = fc.constantFrom(undoing('CL', 'void'), undoing('CL', 'return'), undoing('AR', 'return'));
    fc.assert(
      fc.property(
        undos,
        results,
        fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
        (undo, result, at) => {
          const numbers = undo.numbersFor({ result, madeAt: at.toISOString() });
          if (numbers !== undefined) expect(undo.foreignSaleOptions.parse(numbers)).toEqual(numbers);
        },
      ),
    );
  });
});

describe('the day of a sale for which Getnet named none, in Argentina', () => {
  const { accepted } = saleInput();
  const [day, next, later] = ['2026-01-15', '2026-01-16', '2026-01-17'];
  /** Taken a moment before midnight in Buenos Aires. */
  const createdAt = '2026-01-16T02:59:50.000Z';

  function sell(provenAt: string, receipt: Original['result']['receipt'] = {}): Snapshot {
    const terminal = { ...accepted.terminal, country: 'AR' as const };
    const proof = { ...approved(), result: buildTerminalResult({ receipt }) };
    const opened = openRecord({ ...accepted, terminal, createdAt });
    return recordProof(opened, { proof, source: 'status_query' }, provenAt);
  }

  const readSent = (sale: Snapshot) => findNumbers(sale, undoing('AR', 'return'))?.['originalTransDate'];
  const byCode = (sale: Snapshot, named?: string) =>
    ({
      name: 'authorizationCode',
      value: '12345',
      terminal: { ...sale.accepted.terminal, merchant: sale.accepted.merchant },
      ...(named !== undefined && { day: named }),
    }) as const;

  it('proven hours later: a return names the day on which the terminal took it', () => {
    expect(readSent(sell('2026-01-16T09:00:00.000Z'))).toBe(day);
  });

  it('proven within the lifecycle, after midnight: a return names the day of the proof', () => {
    expect(readSent(sell('2026-01-16T03:00:40.000Z'))).toBe(next);
  });

  it('whichever of its days a return by its numbers names: it is recognised, and remembered by each', () => {
    const receipt = { realDate: `${next} 00:00:05`, accountingDate: `${later} 00:00:00` };
    const sale = sell('2026-01-16T09:00:00.000Z', receipt);
    expect(listDaysAtGetnet(sale)).toEqual([next, later, day]);
    for (const named of [day, next, later]) expect(isNumberOf(byCode(sale, named), sale)).toBe(true);
    expect(isNumberOf(byCode(sale, '2026-01-18'), sale)).toBe(false);
    const { codeName, codeNames = [] } = buildNames(sale);
    expect([codeName, ...codeNames]).toEqual(
      [next, later, day].map((named) => buildName(byCode(sale, named))),
    );
  });
});
