import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isEan13 } from '../../src/getnet/countries/fields.js';
import { formatRut } from '../../src/getnet/countries/cl/identity-check.js';
import type { Country } from '../../src/domain/terminal.js';
import type { TransactionType } from '../../src/domain/transaction-type.js';
import { countries, getCountryPack } from '../../src/getnet/countries/countries.js';
import type { Command } from '../../src/getnet/countries/country.js';
import { fixture } from './support/fixtures.js';

function findCommand(country: Country, type: TransactionType): Command {
  const command = getCountryPack(country).commands[type];
  if (command === undefined) throw new Error(`${country} has no ${type}`);
  return command;
}

function takes(country: Country, type: TransactionType, options: unknown): boolean {
  return findCommand(country, type).options.safeParse(options).success;
}

describe('options of the commands', () => {
  it.each<[Country, TransactionType, object]>([
    ['CL', 'promo_sale', {}],
    ['CL', 'promo_sale', { idPromo: 'x'.repeat(251) }],
    ['CL', 'promo_sale', { idPromo: 'P', tip: 1 }],
    ['CL', 'sale', { idPromo: 'P' }],
    ['CL', 'void', { operationId: 42 }],
    ['CL', 'return', { authorizationCode: '012345' }],
    ['AR', 'return', { authorizationCode: '012345' }],
    ['CL', 'return', { originalTransDate: '2026-01-15' }],
    ['AR', 'return', { originalTransDate: '2026-02-30' }],
    ['AR', 'return', { originalTransDate: '15/01/2026' }],
    ['AR', 'return', { originalTransDate: '2026-01-15T10:00:00Z' }],
    ['CL', 'duplicate', {}],
    ['CL', 'duplicate', { operationId: 0 }],
    ['CL', 'duplicate', { operationId: 100_000_000 }],
    ['CL', 'duplicate', { operationId: '42' }],
    ['CL', 'poll', { printOnPos: true }],
    ['AR', 'params', { printOnPos: true }],
    ['CL', 'details', { skipReceipt: true }],
    ['CL', 'unattended_mode', { c2cMode: 'true' }],
    ['CL', 'identity_check', {}],
    ['CL', 'identity_check', { rutToValidate: '11111111-2' }],
    ['CL', 'identity_check', { rutToValidate: '123.456.789-2' }],
    ['AR', 'shift', { skipConfirmation: true }],
    ['AR', 'shift', { shiftOperation: -1 }],
  ])('%s %s refuses %j', (country, type, options) => {
    expect(takes(country, type, options)).toBe(false);
  });

  it.each<[Country, TransactionType, object]>([
    ['CL', 'void', { printOnPos: true }],
    ['CL', 'return', {}],
    ['AR', 'return', { originalTransDate: '2024-02-29', skipConfirmation: true, skipReceipt: true }],
    ['AR', 'shift', { skiptConfirmation: true }],
    ['AR', 'last_voucher', { printOnPos: true, skipReceipt: false }],
    ['CL', 'identity_check', { rutToValidate: ' 11.111.111-1 ' }],
    ['CL', 'unattended_mode', { c2cMode: false }],
  ])('%s %s takes %j', (country, type, options) => {
    expect(takes(country, type, options)).toBe(true);
  });

  it.each<[Country, TransactionType, readonly string[]]>([
    ['CL', 'void', ['operationId']],
    ['CL', 'return', ['authorizationCode']],
    ['AR', 'return', ['authorizationCode', 'originalTransDate']],
  ])('%s %s of a sale taken elsewhere, with nothing said: %j are missed', (country, type, missing) => {
    const faults = findCommand(country, type).undoing?.foreignSaleOptions.safeParse({}).error?.issues;
    expect(faults?.map(({ path }) => path.join('.')).sort()).toEqual(missing);
  });

  it('every option says what it means', () => {
    for (const country of countries) {
      for (const { options, undoing } of Object.values(getCountryPack(country).commands)) {
        const fields = { ...options.shape, ...undoing?.foreignSaleOptions.shape };
        const silent = Object.entries(fields).filter(([, field]) => !field.description);
        expect(silent.map(([name]) => name)).toEqual([]);
      }
    }
  });
});

