import { describe, expect, it } from '@jest/globals';
import { Problem } from '../../src/api/problems/problem.js';
import type { ProblemBody } from '../../src/api/problems/problem.js';
import { readStartBody } from '../../src/api/transactions/body/read-start-body.js';
import type { Place } from '../../src/api/transactions/body/body-fields.js';

const chile: Place = { country: 'CL', settings: {} };
const pesos: Place = { country: 'AR', settings: { arAmountUnit: 'pesos' } };
const centavos: Place = { country: 'AR', settings: { arAmountUnit: 'centavos' } };

const sale = { type: 'sale', terminalId: 'cl-1', amount: { value: 5990, currency: 'CLP' } };
const arSale = { type: 'sale', terminalId: 'ar-1', amount: { value: 120000, currency: 'ARS' } };
const amount = (value: unknown) => ({ ...sale, amount: { value, currency: 'CLP' } });
const arAmount = (value: unknown) => ({ ...arSale, amount: { value, currency: 'ARS' } });

function refusal(body: unknown, place = chile): ProblemBody {
  try {
    readStartBody(body, place);
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown.body;
    throw thrown;
  }
  throw new Error('the body was taken');
}

const listFaultyFields = (body: unknown, place?: Place) =>
  refusal(body, place).errors?.map(({ field }) => field);

describe('a body that is taken', () => {
  it.each<[string, unknown, Place]>([
    ['the least', sale, chile],
    [
      'everything',
      {
        ...sale,
        reference: 'ORD-1001',
        onBusy: 'reject',
        options: { ticketNumber: '5001', saleType: 1, printOnPos: true },
      },
      chile,
    ],
    ['the largest amount', amount(999_999_999), chile],
    ['the smallest amount', amount(1), chile],
    ['an order number of a marketplace', { ...sale, reference: '2000003508419017' }, chile],
    ['an order number as ticket number', { ...sale, options: { ticketNumber: '2000003508419017' } }, chile],
    ['64 characters of reference', { ...sale, reference: 'r'.repeat(64) }, chile],
    ['QR in Argentina', { ...arSale, options: { saleType: 1 } }, pesos],
    ['the largest amount in pesos', arAmount(99_999_999_900), pesos],
    ['centavos where Getnet counts them', arAmount(120_050), centavos],
  ])('%s', (_, body, place) => {
    expect(readStartBody(body, place)).toMatchObject({ type: 'sale', onBusy: 'reject' });
  });
});

