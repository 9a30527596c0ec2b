import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CustomId, IdPosTxs } from '../../src/domain/ids.js';
import type { Report, TerminalResult } from '../../src/domain/verdict.js';
import { judgeReply } from '../../src/getnet/mapping/dispatch-outcome.js';
import type { ReportTerms } from '../../src/getnet/mapping/report.js';
import { judgeAnswer } from '../../src/getnet/mapping/verdict.js';
import { readAnswer } from '../../src/getnet/wire/answer.js';
import { factsOf, fixture, fixtureRows } from './support/fixtures.js';

const terms: ReportTerms = { currency: 'ARS', minorPerWireUnit: 100, answersWithVoucher: false };
const facts = { customId: 'tx_0123456789abcdefghi' as CustomId, functionCode: 105, cardSale: false };
const id = '900002' as IdPosTxs;

function asked(data: unknown, report: ReportTerms = terms) {
  const answer = readAnswer(200, JSON.stringify({ code: 1, data }));
  return judgeAnswer(answer, { ...facts, report, idPosTxs: id, idFromCallback: false });
}

function sentAndAnswered(data: unknown, code: unknown = 1) {
  const answer = readAnswer(200, JSON.stringify({ code, data }));
  return judgeReply(answer, { ...facts, report: terms, offlineMeans: 'not_sent' });
}

function resultOf(data: unknown, report: ReportTerms = terms): TerminalResult {
  const verdict = asked(data, report);
  if (verdict.kind !== 'approved') throw new Error(verdict.kind);
  return verdict.result;
}

function reportIn(response: object, report: ReportTerms = terms): Report | undefined {
  return resultOf({ response: { responseCode: 0, ...response } }, report).report;
}

function documented(file: string): TerminalResult {
  const row = fixtureRows.find((each) => each.file === `replies/${file}`);
  const question = { ...factsOf(row?.replyTo ?? ''), idFromCallback: false };
  const idPosTxs = fixtureRows.find((each) => each.file === row?.replyTo)?.idPosTxs;
  const answer = readAnswer(200, fixture(`replies/${file}`));
  const verdict = judgeAnswer(answer, { ...question, idPosTxs: String(idPosTxs) as IdPosTxs });
  if (verdict.kind !== 'approved') throw new Error(verdict.kind);
  return verdict.result;
}

describe('when a command that moves no money has ended', () => {
  it.each<[string, unknown]>([
    ['code 0', { response: { responseCode: 0 } }],
    ['flat, code 00', { code: '00' }],
    ['something of a terminal without a code', { response: { functionCode: 105 } }],
    ['fields without anything of a terminal', { response: { terminalId: '1' } }],
    ['nothing but our number', { idPosTxs: 900002 }],
    ['an empty payload', {}],
  ])('status query with wrapper 1 and %s: it has', (_what, data) => {
    expect(asked(data)).toMatchObject({ kind: 'approved', idPosTxs: id });
  });

  it('the terminal said no code: none is made up', () => {
    expect(resultOf({ idPosTxs: 900002 })).toMatchObject({
      responseCode: null,
      report: { sales: null, raw: {} },
    });
  });

  it.each<[string, unknown, string]>([
    ['no payload', null, 'pending'],
    ['a code nobody can read', { response: { responseCode: 'x' } }, 'silent'],
    ['another code', { response: { responseCode: 9001 } }, 'declined'],
    ['another function code', { response: { functionCode: 106, responseCode: 0 } }, 'contradiction'],
    ['another number', { idPosTxs: 900003 }, 'contradiction'],
    ['another customId', { customId: 'tx_other' }, 'contradiction'],
  ])('status query with wrapper 1 and %s: it has not', (_what, data, kind) => {
    expect(asked(data).kind).toBe(kind);
  });

  it('an id from a callback: only an answer that names us is the end', () => {
    const answer = readAnswer(200, '{"code":1,"data":{"idPosTxs":900002}}');
    const question = { ...facts, report: terms, idPosTxs: id, idFromCallback: true };
    expect(judgeAnswer(answer, question)).toEqual({ kind: 'contradiction', fields: ['customId'] });
  });

  it.each<[string, unknown, object]>([
    ['a bare number', { idPosTxs: 900002 }, { kind: 'acknowledged', idPosTxs: id }],
    ['a number and unknown fields', { idPosTxs: 900002, mode: 1 }, { kind: 'acknowledged' }],
    ['nothing', {}, { kind: 'unknown' }],
    ['a function code alone', { response: { functionCode: 105 } }, { kind: 'finished' }],
    ['code 0', { response: { responseCode: 0 } }, { kind: 'finished', proof: { kind: 'approved' } }],
    ['another code', { response: { responseCode: 1006 } }, { kind: 'finished', proof: { kind: 'declined' } }],
  ])('reply to the command itself with %s', (_what, data, outcome) => {
    expect(sentAndAnswered(data)).toMatchObject(outcome);
  });

  it('in process: an acknowledgement, whatever else is in it', () => {
    expect(sentAndAnswered({ idPosTxs: 900002, response: { responseCode: 0 } }, 2).kind).toBe('acknowledged');
  });

  it('amounts are in the answer: none is compared with one of ours', () => {
    expect(reportIn({ amount: 7 })).toBeDefined();
    expect(documented('cl-duplicate-ok.json').report?.sales).toHaveLength(1);
  });
});

