import { describe, expect, it } from '@jest/globals';
import { judgeDeviceAnswer } from '../../src/getnet/mapping/device-verdict.js';
import { readAnswer } from '../../src/getnet/wire/answer.js';
import { question } from './support/any-answer.js';

const queryCode = 99;
const ask = (data: object, code = 1) =>
  judgeDeviceAnswer(readAnswer(200, JSON.stringify({ code, data })), question, queryCode);
const result = { functionCode: 100, responseCode: 0, amount: 5990, authorizationCode: '012345' };

describe('what a terminal answers about another command, or about nothing', () => {
  it('a text stands where the result belongs: it says nothing about the command', () => {
    expect(ask({ idPosTxs: 900001, response: 'in process' }).kind).toBe('silent');
    expect(ask({ idPosTxs: 900001, response: 'in process' }, 2).kind).toBe('pending');
  });

  it('it names no number: silent, and the evidence says why', () => {
    expect(ask({ response: result })).toEqual({ kind: 'silent', cause: 'the terminal names no idPosTxs' });
  });

  it('it bears a third function code: a contradiction by that, whether it approves or declines', () => {
    for (const responseCode of [0, 1006])
      expect(ask({ idPosTxs: 900001, response: { ...result, functionCode: 102, responseCode } })).toEqual({
        kind: 'contradiction',
        fields: ['functionCode'],
      });
  });

  it('it bears a third function code and another number: the contradiction names the number', () => {
    expect(ask({ idPosTxs: 900777, response: { ...result, functionCode: 102 } })).toMatchObject({
      kind: 'contradiction',
      fields: ['idPosTxs'],
    });
  });

  it('it is in process and names two numbers, of which one is ours: that is not our command', () => {
    const both = { idPosTxs: 900001, response: { idPosTxs: 900777 } };
    expect(ask(both, 2).kind).toBe('silent');
  });
});
