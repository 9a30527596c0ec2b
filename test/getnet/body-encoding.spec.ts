import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCallbackText, readCallbackBody } from '../../src/getnet/mapping/callback-hint.js';
import { judgeReply } from '../../src/getnet/mapping/dispatch-outcome.js';
import { judgeAnswer } from '../../src/getnet/mapping/verdict.js';
import { readAnswer } from '../../src/getnet/wire/answer.js';
import { parseJson } from '../../src/getnet/wire/json.js';
import { readLogin } from '../../src/getnet/wire/login.js';
import { decodeText } from '../../src/getnet/wire/text.js';
import { command, facts, question } from './support/any-answer.js';

const response = {
  functionCode: 100,
  responseCode: 0,
  responseMessage: 'Operación aprobada, señor Muñoz',
  amount: 5990,
  authorizationCode: '012345',
};
const approval = {
  code: 1,
  status: 'OK',
  message: 'TRANSACCIÓN FINALIZADA',
  data: { idPosTxs: 900001, customId: facts.customId, response },
};
const json = JSON.stringify(approval);
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

const dresses: readonly (readonly [string, Buffer])[] = [
  ['plain UTF-8', Buffer.from(json)],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${json}`)],
  ['two byte order marks', Buffer.from(`\uFEFF\uFEFF${json}`)],
  ['Latin-1', Buffer.from(json, 'latin1')],
  ['UTF-16 LE with a byte order mark', Buffer.from(`\uFEFF${json}`, 'utf16le')],
  ['UTF-16 BE with a byte order mark', swapped(Buffer.from(`\uFEFF${json}`, 'utf16le'))],
  ['UTF-16 LE', Buffer.from(json, 'utf16le')],
  ['UTF-16 BE', swapped(Buffer.from(json, 'utf16le'))],
  ['JSON in a JSON text', Buffer.from(JSON.stringify(json))],
  ['JSON in a JSON text in a JSON text', Buffer.from(JSON.stringify(JSON.stringify(json)))],
  ['alone in a list', Buffer.from(`[${json}]`)],
  ['a text alone in a list', Buffer.from(JSON.stringify([json]))],
  ['data as a JSON text', Buffer.from(JSON.stringify({ ...approval, data: JSON.stringify(approval.data) }))],
  [
    'response as a JSON text',
    Buffer.from(
      JSON.stringify({ ...approval, data: { ...approval.data, response: JSON.stringify(response) } }),
    ),
  ],
  ['trailing commas', Buffer.from(json.replaceAll('}', ',}'))],
  ['raw line breaks in a text', Buffer.from(json.replace('aprobada, ', 'aprobada,\r\n\t'))],
  ['blank lines and zero bytes around it', Buffer.from(`\r\n\0 ${json} \0\n`)],
  ['a key twice with one value', Buffer.from(json.replace('"code":1,', '"code":1,"code":1,'))],
];

describe('text that is not quite UTF-8 JSON', () => {
  it.each(dresses)('%s: read as an answer and as a callback', (_what, bytes) => {
    const answer = readAnswer(200, decodeText(bytes));
    expect(judgeAnswer(answer, question)).toMatchObject({ kind: 'approved', namesUs: true });
    expect(judgeReply(answer, command)).toMatchObject({ kind: 'finished' });
    expect(readCallbackBody(bytes)).toEqual({ idPosTxs: '900001', claims: 'approved' });
  });

  it('accents survive Latin-1, whole or lost they decide nothing', () => {
    const verdict = judgeAnswer(readAnswer(200, decodeText(Buffer.from(json, 'latin1'))), question);
    expect(verdict).toMatchObject({ result: { responseMessage: 'Operación aprobada, señor Muñoz' } });
  });

  it('a login in such a dress: logged in', () => {
    const body = JSON.stringify({ code: 1, data: JSON.stringify({ token: 'eyJ.a.b', expires_in: 86_400 }) });
    expect(readLogin(`\uFEFF${body}`)).toEqual({
      code: 1,
      message: '',
      token: 'eyJ.a.b',
      expiresInSeconds: 86_400,
    });
  });

  it.each<[string, string]>([
    ['cut off', json.slice(0, -40)],
    ['two answers', `${json}${json}`],
    ['a list of two', `[${json},${json}]`],
    ['form', 'code=1&idPosTxs=900001&responseCode=0'],
    ['XML', '<r><code>1</code><idPosTxs>900001</idPosTxs><responseCode>0</responseCode></r>'],
    ['a text that is none', '"OK"'],
    ['nested without end', '['.repeat(100_000)],
    ['a key twice with two values', json.replace('"responseCode":0', '"responseCode":1006,"responseCode":0')],
    ['two ways of data', json.replace('"data":', '"data":{"idPosTxs":900001},"data":')],
    ['NaN for a code', json.replace('"responseCode":0', '"responseCode":NaN')],
  ])('%s: no proof', (_what, text) => {
    expect(['silent', 'pending']).toContain(judgeAnswer(readAnswer(200, text), question).kind);
    expect(judgeReply(readAnswer(200, text), command).kind).not.toBe('finished');
  });
});

describe('digits are never rounded', () => {
  const long = '9007199254740993';

  it('a number beyond 2^53: kept to the last digit, as text or as number', () => {
    for (const told of [long, `"${long}"`, '1234567890123456789']) {
      const body = json.replace('900001', told);
      expect(readCallbackBody(Buffer.from(body)).idPosTxs).toBe(told.replaceAll('"', ''));
    }
    const verdict = judgeAnswer(readAnswer(200, json.replace('900001', '9007199254740992')), {
      ...question,
      idPosTxs: long as typeof question.idPosTxs,
    });
    expect(verdict).toMatchObject({ kind: 'contradiction', fields: ['idPosTxs'] });
  });

  it('an amount nobody can hold: no proof; an authorisation code of many digits: whole', () => {
    const huge = json.replace('5990', '9007199254740993');
    expect(judgeAnswer(readAnswer(200, huge), question).kind).toBe('contradiction');
    const code = json.replace('"012345"', '12345678901234567890');
    expect(JSON.stringify(judgeAnswer(readAnswer(200, code), question))).not.toContain(
      '12345678901234567000',
    );
  });

  it.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['5990.50', 5990.5],
    ['1234567890.1234567', '1234567890.1234567'],
    ['5.99e3', 5990],
    ['1e300', '1e300'],
    ['012345', '012345'],
    ['NaN', 'NaN'],
    ['-Infinity', '-Infinity'],
  ])('%s is read as %j', (text, value) => expect(parseJson(text)).toBe(value));

  it('any JSON: what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const exact = (each: unknown): unknown => {
          if (typeof each !== 'number') return each;
          return typeof parseJson(JSON.stringify(each)) === 'number' ? each : JSON.stringify(each);
        };
        expect(parseJson(text)).toEqual(JSON.parse(text, (_key, each: unknown) => exact(each)));
      }),
    );
  });

  it('any text: read or refused, never hung or rounded', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(['approved', 'declined', 'in_process', 'nothing']).toContain(readCallbackText(text).claims);
      }),
    );
  });
});

describe('what a callback claims', () => {
  const says = (value: object) => readCallbackBody(Buffer.from(JSON.stringify(value)));

  it.each<[string, object]>([
    ['code 2', { code: 2, message: 'TRANSACTION IN PROCESS', data: { idPosTxs: 900001 } }],
    ['code 2 as text', { code: '2', data: { idPosTxs: '900001', response: { responseCode: 0 } } }],
    ['an acknowledgement', { code: 1, message: 'TRANSACTION SENT', data: { idPosTxs: 900001 } }],
    [
      'a Spanish one',
      { code: 1, message: 'TRANSACCIÓN EN PROCESO', data: { idPosTxs: 900001, response: null } },
    ],
  ])('%s: in process, and its number', (_what, value) => {
    expect(says(value)).toEqual({ idPosTxs: '900001', claims: 'in_process' });
  });

  it.each<[string, object]>([
    [
      'a finished report without a terminal’s code',
      { code: 1, message: 'TRANSACTION FINISHED', data: { idPosTxs: 900001 } },
    ],
    ['no words at all', { code: 1, data: { idPosTxs: 900001 } }],
    ['a time-out', { code: 0, message: 'TIMEOUT (5 MINUTES)', data: { idPosTxs: 900001 } }],
    ['a result without a code', { code: 1, data: { idPosTxs: 900001, response: { responseMessage: 'x' } } }],
  ])('%s: nothing, so it is heard', (_what, value) => {
    expect(says(value)).toEqual({ idPosTxs: '900001', claims: 'nothing' });
  });

  it.each([
    ['cut off behind it', json.slice(0, 120), '900001'],
    ['cut off inside it', '{"code":1,"data":{"idPosTxs":9000', undefined],
    ['two numbers in pieces', '{"idPosTxs":900001,"data":{"idPosTxs":900002,', undefined],
    ['a cut text in a text', JSON.stringify(json).slice(0, 140), '900001'],
    ['XML', '<idPosTxs>900001</idPosTxs>', undefined],
    ['nothing', '', undefined],
  ])('a body that cannot be read, %s: claims nothing', (_what, body, idPosTxs) => {
    expect(readCallbackBody(Buffer.from(body))).toEqual({ claims: 'nothing', ...(idPosTxs && { idPosTxs }) });
  });

  it('a report of 500 sales: its number and its end, within bounds', () => {
    const saleDetails = Array.from({ length: 500 }, (_, at) => ({
      operationId: at,
      amount: 5990,
      cardBrand: 'MC',
      realDate: '2026-01-15 10:30:45',
    }));
    const data = { idPosTxs: 900001, response: { functionCode: 103, responseCode: 0, saleDetails } };
    expect(says({ code: 1, data })).toEqual({ idPosTxs: '900001', claims: 'approved' });
  });
});

describe('error pages of a CDN', () => {
  const html = '<html><title>cloudflare</title></html>';
  const at = (httpStatus: number, body: string, cdnErrorsMean?: 'unknown' | 'not_sent') =>
    judgeReply(readAnswer(httpStatus, body), { ...command, ...(cdnErrorsMean && { cdnErrorsMean }) });

  it.each([521, 522, 523, 525, 526])(
    'HTTP %d: unknown, and the setting makes it that nothing was sent',
    (status) => {
      expect(at(status, html)).toMatchObject({
        kind: 'unknown',
        cause: expect.stringContaining('could not reach'),
      });
      expect(at(status, html, 'unknown').kind).toBe('unknown');
      for (const body of [html, '']) {
        const cause = expect.stringMatching(new RegExp(`HTTP ${status}: .*could not reach Getnet`));
        expect(at(status, body, 'not_sent')).toEqual({ kind: 'unreachable', cause });
      }
    },
  );

  it.each([502, 503, 504, 520, 524, 527, 530, 500])(
    'HTTP %d: unknown whatever the setting says, with its cause',
    (status) => {
      expect(at(status, html, 'not_sent')).toMatchObject({
        kind: 'unknown',
        cause: expect.stringContaining(`HTTP ${status}: `),
      });
      expect(judgeAnswer(readAnswer(status, html), question)).toMatchObject({
        kind: 'silent',
        cause: expect.stringContaining(`${status}`),
      });
    },
  );

  it('a body that can be read counts, not the status', () => {
    expect(at(522, JSON.stringify({ code: 0, message: 'TIMEOUT (90 SECONDS)' }), 'not_sent').kind).toBe(
      'unknown',
    );
    expect(at(522, JSON.stringify({ code: 0, message: 'KEYPOS NOT FOUND' })).kind).toBe('refused');
    expect(at(522, JSON.stringify({ data: { idPosTxs: 900001 } }), 'not_sent')).toMatchObject({
      idPosTxs: '900001',
    });
    expect(at(522, json, 'not_sent').kind).toBe('unknown');
  });
});
