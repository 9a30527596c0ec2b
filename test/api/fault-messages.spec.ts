import { describe, expect, it } from '@jest/globals';
import { operationExamples } from '../../src/api/docs/operation-examples.js';
import { Problem } from '../../src/api/problems/problem.js';
import type { Fault } from '../../src/api/problems/problem.js';
import type { Place } from '../../src/api/transactions/body/body-fields.js';
import { readStartBody } from '../../src/api/transactions/body/read-start-body.js';
import { getCountryPack } from '../../src/getnet/countries/countries.js';
import type { TransactionType } from '../../src/domain/transaction-type.js';

interface Body {
  readonly type: TransactionType;
  readonly terminalId: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

const CL: Place = { country: 'CL', settings: {} };
const AR: Place = { country: 'AR', settings: { arAmountUnit: 'pesos' } };
const sale = { type: 'sale', terminalId: 'till-1', amount: { value: 5990, currency: 'CLP' } };
const forTill = (type: string, options: object) => ({ type, terminalId: 'till-1', options });
const print = (...details: readonly unknown[]) => forTill('print', { details });
const part = { printSeq: 1, type: 'text', encode: '', data: 'ORDER', align: 'left' };

function findFaults(body: unknown, place: Place): readonly Fault[] {
  try {
    readStartBody(body, place);
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown.body.errors ?? [];
    throw thrown;
  }
  return [];
}

describe('a field is wrong: its fault says which value is right', () => {
  it.each<[string, string, object, Place]>([
    ['options.saleType', 'must be one of 0, 1, 2, 3, 4, 5, 6', { ...sale, options: { saleType: 9 } }, CL],
    ['options.saleType', 'must be one of 0, 1', forTill('sale', { saleType: 'qr' }), AR],
    ['options.printOnPos', 'must be true or false', { ...sale, options: { printOnPos: 1 } }, CL],
    ['options.employeeId', 'must be at most 9999', { ...sale, options: { employeeId: 10_000 } }, CL],
    ['options.employeeId', 'must be at least 0', { ...sale, options: { employeeId: -1 } }, CL],
    ['options.employeeId', 'must be a whole number', { ...sale, options: { employeeId: 1.5 } }, CL],
    [
      'options.ticketNumber',
      'must have at most 24 characters',
      { ...sale, options: { ticketNumber: '1'.repeat(25) } },
      CL,
    ],
    ['terminalId', 'must have at least 1 character', { ...sale, terminalId: '' }, CL],
    [
      'options.originalTransDate',
      'must be a date such as 2026-01-31',
      { ...forTill('return', { originalTransDate: '31/01/2026' }), originalTransactionId: 'tx_1' },
      AR,
    ],
    ['options.details', 'must have at least 1 entry', print(), CL],
    ['options.details', 'must have at most 100 entries', print(...Array<object>(101).fill(part)), CL],
    [
      'options.details.0.type',
      'must be one of text, array, barcode, printcode',
      print({ ...part, type: 'image' }),
      CL,
    ],
    [
      'options.details.0.encode',
      'must be empty: only a barcode (ean13) and a printcode (qr, pdf417) are encoded',
      print({ ...part, encode: 'qr' }),
      CL,
    ],
    [
      'options.details.0.encode',
      'must be ean13, the only barcode; qr and pdf417 are of type printcode',
      print({ ...part, type: 'barcode', encode: 'code39' }),
      CL,
    ],
    ['options.details.0.data', 'must be a list', print({ ...part, type: 'array' }), CL],
    [
      'amount.currency',
      'must be CLP, the currency of Chile',
      { ...sale, amount: { value: 1, currency: 'USD' } },
      CL,
    ],
    [
      'options.evenIfUnsettled',
      'is no option: put it beside options',
      forTill('close', { evenIfUnsettled: true }),
      CL,
    ],
    [
      'options.evenIfUnsettled',
      'is not a field of this request',
      forTill('poll', { evenIfUnsettled: true }),
      CL,
    ],
  ])('%s: %s', (...[field, message, body, place]) => {
    expect(findFaults(body, place)).toContainEqual({ field, message });
  });
});

describe('a body is wrong in any way: the message is one of ours', () => {
  const wrong = [null, '', 'x'.repeat(9_000), '\u0007', -1, 1.5, 1e300, true, [], [7], {}, { a: [{}] }];

  it.each(Object.entries(operationExamples()) as readonly [string, Body][])('%s', (_, body) => {
    const place = body.terminalId.startsWith('cl') ? CL : AR;
    const command = getCountryPack(place.country).commands[body.type];
    const options = Object.keys({ ...command?.options.shape, ...body.options });
    const bodies = wrong.flatMap((value) => [
      value,
      ...[...Object.keys(body), 'options', 'amount', 'reference', 'onBusy', 'strange'].map((name) => ({
        ...body,
        [name]: value,
      })),
      ...options.map((name) => ({ ...body, options: { ...body.options, [name]: value } })),
    ]);
    const messages = bodies
      .flatMap((wrongBody) => findFaults(wrongBody, place))
      .map(({ message }) => message);
    expect(messages.length).toBeGreaterThan(wrong.length);
    expect(
      messages.filter((text) => /Invalid|expected|received|Too (small|big)|Unrecogni/.test(text)),
    ).toEqual([]);
    expect(messages.filter((text) => !/^(must|is|looks) /.test(text))).toEqual([]);
  });
});
