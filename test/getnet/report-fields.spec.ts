import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asked, documented, reportIn, mapResult, terms } from './support/reports.js';

describe('the fields nobody knows', () => {
  const sensitive = {
    bin: '45399700',
    expiryDate: '3001',
    transToken: '70000001999994220260115103045',
    rutToValidate: '11111111-1',
    rutRead: '11111111-1',
    personRut: '11111111-1',
    RUT: '11111111-1',
    pan: '4539970000001234',
    maskedPan: '453997******1234',
    cardNumber: '4539970000001234',
    card_number: '4539970000001234',
    numeroTarjeta: '4539970000001234',
    track2: 'B4539970000001234=3001',
    pinBlock: '0123456789ABCDEF',
    cardHolder: 'DEMO PERSON',
    AccountNumber: '000012345678',
    fechaVencimiento: '3001',
    access_token: 'secret-canary',
  };

  it('sensitive by name, at the top or deep inside: not kept, and nothing of them in what is', () => {
    const result = mapResult({ response: { responseCode: 0, ...sensitive, box: [{ inner: sensitive }] } });
    expect(result.report?.raw).toEqual({});
    const written = JSON.stringify(result);
    for (const value of Object.values(sensitive)) expect(written).not.toContain(value);
  });

  it('sensitive by value: masked', () => {
    const raw = reportIn({
      note: 'paid with 4539 9700 0000 1234',
      person: '12.345.678-5 said yes',
      link: 'https://example.test/webhooks/getnet/v1.k.t',
      number: 4_539_970_000_001_234,
    })?.raw;
    expect(raw).toEqual({
      note: 'paid with ****1234',
      person: '(tax id) said yes',
      link: '(address)',
      number: '****1234',
    });
  });

  it('an identity check: its result is kept, the tax id is not', () => {
    const response = {
      rutToValidate: '11111111-1',
      rutRead: '11111111-1',
      rutMatch: true,
      rutCheckResult: 0,
    };
    expect(reportIn(response)?.raw).toEqual({ rutMatch: true, rutCheckResult: 0 });
  });

  it('gross totals in Spanish: not taken for a tax id', () => {
    expect(reportIn({ totalBruto: 5 })?.raw).toEqual({ totalBruto: 5 });
  });

  it('objects and lists: their fields by path, no deeper than four', () => {
    const raw = reportIn({
      totals: [{ brand: 'MC', count: 2 }],
      a: { b: { c: { d: 1, e: { f: 2 } } } },
    })?.raw;
    expect(raw).toEqual({ 'totals.0.brand': 'MC', 'totals.0.count': 2, 'a.b.c.d': 1 });
  });

  it('what has a place of its own is not told twice; an amount that is no sale’s is', () => {
    const known = {
      functionCode: 105,
      terminalId: '1',
      commerceRut: '11111111-1',
      realDate: 'x',
      last4Digits: '1',
    };
    expect(reportIn({ ...known, Amount: 1200 })?.raw).toEqual({ Amount: 1200 });
    expect(reportIn({ operationId: 1, amount: 1200 }, { ...terms, answersWithVoucher: true })?.raw).toEqual(
      {},
    );
    expect(documented('cl-close-ok.json').report?.raw).toEqual({ success: true });
  });

  it('more than are kept, or longer: cut, and said so', () => {
    const many = Object.fromEntries(Array.from({ length: 61 }, (_, n) => [`field${n}`, n]));
    const report = reportIn(many);
    expect([Object.keys(report?.raw ?? {}).length, report?.cut]).toEqual([60, true]);
    expect(String(reportIn({ text: 'long '.repeat(100) })?.raw['text']).length).toBeLessThanOrEqual(200);
  });

  it('any payload at all: a small report without a card number', () => {
    const pan = fc.constantFrom('4539970000001234', '4539 9700 0000 1234');
    const value = fc.oneof(
      fc.jsonValue(),
      pan,
      fc.record({ [`x`]: pan, saleDetails: fc.array(fc.jsonValue()) }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fc.string(), pan), value), fc.boolean(), (payload, voucher) => {
        const { kind, ...verdict } = asked({ response: payload }, { ...terms, answersWithVoucher: voucher });
        const written = JSON.stringify(verdict);
        expect(kind).not.toBe('not_found');
        expect(written.replace(/[ -]/g, '')).not.toContain('4539970000001234');
      }),
      { numRuns: 500 },
    );
  });
});