describe('check digits', () => {
  it.each(['11111111-1', '11.111.111-1', '111111111', '12345678-5', '10.000.013-K', '10000013-k', '1-9'])(
    '%s is a RUT',
    (text) => {
      expect(formatRut(text)).toBeDefined();
    },
  );

  it.each([
    '',
    '-1',
    '11111111-2',
    '11.1111.11-1',
    '1111.111-1',
    '12345678-K',
    'K',
    '11111111–1',
    ' 11111111-1',
  ])('%j is no RUT', (text) => {
    expect(formatRut(text)).toBeUndefined();
  });

  it.each([
    ['11111111-1', '11.111.111-1'],
    ['111111111', '11.111.111-1'],
    ['11.111.111-1', '11.111.111-1'],
    ['11.1111111', undefined],
    ['10000013-k', '10.000.013-K'],
    ['10.000.013k', '10.000.013-K'],
    ['10000013K', '10.000.013-K'],
    ['1000005-k', '1.000.005-K'],
    ['01000005-K', '1.000.005-K'],
    ['1-9', '1-9'],
    ['123456789-2', undefined],
  ])('%s is sent as %s', (typed, sent) => {
    expect(formatRut(typed)).toBe(sent);
  });

  it.each(['11111111-1', ' 111111111 ', '11.111.111-1'])(
    'an identity check of %j: the terminal gets the one form that it knows',
    (rutToValidate) => {
      expect(findCommand('CL', 'identity_check').options.parse({ rutToValidate })).toEqual({
        rutToValidate: '11.111.111-1',
      });
    },
  );

  it.each(['11111111-2', '', 'x'.repeat(9_000), '123.456.789-2'])(
    'no RUT, %j: said what one looks like',
    (text) => {
      const { error } = findCommand('CL', 'identity_check').options.safeParse({ rutToValidate: text });
      expect(error?.issues.map(({ message }) => message)).toContainEqual(
        expect.stringMatching(/^must be a RUT/),
      );
    },
  );

  it('any number: exactly one of the eleven check digits fits, by the sum of the weights', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), (number) => {
        const digits = [...'0123456789K'];
        const fitting = digits.filter((digit) => formatRut(`${number}-${digit}`) !== undefined);
        const weights = [2, 3, 4, 5, 6, 7, 2, 3];
        const places = String(number).split('').reverse();
        const sum = places.reduce((total, digit, place) => total + Number(digit) * (weights[place] ?? 0), 0);
        expect(fitting).toHaveLength(1);
        expect((sum + digits.indexOf(fitting[0] ?? '')) % 11).toBe(0);
      }),
    );
  });

  it.each(['4006381333931', '7802900001100', '0000000000000'])('%s is an EAN-13', (text) => {
    expect(isEan13(text)).toBe(true);
  });

  it('any 12 digits: exactly one thirteenth fits, and no single wrong digit goes unseen', () => {
    const twelve = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(twelve, fc.nat(12), fc.integer({ min: 1, max: 9 }), (head, place, off) => {
        const fitting = [...'0123456789'].filter((digit) => isEan13(head.join('') + digit));
        expect(fitting).toHaveLength(1);
        const whole = [...head, Number(fitting[0])];
        const wrong = whole.map((digit, at) => (at === place ? (digit + off) % 10 : digit));
        expect(isEan13(wrong.join(''))).toBe(false);
      }),
    );
  });
});