describe('a body that is refused names its fields', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['not an object', [sale], ['']],
    ['nothing in it', {}, ['type', 'terminalId']],
    ['a sale and nothing else', { type: 'sale' }, ['terminalId', 'amount']],
    ['a type nobody knows', { ...sale, type: 'gift' }, ['type']],
    ['a type that every object has', { ...sale, type: 'constructor' }, ['type']],
    ['a type that is no text', { ...sale, type: 1 }, ['type']],
    ['a terminal that is no text', { ...sale, terminalId: 1 }, ['terminalId']],
    ['no terminal', { ...sale, terminalId: '' }, ['terminalId']],
    ['a negative amount', amount(-1), ['amount.value']],
    ['no amount', amount(0), ['amount.value']],
    ['a fraction', amount(59.9), ['amount.value']],
    ['an amount as text', amount('5990'), ['amount.value']],
    ['more than a terminal takes', amount(1_000_000_000), ['amount.value']],
    ['more than a number holds', amount(1e300), ['amount.value']],
    ['a bare number for the amount', { ...sale, amount: 5990 }, ['amount']],
    ['the currency of elsewhere', { ...sale, amount: { value: 1, currency: 'ARS' } }, ['amount.currency']],
    ['a long reference', { ...sale, reference: 'r'.repeat(65) }, ['reference']],
    ['a control character', { ...sale, reference: 'a\u0000b' }, ['reference']],
    ['an unknown field', { ...sale, tip: 1 }, ['tip']],
    ['an unknown field inside', { ...sale, amount: { ...sale.amount, cents: 1 } }, ['amount.cents']],
    ['an unknown option', { ...sale, options: { planId: 'contado' } }, ['options.planId']],
    ['an option out of range', { ...sale, options: { saleType: 7 } }, ['options.saleType']],
    [
      'a field called __proto__',
      JSON.parse(`{"__proto__":{},${JSON.stringify(sale).slice(1)}`),
      ['__proto__'],
    ],
    ['a way to wait that there is not', { ...sale, onBusy: 'queue' }, ['onBusy']],
    ['a time to wait without waiting', { ...sale, maxWait: 10 }, ['maxWait']],
    ['a time to wait, and no waiting', { ...sale, onBusy: 'reject', maxWait: 10 }, ['maxWait']],
    ['no time to wait', { ...sale, onBusy: 'wait', maxWait: 0 }, ['maxWait']],
    ['half a second to wait', { ...sale, onBusy: 'wait', maxWait: 0.5 }, ['maxWait']],
    ['more than ten minutes to wait', { ...sale, onBusy: 'wait', maxWait: 601 }, ['maxWait']],
  ])('%s', (_, body, fields) => {
    expect(refusal(body)).toMatchObject({
      code: 'invalid-request',
      status: 422,
      moneyMoved: 'no',
      retry: 'same_key',
    });
    expect(listFaultyFields(body)).toEqual(fields);
  });

  it('all faults at once, those of the country among them', () => {
    const body = {
      ...sale,
      terminalId: 7,
      amount: { value: 2_000_000_000, currency: 'USD' },
      options: { saleType: 9 },
      extra: 1,
    };
    expect(listFaultyFields(body)).toEqual([
      'terminalId',
      'options.saleType',
      'amount.currency',
      'extra',
      'amount.value',
    ]);
  });

  it('every fault says what would be right', () => {
    const messages = refusal({ ...sale, onBusy: 'queue', maxWait: 3 }).errors?.map(({ message }) => message);
    expect(messages).toEqual([
      expect.stringContaining('must be "reject" or "wait"'),
      expect.stringContaining('leave it out'),
    ]);
  });

  it('waiting: with a time, or without one', () => {
    const waiting = { ...sale, onBusy: 'wait' };
    expect(readStartBody(waiting, chile)).not.toHaveProperty('maxWait');
    expect(readStartBody({ ...waiting, maxWait: 600 }, chile)).toMatchObject({
      onBusy: 'wait',
      maxWait: 600,
    });
  });
});

describe('Argentina', () => {
  it('where Getnet takes pesos, an amount that is not whole pesos is refused', () => {
    expect(listFaultyFields(arAmount(120_050), pesos)).toEqual(['amount.value']);
  });

  it('where nobody said what Getnet takes, no amount is taken', () => {
    expect(listFaultyFields(arSale, { country: 'AR', settings: {} })).toEqual(['amount.value']);
  });

  it('an option of Chile is none of Argentina', () => {
    expect(listFaultyFields({ ...arSale, options: { ticketNumber: '1' } }, pesos)).toEqual([
      'options.ticketNumber',
    ]);
  });
});

describe('a type', () => {
  it.each<[string, Place, string]>([
    ['void', pesos, 'CL'],
    ['promo_sale', pesos, 'CL'],
    ['close', pesos, 'CL'],
    ['print', pesos, 'CL'],
    ['totals', chile, 'AR'],
    ['shift_report', chile, 'AR'],
    ['last_voucher', chile, 'AR'],
  ])('%s is another country’s: refused, and the country is named', (type, place, country) => {
    const { code, status, detail } = refusal({ type, terminalId: 'x-1' }, place);
    expect({ code, status }).toEqual({ code: 'unsupported-operation', status: 422 });
    expect(detail).toContain(`only in ${country}.`);
  });

  it('an unknown type: refused, and those of the country are listed', () => {
    const [fault] = refusal({ ...arSale, type: 'refund' }, pesos).errors ?? [];
    expect(fault?.message).toContain('sale, return');
    expect(fault?.message).not.toContain('void');
  });
});

describe('personal data in free text', () => {
  it('a card number in reference or ticket number: refused by the field’s name', () => {
    const body = {
      ...sale,
      reference: 'card 4111 1111 1111 1111',
      options: { ticketNumber: '4111111111111111' },
    };
    expect(listFaultyFields(body)?.toSorted()).toEqual(['options.ticketNumber', 'reference']);
  });

  it('fields named like those every object has: each has a message', () => {
    const body: unknown = JSON.parse(
      JSON.stringify(sale).replace('{', '{"__proto__":{"a":1},"constructor":1,'),
    );
    expect(refusal(body).errors?.map(({ message }) => message)).toEqual(
      ['__proto__', 'constructor'].map(() => 'is not a field of this request'),
    );
  });
});
