import { describe, expect, it } from '@jest/globals';
import type { ConfiguredTerminal } from '../../src/config/merchants/merchants.js';
import { notSentProblem } from '../../src/api/transactions/not-sent-problem.js';
import { buildInCondition } from '../../src/workflows/index-queries.messages.js';
import { isNumberOf, buildNames, buildName, listSpellings } from '../../src/getnet/countries/sale-numbers.js';
import type { SaleNumber } from '../../src/getnet/countries/sale-numbers.js';
import { recordNotSent, openRecord, park, recordProof } from '../../src/domain/record.js';
import type { UndoRefusalReason } from '../../src/domain/undo.js';
import { approved, saleInput, buildUndoInput, buildUndoneSale } from '../support/terms.js';

const at = '2026-01-15T13:30:41.120Z';
const { accepted } = saleInput();
const terminal: ConfiguredTerminal = { ...accepted.terminal, merchant: accepted.merchant, mode: 'async' };
const madeHere = recordProof(
  openRecord({ ...accepted, createdAt: at }),
  { proof: approved(), source: 'status_query' },
  at,
);

const byCode = (value: string): SaleNumber => ({ name: 'authorizationCode', value, terminal });
const byOperation = (value: string, where = terminal): SaleNumber => ({
  name: 'operationId',
  value,
  terminal: where,
});

describe('the undo workflow refuses', () => {
  it.each<[UndoRefusalReason, number, string]>([
    ['not-settled', 409, 'same_key'],
    ['already-reversed', 409, 'never'],
    ['not-reversible', 409, 'never'],
    ['amount-exceeds-original', 422, 'new_key'],
    ['wrong-terminal', 422, 'new_key'],
    ['duplicate-undo', 409, 'never'],
  ])('%s: its caller hears %d, retry %s, both transactions and why', (reason, status, retry) => {
    const sale = buildUndoneSale();
    const undo = buildUndoInput(sale).accepted;
    const retryUntil = new Date(Date.now() + 60_000).toISOString();
    const snapshot = park(recordNotSent(openRecord(undo), { reason, detail: 'Because.' }, at), retryUntil);
    const { body } = notSentProblem(snapshot, 300_000);
    const { transactionId } = undo;
    expect(body).toMatchObject({ code: reason, status, retry, moneyMoved: 'no', transactionId });
    expect(body.detail).toContain(
      `The void of ${sale.name} was not sent: nothing reached the terminal (Because).`,
    );
  });
});

describe('a number that Getnet assigned', () => {
  it.each([
    ['012345', true],
    ['12345', true],
    ['00012345', true],
    [' 012345 ', true],
    ['112345', false],
    ['01234', false],
    ['0', false],
  ])('code %s of a sale with 012345: %s', (value, same) => {
    expect(isNumberOf(byCode(value), madeHere)).toBe(same);
  });

  it('an operation id is the device’s own', () => {
    const other = { ...terminal, serialNumber: 'ELSEWHERE' };
    const renamed = { ...terminal, id: 'renamed', serialNumber: terminal.serialNumber.toLowerCase() };
    expect(isNumberOf(byOperation('42'), madeHere)).toBe(true);
    expect(isNumberOf(byOperation('42', renamed), madeHere)).toBe(true);
    expect(isNumberOf(byOperation('42', other), madeHere)).toBe(false);
    expect(buildName(byOperation('42', other))).not.toBe(buildName(byOperation('42')));
  });

  it('a code is matched with its amount, and in Argentina with its day', () => {
    expect(isNumberOf({ ...byCode('012345'), amount: 5_990 }, madeHere)).toBe(true);
    expect(isNumberOf({ ...byCode('012345'), amount: 5_991 }, madeHere)).toBe(false);
    const there = {
      ...madeHere,
      accepted: { ...accepted, terminal: { ...accepted.terminal, country: 'AR' as const } },
    };
    expect(isNumberOf({ ...byCode('012345'), day: '2026-01-15' }, there)).toBe(true);
    expect(isNumberOf({ ...byCode('012345'), day: '2026-01-16' }, there)).toBe(false);
  });

  it('a void by number is remembered with its day, a sale of ours knows the names', () => {
    const [one, next] = ['2026-01-15', '2026-01-16'].map((day) => buildName({ ...byOperation('42'), day }));
    expect(one).not.toBe(next);
    expect(buildNames(madeHere).otherNames).toEqual(expect.arrayContaining([one, next]));
    expect(buildNames(madeHere).codeName).toBe(buildName(byCode('12345')));
  });

  it('another merchant’s sale, or one that was not approved: not named', () => {
    const theirs = { ...terminal, merchant: 'another' };
    expect(isNumberOf({ ...byCode('012345'), terminal: theirs }, madeHere)).toBe(false);
    expect(isNumberOf(byCode('012345'), { ...madeHere, status: 'declined' })).toBe(false);
  });

  it('one number in several spellings: one undo history', () => {
    const names = ['00a72', 'A72', ' a72'].map((value) => buildName(byCode(value)));
    expect(new Set(names).size).toBe(1);
  });

  it('the index is queried: every spelling, and nothing else', () => {
    expect(listSpellings('0917')).toEqual(expect.arrayContaining(['917', '0917', '000917']));
    expect(buildInCondition('Code', ["1' OR '1'='1", 'a\\'])).toBe(
      String.raw`Code IN ('1'' OR ''1''=''1', 'a\\')`,
    );
  });
});
