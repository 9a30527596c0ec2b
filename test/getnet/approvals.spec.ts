import { describe, expect, it } from '@jest/globals';
import type { MoneyTerms } from '../../src/getnet/mapping/charge.js';
import { judgeDeviceAnswer } from '../../src/getnet/mapping/device-verdict.js';
import { facts, question } from './support/any-answer.js';
import {
  ours,
  approval,
  buildAnswer,
  judgeData,
  judgeReplyData,
  findSettled,
  clp,
} from './support/judged.js';

describe('a decline is read by its meaning', () => {
  const declined = { ...approval, responseCode: 1006, authorizationCode: '' };

  it.each<[string, object]>([
    ['amount 0', { ...declined, amount: 0 }],
    ['no amount', { ...declined, amount: undefined }],
    ['another amount', { ...declined, amount: 59_900 }],
    ['an amount nobody can read', { ...declined, amount: 'x' }],
    ['another function code', { ...declined, functionCode: 106 }],
    ['function code 0', { ...declined, functionCode: 0 }],
  ])('%s: declined, with and without names', (_what, response) => {
    expect(judgeData({ ...ours, response }).kind).toBe('declined');
    expect(judgeData({ response }).kind).toBe('declined');
    expect(judgeData({ ...ours, response }, { idFromCallback: true }).kind).toBe('declined');
    expect(judgeReplyData({ ...ours, response })).toMatchObject({
      kind: 'finished',
      proof: { kind: 'declined' },
    });
  });

  it('the number of another operation, or another customId: no proof, whatever it says', () => {
    expect(judgeData({ ...ours, idPosTxs: 900_777, response: declined }).kind).toBe('contradiction');
    expect(judgeData({ ...ours, customId: 'tx_other', response: declined }).kind).toBe('contradiction');
    expect(judgeData({ response: declined }, { idFromCallback: true }).kind).toBe('contradiction');
  });

  it('the terminal asked itself: a decline that may be the query’s own is none of ours', () => {
    const said = (response: object) =>
      judgeDeviceAnswer(buildAnswer({ ...ours, response }), question, 99).kind;
    expect(said({ ...declined, functionCode: 99, amount: 0 })).toBe('silent');
    expect(said({ ...declined, functionCode: 99, amount: 59_900 })).toBe('silent');
    expect(said({ ...declined, functionCode: 102 })).toBe('contradiction');
    expect(said({ ...declined, amount: 0 })).toBe('declined');
  });
});

