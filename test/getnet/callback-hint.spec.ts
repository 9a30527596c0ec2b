import { describe, expect, it } from '@jest/globals';
import { readCallbackText } from '../../src/getnet/mapping/callback-hint.js';

const approval = {
  response: { functionCode: 100, responseCode: 0, authorizationCode: '012345', amount: 5990 },
};

describe('what a callback claims', () => {
  it.each([0, 3, 9])('a wrapper with code %i around an approval: it claims nothing', (code) => {
    const body = JSON.stringify({
      code,
      status: 'OK',
      message: 'OK',
      data: { idPosTxs: 900_001, ...approval },
    });
    expect(readCallbackText(body)).toEqual({ idPosTxs: '900001', claims: 'nothing' });
  });

  it('no number anywhere: the hint has none, and no empty place for one', () => {
    expect(readCallbackText('{"code":1,"status":"OK","message":"OK"}')).toStrictEqual({ claims: 'nothing' });
  });

  it('words of a notice behind the first 200 characters: they are not looked for', () => {
    const say = (message: string) => readCallbackText(JSON.stringify({ code: 1, status: 'OK', message }));
    expect(say(`${'x '.repeat(95)}SENT`)).toMatchObject({ claims: 'in_process' });
    expect(say(`${'x '.repeat(100)}SENT`)).toMatchObject({ claims: 'nothing' });
  });

  it('a fragment of more than a million characters: a number behind them is not looked for', () => {
    const fragment = (length: number) => `{"data":"${'x'.repeat(length)}","idPosTxs":"900001",`;
    expect(readCallbackText(fragment(900_000))).toMatchObject({ idPosTxs: '900001' });
    expect(readCallbackText(fragment(1_000_000))).toStrictEqual({ claims: 'nothing' });
  });
});
