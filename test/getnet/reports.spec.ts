import { describe, expect, it } from '@jest/globals';
import { judgeAnswer } from '../../src/getnet/mapping/verdict.js';
import { readAnswer } from '../../src/getnet/wire/answer.js';
import {
  asked,
  documented,
  facts,
  id,
  reportIn,
  mapResult,
  sentAndAnswered,
  terms,
} from './support/reports.js';

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
    expect(mapResult({ idPosTxs: 900002 })).toMatchObject({
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
    ['that nobody can read', { responseCode: 'x' }, { isSale: false, isUnreadable: true }],
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

  it('an amount of nothing is one; a fraction of a minor unit, or no amount, is not', () => {
    const items = [{ amount: 0 }, { amount: 12.345 }, {}].map((item) => ({ operationId: 1, ...item }));
    expect(reportIn({ saleDetails: items })?.sales?.map(({ amount }) => amount)).toEqual([
      { value: 0, currency: 'ARS' },
      null,
      null,
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

  it.each([
    ['operation number', { operationId: 42, authorizationCode: '' }],
    ['authorisation code', { operationId: 0, authorizationCode: '012345' }],
  ])('a voucher with an %s alone: the one sale', (_, voucher) => {
    const told = reportIn({ ...voucher, amount: 5990 }, { ...terms, answersWithVoucher: true });
    expect(told?.sales).toHaveLength(1);
  });
});