describe('the amount charged differs', () => {
  const prepaid = { ...approval, amount: 3000 };
  const tipped = { ...approval, amount: '6490' };

  it.each([
    ['a prepaid card pays a part', prepaid, { value: 3000, words: 'CLP 3,000' }],
    ['a tip is added at the terminal', tipped, { value: 6490, words: 'CLP 6,490' }],
  ])(
    '%s, and the answer names us and our number: approved with what was charged',
    (_what, response, { value, words }) => {
      const settlement = findSettled({ ...ours, response });
      expect(settlement).toMatchObject({ proof: { kind: 'approved' }, amountCharged: clp(value) });
      expect(settlement?.warning).toContain(words);
      expect(settlement?.warning).toContain('CLP 5,990');
      expect(judgeReplyData({ ...ours, response })).toMatchObject({
        kind: 'finished',
        proof: { kind: 'approved', amountCharged: clp(value) },
      });
      expect(judgeDeviceAnswer(buildAnswer({ ...ours, response }), question, 99)).toMatchObject({
        kind: 'approved',
        amountCharged: clp(value),
      });
    },
  );

  it.each<[string, object]>([
    ['neither', {}],
    ['our number alone, which may be an older sale’s', { idPosTxs: 900001 }],
    ['our customId alone, which may be an echo', { customId: facts.customId }],
  ])('the answer names %s: a contradiction, which ends in attention', (_what, names) => {
    expect(judgeData({ ...names, response: prepaid })).toMatchObject({
      kind: 'contradiction',
      fields: ['amount'],
    });
    expect(judgeReplyData({ ...names, response: prepaid }).kind).toBe('unknown');
  });

  it('another function code, even with our names: a contradiction', () => {
    expect(judgeData({ ...ours, response: { ...approval, functionCode: 106 } })).toEqual({
      kind: 'contradiction',
      fields: ['functionCode'],
    });
  });

  it.each([['x'], [-5990], ['5990.005'], [{}], [1e16]])(
    'amount %j, with our names: what was charged cannot be told, so no proof',
    (amount) => {
      expect(judgeData({ ...ours, response: { ...approval, amount } }).kind).toBe('contradiction');
    },
  );

  it('amount 0 or none, with our names: approved as asked for, 0 with a warning', () => {
    expect(judgeData({ ...ours, response: { ...approval, amount: undefined } })).not.toHaveProperty(
      'warnings',
    );
    const zero = findSettled({ ...ours, response: { ...approval, amount: 0 } });
    expect(zero?.warning).toContain('amount 0');
    expect(zero).not.toHaveProperty('amountCharged');
  });

  it.each(['tip', 'cashback'])('a %s beside our amount: approved, and the warning names it', (extra) => {
    expect(findSettled({ ...ours, response: { ...approval, [extra]: 500 } })?.warning).toContain('CLP 500');
    expect(findSettled({ response: { ...approval, [extra]: '500' } })?.warning).toContain('CLP 500');
    expect(findSettled({ ...ours, response: { ...approval, [extra]: 0 } })).not.toHaveProperty('warning');
  });

  it('the tip we asked for, folded into the amount or beside it: about our sale even without names', () => {
    const money: MoneyTerms = { currency: 'ARS', minorPerWireUnit: 100, givesBack: false, tip: 10 };
    const over = { amount: 1200, money };
    expect(findSettled({ response: { ...approval, amount: 1210, tip: 10 } }, over)).toMatchObject({
      amountCharged: { value: 121_000, currency: 'ARS' },
    });
    expect(findSettled({ response: { ...approval, amount: 1200, tip: 10 } }, over)).not.toHaveProperty(
      'warning',
    );
    expect(judgeData({ response: { ...approval, amount: 1211 } }, over).kind).toBe('contradiction');
  });

  it('whole pesos on the wire: converted back to minor units', () => {
    const over = {
      amount: 1200,
      money: { currency: 'ARS', minorPerWireUnit: 100, givesBack: false } as const,
    };
    expect(findSettled({ ...ours, response: { ...approval, amount: 900.5 } }, over)?.amountCharged).toEqual({
      value: 90_050,
      currency: 'ARS',
    });
  });

  it('a return that gave back another amount: approved with that amount; a negative one is the same one', () => {
    const returning = {
      functionCode: 108,
      cardSale: false,
      money: { currency: 'CLP', minorPerWireUnit: 1, givesBack: true } as const,
    };
    const gave = (amount: number, names: object = ours) =>
      judgeData({ ...names, response: { functionCode: 108, responseCode: 0, amount } }, returning);
    expect(gave(2000)).toMatchObject({ kind: 'approved', amountCharged: clp(2000) });
    expect(gave(-2000)).toMatchObject({ kind: 'approved', amountCharged: clp(2000) });
    expect(gave(-5990)).not.toHaveProperty('amountCharged');
    expect(gave(2000, {}).kind).toBe('contradiction');
  });
});

describe('whom an answer names', () => {
  it('our customId, or nobody: an approval and a decline say which', () => {
    expect(judgeData({ ...ours, response: approval })).toMatchObject({ kind: 'approved', namesUs: true });
    expect(judgeData({ idPosTxs: 900001, response: approval })).toMatchObject({ namesUs: false });
    expect(judgeData({ ...ours, response: { responseCode: 5 } })).toMatchObject({
      kind: 'declined',
      namesUs: true,
    });
    expect(judgeData({ response: { responseCode: 5 } })).toMatchObject({ kind: 'declined', namesUs: false });
    expect(judgeData({ ...ours, response: { ...approval, authorizationCode: '' } })).toMatchObject({
      kind: 'approved_without_code',
      namesUs: true,
    });
    expect(judgeReplyData({ ...ours, response: approval })).toMatchObject({ proof: { namesUs: true } });
  });

  it('another customId: proven not to be ours', () => {
    const foreign = { kind: 'contradiction', fields: ['customId'], foreign: true };
    expect(judgeData({ ...ours, customId: 'tx_other', response: approval })).toEqual(foreign);
    expect(judgeData({ customId: 'ORD-7', response: approval }, { idFromCallback: true })).toEqual(foreign);
  });

  it.each<[string, object]>([
    ['none where one is needed', { idPosTxs: 900001 }],
    ['ours beside another', { ...ours, CustomID: 'tx_other' }],
    ['one nobody can read', { ...ours, customId: {} }],
    ['another number', { ...ours, idPosTxs: 900_777 }],
  ])('%s: a contradiction, and nothing proven about the number', (_what, names) => {
    const verdict = judgeData({ ...names, response: approval }, { idFromCallback: true });
    expect(verdict.kind).toBe('contradiction');
    expect(verdict).not.toHaveProperty('foreign');
  });
});