describe('a document to print', () => {
  const documented = (JSON.parse(fixture('requests/cl-printservice.json')) as { details: object[] }).details;
  const text = { printSeq: 1, type: 'text', data: 'x' };
  const array = { printSeq: 1, type: 'array', data: [{ item0: 'x' }] };
  const ean13 = { printSeq: 1, type: 'barcode', encode: 'ean13', data: '4006381333931' };
  const qr = { printSeq: 1, type: 'printcode', encode: 'qr', data: 'x' };
  const takesDocument = (details: unknown) => takes('CL', 'print', { details });

  it('the least a part says: encode is empty and it stands left', () => {
    expect(findCommand('CL', 'print').options.parse({ details: [text] })).toEqual({
      details: [{ ...text, encode: '', align: 'left' }],
    });
  });

  it.each<[string, readonly object[]]>([
    ['the documented one', documented],
    ['a line as wide as the paper', [{ ...text, data: 'ñ'.repeat(48) }]],
    ['places with gaps', [text, { ...text, printSeq: 7 }]],
    ['both kinds of code', [ean13, { ...qr, printSeq: 2 }]],
    ['a tax stamp', [{ ...qr, encode: 'pdf417', data: `<TED>\n${'ñ'.repeat(743)}` }]],
    ['the longest PDF417', [{ ...qr, encode: 'pdf417', data: 'x'.repeat(1_500) }]],
    ['items in order', [{ ...array, data: [{ item0: 'a' }, { item1: 'b' }] }]],
  ])('%s: taken', (_what, details) => {
    expect(takesDocument(details)).toBe(true);
  });

  it.each<[string, readonly unknown[]]>([
    ['no part', []],
    ['a line wider than the paper', [{ ...text, data: 'x'.repeat(49) }]],
    ['an item wider than the paper', [{ ...array, data: [{ item0: 'x'.repeat(49) }] }]],
    ['a line with a line break', [{ ...text, data: 'a\nb' }]],
    ['a text that is encoded', [{ ...text, encode: 'qr' }]],
    ['a list for a text', [{ ...text, data: [{ item0: 'x' }] }]],
    ['two parts in one place', [text, text]],
    ['places that go back', [{ ...text, printSeq: 2 }, text]],
    ['a place before the first', [{ ...text, printSeq: 0 }]],
    ['a place between two', [{ ...text, printSeq: 1.5 }]],
    ['items out of order', [{ ...array, data: [{ item1: 'a' }, { item0: 'b' }] }]],
    ['two items in one', [{ ...array, data: [{ item0: 'a', item1: 'b' }] }]],
    ['no item', [{ ...array, data: [] }]],
    ['a code without encoding', [{ ...qr, encode: '' }]],
    ['an EAN-13 with a wrong check digit', [{ ...ean13, data: '4006381333932' }]],
    ['an EAN-13 of 12 digits', [{ ...ean13, data: '400638133393' }]],
    ['a QR code that is too long', [{ ...qr, data: 'x'.repeat(301) }]],
    ['a PDF417 that is too long', [{ ...qr, encode: 'pdf417', data: 'x'.repeat(1_501) }]],
    ['a code that says nothing', [{ ...qr, data: '' }]],
    ['a type nobody knows', [{ ...text, type: 'image' }]],
    ['aligned right', [{ ...text, align: 'right' }]],
    ['a field nobody knows', [{ ...text, bold: true }]],
    ['too many parts', Array.from({ length: 101 }, (_, place) => ({ ...text, printSeq: place + 1 }))],
    [
      'too much in all',
      Array.from({ length: 30 }, (_, place) => ({ ...qr, printSeq: place + 1, data: 'x'.repeat(300) })),
    ],
  ])('%s: refused', (_what, details) => {
    expect(takesDocument(details)).toBe(false);
  });

  it.each<[string, string, string]>([
    ['barcode', 'qr', 'must be ean13, the only barcode; qr and pdf417 are of type printcode'],
    ['barcode', 'pdf417', 'must be ean13, the only barcode; qr and pdf417 are of type printcode'],
    ['barcode', '', 'must be ean13, the only barcode; qr and pdf417 are of type printcode'],
    ['printcode', 'ean13', 'must be qr or pdf417; ean13 is of type barcode'],
    ['printcode', '', 'must be qr or pdf417; ean13 is of type barcode'],
    ['text', 'qr', 'must be empty: only a barcode (ean13) and a printcode (qr, pdf417) are encoded'],
    ['array', 'ean13', 'must be empty: only a barcode (ean13) and a printcode (qr, pdf417) are encoded'],
  ])('type %s with encode "%s": refused, and said what goes with it', (type, encode, message) => {
    const data = type === 'array' ? [{ item0: 'x' }] : '4006381333931';
    const { error } = findCommand('CL', 'print').options.safeParse({
      details: [{ printSeq: 1, type, encode, data }],
    });
    expect(error?.issues).toMatchObject([{ path: ['details', 0, 'encode'], message }]);
  });
});