describe('the sales a report lists', () => {
  const card = { brand: 'MC', type: 'CR', last4: '1234' };

  it('details: each as far as it is known', () => {
    const [one, other] = documented('cl-details-ok.json').report?.sales ?? [];
    expect(one).toEqual({
      operationId: 42,
      authorizationCode: '012345',
      amount: { value: 5990, currency: 'CLP' },
      card,
      accountingDate: '2026-01-15 10:30:45',
      realDate: '2026-01-15 10:30:45',
    });
    expect(other).toMatchObject({ operationId: 44, amount: { value: 12_990, currency: 'CLP' } });
  });

  it.each<[string, object, object]>([
    ['of a sale', { functionCode: 100, responseCode: 0 }, {}],
    ['of a promo sale', { functionCode: 126, responseCode: '00' }, {}],
    ['of nothing', {}, {}],
    ['of a void', { functionCode: 102 }, { isSale: false }],
    ['of a return', { functionCode: '108', responseCode: 0 }, { isSale: false }],
    ['of a sale that was refused', { functionCode: 100, responseCode: 1006 }, { isSale: false }],
    ['that nobody can read', { responseCode: 'x' }, { isSale: false }],
  ])('an item has codes %s: one that is no approved sale says so', (_what, codes, expected) => {
    const [item] = reportIn({ saleDetails: [{ operationId: 42, ...codes }] })?.sales ?? [];
    expect(item).toEqual({
      operationId: 42,
      authorizationCode: null,
      amount: null,
      card: null,
      accountingDate: null,
      realDate: null,
      ...expected,
    });
  });

  it.each(['cl-details-empty.json', 'cl-close-ok.json'])('%s: none', (file) => {
    expect(documented(file).report).toMatchObject({ sales: [], cut: false });
  });

  it('sibling spelling, texts for numbers: read all the same', () => {
    const item = { OperationId: '51', Amount: '1200', AuthorizationCode: '067890', Last4Digits: '1234' };
    expect(reportIn({ SaleDetails: [item] })?.sales).toMatchObject([
      { operationId: 51, amount: { value: 120_000, currency: 'ARS' }, authorizationCode: '067890' },
    ]);
  });

  it('items nobody can read: listed, with nothing known of them', () => {
    const nothing = {
      operationId: null,
      authorizationCode: null,
      amount: null,
      card: null,
      accountingDate: null,
      realDate: null,
    };
    const items = [null, 'x', [], { amount: 'much', operationId: 0, authorizationCode: '000000' }];
    expect(reportIn({ saleDetails: items })?.sales).toEqual(items.map(() => nothing));
  });

  it('the unit is not known: the amount is null, never a guess', () => {
    const unknown = { ...terms, minorPerWireUnit: undefined };
    expect(reportIn({ saleDetails: [{ amount: 1200, operationId: 1 }] }, unknown)?.sales).toMatchObject([
      { operationId: 1, amount: null },
    ]);
  });

  it('more than are kept: cut, and said so', () => {
    const items = (count: number) => Array.from({ length: count }, (_, n) => ({ operationId: n + 1 }));
    const many = reportIn({ saleDetails: items(501) });
    expect([many?.sales?.length, many?.cut]).toEqual([500, true]);
    expect(reportIn({ saleDetails: items(500) })?.cut).toBe(false);
  });

  it('no list: null, not an empty one', () => {
    expect(reportIn({})?.sales).toBeNull();
    expect(reportIn({ saleDetails: null })?.sales).toBeNull();
  });

  it.each([
    ['cl-duplicate-ok.json', { operationId: 42, amount: { value: 5990, currency: 'CLP' }, card }],
    ['ar-lastvoucher-ok.json', { operationId: 51, amount: { value: 120_000, currency: 'ARS' } }],
  ])('%s: the voucher is the one sale', (file, sale) => {
    const result = documented(file);
    expect(result.report?.sales).toMatchObject([sale]);
    expect(result.authorizationCode).toBe(result.report?.sales?.[0]?.authorizationCode);
    expect(result.receipt).toHaveProperty('realDate');
  });

  it('a voucher that names no sale: none', () => {
    const refused = { operationId: 0, authorizationCode: '', amount: 5990 };
    expect(reportIn(refused, { ...terms, answersWithVoucher: true })?.sales).toBeNull();
  });
});

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
    const result = resultOf({ response: { responseCode: 0, ...sensitive, box: [{ inner: sensitive }] } });
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
