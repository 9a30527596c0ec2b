import { describe, expect, it } from '@jest/globals';
import { findProvenOutcome } from '../../src/domain/proof.js';
import { getCountryPack } from '../../src/getnet/countries/countries.js';
import { approval, judgeData, ours, judgeReplyData, findSettled } from './support/judged.js';

describe('codes that are no codes', () => {
  const odd: readonly unknown[] = [
    '000000',
    '0',
    0,
    'null',
    'NULL',
    'undefined',
    'N/A',
    'n.a.',
    'NaN',
    'None',
    '------',
    '--',
    '*',
    '......',
    'SIN CODIGO',
    'S/N',
    'XXXXXX',
    '000 000',
    {},
    [],
    true,
    12_345,
    1,
    -12_345,
    1.5,
  ];

  it.each(odd.map((code) => [code]))(
    '%j: approved at once by our own number, with a warning and no code',
    (authorizationCode) => {
      const response = { ...approval, authorizationCode };
      const settlement = findSettled({ response });
      expect(settlement?.proof).toMatchObject({ kind: 'approved', result: { authorizationCode: null } });
      expect(settlement?.warning).toMatch(/authorisation code.*receipt/);
    },
  );

  it('a number from a callback, or the reply of a sync sale: approved at once where it names us, else asked again', () => {
    const response = { ...approval, authorizationCode: '000000' };
    expect(judgeData({ ...ours, response }, { idFromCallback: true }).kind).toBe('approved');
    expect(judgeReplyData({ ...ours, response })).toMatchObject({ kind: 'finished' });
    expect(judgeReplyData({ idPosTxs: 900001, response })).toMatchObject({
      kind: 'unknown',
      idPosTxs: '900001',
    });
  });

  it.each([undefined, null, '', '   '])(
    '%j is absent: asked again until the lifecycle is over',
    (authorizationCode) => {
      const verdict = judgeData({ ...ours, response: { ...approval, authorizationCode } });
      expect(verdict.kind).toBe('approved_without_code');
      expect(findProvenOutcome(verdict, { isLifecycleOver: false })).toBeUndefined();
      expect(findProvenOutcome(verdict, { isLifecycleOver: true })?.warning).toContain('authorisation code');
    },
  );

  it.each([
    ['012345', '012345'],
    [' 012345 ', '012345'],
    ['00000A', '00000A'],
    [123_456, '123456'],
  ])('%j is a code', (authorizationCode, kept) => {
    expect(judgeData({ ...ours, response: { ...approval, authorizationCode } })).toMatchObject({
      kind: 'approved',
      result: { authorizationCode: kept },
    });
    expect(findSettled({ ...ours, response: { ...approval, authorizationCode } })).not.toHaveProperty(
      'warning',
    );
  });

  it.each(['000000', '0', 'null', 'undefined', 'NA', 'none', 'XXXXXX'])(
    '%s is never sent to name a sale',
    (authorizationCode) => {
      const original = {
        result: { authorizationCode, operationId: null, receipt: {} },
        madeAt: new Date().toISOString(),
      };
      for (const country of ['CL', 'AR'] as const) {
        const undoing = getCountryPack(country).commands.return?.undoing;
        expect(undoing?.numbersFor(original)).toBeUndefined();
        const given = { authorizationCode, originalTransDate: '2026-01-15' };
        expect(undoing?.foreignSaleOptions.partial().safeParse(given).success).toBe(false);
      }
    },
  );
});
