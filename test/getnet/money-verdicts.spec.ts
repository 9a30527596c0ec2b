import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeReply } from '../../src/getnet/mapping/dispatch-outcome.js';
import { classifyServerError } from '../../src/getnet/mapping/server-error.js';
import { judgeAnswer } from '../../src/getnet/mapping/verdict.js';
import type { AskedCommand } from '../../src/getnet/mapping/verdict.js';
import { readAnswer } from '../../src/getnet/wire/answer.js';
import { body, command, question, status } from './support/any-answer.js';

type Fields = Readonly<Record<string, unknown>>;

const present = (value: unknown) => value != null && !(typeof value === 'string' && value.trim() === '');
const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
const whole = (value: unknown) => (/^-?\d{1,15}$/.test(text(value)) ? Number(text(value)) : NaN);
const object = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

function parsed(json: string): Fields | undefined {
  try {
    return object(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/** Contract §11.2 for a command that moves money, written down once more and by hand, step by step. */
function rule(httpStatus: number, json: string, asked: AskedCommand): string {
  const wrapper = parsed(json);
  if ([401, 403, 429].includes(httpStatus) || !wrapper || Number.isNaN(whole(wrapper['code'])))
    return 'silent';
  const code = whole(wrapper['code']);
  if (code === 0)
    return classifyServerError(text(wrapper['message'])).kind === 'id_not_found' ? 'not_found' : 'silent';
  if (httpStatus !== 200 || ![1, 2].includes(code)) return 'silent';
  const data = object(wrapper['data']);
  const result = object(data?.['response'] ?? data);
  const places = [wrapper, data ?? {}, object(data?.['response']) ?? {}];
  const named = (key: string) => places.map((place) => place[key]).filter(present);
  if (named('idPosTxs').some((id) => text(id).replace(/^0+/, '') !== asked.idPosTxs)) return 'contradiction';
  if (named('customId').some((name) => text(name) !== asked.customId)) return 'contradiction';
  if (code === 2 || !result || !saysAnything(result)) return 'pending';
  if (asked.idFromCallback && named('customId').length === 0) return 'contradiction';
  return ruleForResult(result, {
    ...asked,
    namesUs: named('customId').length > 0,
    namesBoth: named('customId').length > 0 && named('idPosTxs').length > 0,
  });
}

function saysAnything(result: Fields): boolean {
  const numbers = ['responseCode', 'code', 'functionCode'].some((key) => present(result[key]));
  return numbers || ['responseMessage', 'message'].some((key) => text(result[key]) !== '');
}

interface CommandNames extends AskedCommand {
  readonly namesUs: boolean;
  readonly namesBoth: boolean;
}

function ruleForResult(result: Fields, asked: CommandNames): string {
  const terminalCode = [result['responseCode'], result['code']].find(present);
  if (Number.isNaN(whole(terminalCode))) return 'silent';
  if (whole(terminalCode) !== 0) return 'declined';
  const { functionCode, amount, authorizationCode } = result;
  if (present(functionCode) && whole(functionCode) !== asked.functionCode) return 'contradiction';
  const other = present(amount) && (text(amount) === '' || Number(text(amount)) !== asked.amount);
  const readable = asked.namesBoth && text(amount) !== '' && !Number.isNaN(Number(text(amount)));
  if (asked.amount !== undefined && other && !readable) return 'contradiction';
  if (!asked.cardSale || isCode(authorizationCode)) return 'approved';
  const odd = present(authorizationCode);
  return odd && (!asked.idFromCallback || asked.namesUs) ? 'approved' : 'approved_without_code';
}

const isCode = (code: unknown) => /^(?=.*[1-9])\d{6,}$/.test(text(code));

describe('a command that moves money is judged by the rule alone', () => {
  const voided = { ...question, functionCode: 102, amount: undefined, cardSale: false };
  const returned = { ...question, functionCode: 108, cardSale: false };
  const questions = fc
    .tuple(fc.constantFrom<AskedCommand>(question, voided, returned), fc.boolean())
    .map(([about, idFromCallback]) => ({ ...about, idFromCallback }));

  it('any answer to a status query: the verdict of the rule', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(status, body, questions, (httpStatus, json, asked) => {
        const { kind } = judgeAnswer(readAnswer(httpStatus, json), asked);
        kinds.add(kind);
        expect(kind).toBe(rule(httpStatus, json, asked));
      }),
      { numRuns: 20_000 },
    );
    for (const kind of [
      'approved',
      'declined',
      'approved_without_code',
      'pending',
      'silent',
      'contradiction',
    ]) {
      expect(kinds).toContain(kind);
    }
  });

  it('any reply to the command: finished only with a code of the terminal in it', () => {
    let finished = 0;
    fc.assert(
      fc.property(status, body, (httpStatus, json) => {
        const outcome = judgeReply(readAnswer(httpStatus, json), command);
        if (outcome.kind !== 'finished') return;
        finished += 1;
        const data = object(parsed(json)?.['data']);
        const result = object(data?.['response'] ?? data) ?? {};
        expect([httpStatus, whole(parsed(json)?.['code'])]).toEqual([200, 1]);
        const names = { namesUs: outcome.proof.namesUs ?? false, namesBoth: json.includes('idPosTxs') };
        const named = { ...names, namesBoth: names.namesUs && names.namesBoth, idFromCallback: true };
        expect(ruleForResult(result, { ...question, ...named })).toBe(outcome.proof.kind);
        expect(outcome.proof.result.responseCode).not.toBeNull();
        expect(outcome.proof.result).not.toHaveProperty('report');
      }),
      { numRuns: 5_000 },
    );
    expect(finished).toBeGreaterThan(0);
  });
});
