import { describe, expect, it } from '@jest/globals';
import { judgeReply } from '../../src/getnet/mapping/dispatch-outcome.js';
import { compareVoidedSale } from '../../src/getnet/mapping/voided-sale.js';
import type { OriginalSale } from '../../src/getnet/mapping/voided-sale.js';
import { readTerminalResult } from '../../src/getnet/wire/terminal-result.js';
import { command } from './support/any-answer.js';
import { ours, buildAnswer, judgeData, findSettled } from './support/judged.js';

describe('a void that hit something else', () => {
  const voiding = {
    functionCode: 102,
    amount: undefined,
    cardSale: false,
    voids: { operationId: 42, authorizationCode: '012345' },
  };
  const said = (over: object, names: object = ours) => ({
    ...names,
    response: { functionCode: 102, responseCode: 0, operationId: 42, authorizationCode: '012345', ...over },
  });

  it.each<[string, object, readonly string[]]>([
    ['another receipt number, no code', { operationId: 43, authorizationCode: '' }, ['operationId']],
    [
      'another receipt number, a code that is none',
      { operationId: 43, authorizationCode: '000000' },
      ['operationId'],
    ],
    ['another authorisation code', { authorizationCode: '673954' }, ['authorizationCode']],
    ['another code alone', { operationId: 0, authorizationCode: '673954' }, ['authorizationCode']],
    [
      'another of both',
      { operationId: 43, authorizationCode: '673954' },
      ['operationId', 'authorizationCode'],
    ],
  ])('%s: no proof, and the words say what it named', (_what, over, fields) => {
    const verdict = judgeData(said(over), voiding);
    expect(verdict).toMatchObject({
      kind: 'contradiction',
      fields,
      detail: expect.stringContaining('another sale'),
    });
    const reply = judgeReply(buildAnswer(said(over)), { ...command, ...voiding });
    expect(reply).toMatchObject({
      kind: 'unknown',
      idPosTxs: '900001',
      cause: expect.stringContaining('another sale'),
    });
  });

  it('another receipt number beside the sale’s own code: perhaps the void’s own number, so a warning', () => {
    const settlement = findSettled(said({ operationId: 43 }), voiding);
    expect(settlement?.proof.kind).toBe('approved');
    expect(settlement?.warning).toMatch(/43.*42/);
  });

  it.each<[string, object]>([
    ['both numbers of the sale', {}],
    ['neither', { operationId: undefined, authorizationCode: undefined }],
    ['zeros', { operationId: 0, authorizationCode: '000000' }],
    ['the code without its leading zero', { authorizationCode: 12_345 }],
    ['the number as text', { operationId: '0042' }],
  ])('%s: reversed, without a warning', (_what, over) => {
    expect(findSettled(said(over), voiding)).toMatchObject({ proof: { kind: 'approved' } });
    expect(findSettled(said(over), voiding)).not.toHaveProperty('warning');
  });

  it('a sale whose code nobody knows: its receipt number decides alone', () => {
    const byNumber = { ...voiding, voids: { operationId: 42 } };
    expect(judgeData(said({ authorizationCode: '673954' }), byNumber).kind).toBe('approved');
    expect(judgeData(said({ operationId: 43 }), byNumber)).toMatchObject({ fields: ['operationId'] });
  });

  it('a refused void that names anything: declined', () => {
    expect(judgeData(said({ responseCode: 9001, operationId: 43 }), voiding).kind).toBe('declined');
  });
});

describe('which sale a void’s answer names', () => {
  const sale = { operationId: 42, authorizationCode: '012345' };
  const compare = (names: object, asked: OriginalSale) => {
    const wire = readTerminalResult(names);
    if (wire === undefined) throw new Error('It is no result.');
    return compareVoidedSale(wire, asked);
  };

  it.each<[string, object, OriginalSale]>([
    ['both numbers are the sale’s', sale, sale],
    ['it names nothing', {}, sale],
    ['a receipt number, where the sale’s is not known', { operationId: 43 }, { authorizationCode: '012345' }],
    ['a code, where the sale’s is not known', { authorizationCode: '673954' }, { operationId: 42 }],
  ])('%s: ours', (_what, names, original) => {
    expect(compare(names, original)).toEqual({ kind: 'ours' });
  });

  it('another of both: a person reads both beside the sale’s', () => {
    expect(compare({ operationId: 43, authorizationCode: '673954' }, sale)).toEqual({
      kind: 'another',
      fields: ['operationId', 'authorizationCode'],
      detail:
        'the void’s answer names the receipt number 43, the sale’s is 42 and the authorisation code 673954, the sale’s is 012345, so it may have hit another sale',
    });
  });
});
