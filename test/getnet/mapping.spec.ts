import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CustomId } from '../../src/domain/ids.js';
import { fromWireAmount, toWireAmount } from '../../src/getnet/mapping/amount.js';
import { readCallbackText } from '../../src/getnet/mapping/callback-hint.js';
import { judgeReply } from '../../src/getnet/mapping/dispatch-outcome.js';
import { redactExcerpt, maskText } from '../../src/getnet/mapping/safe-text.js';
import { classifyServerError } from '../../src/getnet/mapping/server-error.js';
import { judgeAnswer } from '../../src/getnet/mapping/verdict.js';
import { readAnswer } from '../../src/getnet/wire/answer.js';
import { body, command, facts, question, status, wrapper } from './support/any-answer.js';
import { fixture } from './support/fixtures.js';

/** Read by hand, so that the mapping is held against something that is not itself. */
function saysYes(httpStatus: number, text: string): boolean {
  const answer = JSON.parse(text) as Record<string, unknown>;
  const data = (answer['data'] ?? {}) as Record<string, unknown>;
  const result = (data['response'] ?? data) as Record<string, unknown>;
  const terminalCode = [result['responseCode'], result['code']].find(
    (value) => value != null && value !== '',
  );
  const places = [answer, data, result];
  const ours = (key: string, value: string) =>
    places.every(
      (place) => place[key] == null || place[key] === '' || String(place[key]).replace(/^0+/, '') === value,
    );
  const named = (key: string) => places.some((place) => place[key] != null && place[key] !== '');
  return (
    httpStatus === 200 &&
    String(answer['code']).trim() === '1' &&
    /^0+$/.test(String(terminalCode)) &&
    ours('customId', facts.customId) &&
    (result['amount'] == null ||
      Number(result['amount']) === 5990 ||
      (named('customId') && named('idPosTxs'))) &&
    (result['functionCode'] == null || Number(result['functionCode']) === 100) &&
    String(result['authorizationCode'] ?? '').trim() !== ''
  );
}

describe('the mapping is total, and only an explicit yes approves', () => {
  it('any text on any status: a dispatch outcome, approved only where Getnet says so about our command', () => {
    let approvals = 0;
    fc.assert(
      fc.property(status, body, (httpStatus, text) => {
        const outcome = judgeReply(readAnswer(httpStatus, text), command);
        if (outcome.kind !== 'finished' || outcome.proof.kind !== 'approved') return;
        approvals += 1;
        expect(saysYes(httpStatus, text)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
    expect(approvals).toBeGreaterThan(0);
  });

  it('any text on any status: a verdict, approved only where Getnet says so about our command', () => {
    fc.assert(
      fc.property(status, body, fc.boolean(), (httpStatus, text, idFromCallback) => {
        const verdict = judgeAnswer(readAnswer(httpStatus, text), { ...question, idFromCallback });
        if (verdict.kind !== 'approved') return;
        expect(saysYes(httpStatus, text)).toBe(true);
        if (idFromCallback) expect(text).toContain(facts.customId);
      }),
      { numRuns: 3_000 },
    );
  });

  it('any text that names no code 1: never a proof, either way', () => {
    fc.assert(
      fc.property(status, wrapper, (httpStatus, value) => {
        fc.pre(String(value.code).trim() !== '1' || httpStatus !== 200);
        const answer = readAnswer(httpStatus, JSON.stringify(value));
        expect(judgeReply(answer, command).kind).not.toBe('finished');
        expect(['approved', 'declined', 'approved_without_code']).not.toContain(
          judgeAnswer(answer, question).kind,
        );
      }),
    );
  });

  it('any text: a callback hint', () => {
    fc.assert(
      fc.property(fc.oneof(body, fc.string()), (text) => {
        expect(['approved', 'declined', 'in_process', 'nothing']).toContain(readCallbackText(text).claims);
      }),
    );
  });

  it('any refusal that names an idPosTxs: unknown with that id, because something may run under it', () => {
    const refusals = fc.constantFrom(
      'UNAUTHORIZED',
      'KEYPOS NOT FOUND',
      'OPERATION IN PROGRESS (5m)',
      'C2C SERVICE NOT RESPONDING',
    );
    fc.assert(
      fc.property(refusals, fc.constantFrom(200, 401, 403, 429), (text, httpStatus) => {
        const answer = readAnswer(
          httpStatus,
          JSON.stringify({ code: 0, message: text, data: { idPosTxs: 900001 } }),
        );
        expect(judgeReply(answer, command)).toMatchObject({ kind: 'unknown', idPosTxs: '900001' });
      }),
    );
  });

  it('keys in any case: the same verdict', () => {
    const recased = fc.array(fc.boolean(), { minLength: 300, maxLength: 300 }).map((upper) => {
      let letter = 0;
      const recase = (key: string) =>
        key.replace(/./g, (c) => (upper[letter++ % 300] ? c.toUpperCase() : c.toLowerCase()));
      return fixture('replies/cl-sale-approved-shape-a.json').replace(
        /"([A-Za-z0-9]+)":/g,
        (_m, key: string) => `"${recase(key)}":`,
      );
    });
    const ours = { ...question, customId: 'ORD-2001' as CustomId };
    const plain = judgeAnswer(readAnswer(200, fixture('replies/cl-sale-approved-shape-a.json')), ours);
    expect(plain.kind).toBe('approved');
    fc.assert(
      fc.property(recased, (text) => {
        expect(judgeAnswer(readAnswer(200, text), ours)).toEqual(plain);
      }),
      { numRuns: 50 },
    );
  });
});

describe('doubt', () => {
  const approved = {
    code: 1,
    data: { idPosTxs: 900001, response: { responseCode: 0, authorizationCode: '012345' } },
  };
  const read = (value: unknown) => readAnswer(200, JSON.stringify(value));

  it('two spellings of the terminal code that disagree: no proof', () => {
    const answer = read({
      ...approved,
      data: { response: { responseCode: 1006, ResponseCode: 0, authorizationCode: '1' } },
    });
    expect(judgeAnswer(answer, question).kind).toBe('silent');
    expect(judgeReply(answer, command).kind).toBe('unknown');
  });

  it('two ids in one reply: none of them is ours', () => {
    const answer = read({ ...approved, idPosTxs: 900002 });
    expect(judgeReply(answer, command)).toEqual({
      kind: 'unknown',
      cause: 'the reply names several idPosTxs',
    });
    expect(judgeAnswer(answer, question)).toEqual({ kind: 'contradiction', fields: ['idPosTxs'] });
  });

  it('the terminal offline, read by the cautious: unknown', () => {
    const answer = read({ code: 0, message: 'C2C SERVICE NOT RESPONDING' });
    expect(judgeReply(answer, command)).toMatchObject({ kind: 'refused', reason: 'terminal_offline' });
    expect(judgeReply(answer, { ...command, offlineMeans: 'unknown' }).kind).toBe('unknown');
  });

  it('a decline without an idPosTxs in the final reply to our own command: proof all the same', () => {
    const answer = read({ code: 1, data: { response: { responseCode: 1006 } } });
    expect(judgeReply(answer, command)).toMatchObject({
      kind: 'finished',
      proof: { kind: 'declined' },
    });
  });

  it('a QR sale approved without an authorisation code: approved', () => {
    const answer = read({ code: 1, data: { idPosTxs: 900001, response: { code: 0 } } });
    expect(judgeAnswer(answer, { ...question, cardSale: false }).kind).toBe('approved');
    expect(judgeAnswer(answer, question).kind).toBe('approved_without_code');
  });
});

describe('an id that Getnet does not know', () => {
  it.each(['ID NOT FOUND', 'ID 900090 NOT FOUND', 'ID NO ENCONTRADO', 'El ID no fue encontrado'])(
    '%s',
    (text) => {
      expect(classifyServerError(text)).toEqual({ kind: 'id_not_found' });
    },
  );
});

describe('texts that are kept', () => {
  it.each([
    ['card 4111111111111111 refused', 'card ****1111 refused'],
    ['card 4111 1111 1111 1111', 'card ****1111'],
    ['PAN4111-1111-1111-1111.', 'PAN****1111.'],
    ['411111******1111', '**********1111'],
    ['see https://example.test/webhooks/getnet/v1.k.t', 'see (address)'],
    ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc', 'token (long word)'],
    ['Tiempo de espera excedido', 'Tiempo de espera excedido'],
  ])('%s: %s', (text, kept) => {
    expect(maskText(text)).toBe(kept);
  });

  it('a text cut in the middle of a card number: none of its digits is left', () => {
    const text = `${'-'.repeat(1_590)}4111111111111111`;
    expect(maskText(text)).not.toMatch(/\d/);
  });

  it('a message as long as a book: no refusal, and read at once', () => {
    expect(classifyServerError('KEYPOS OPERA 15 '.repeat(15_000)).kind).toBe('other');
  });

  it('any card number in any text: at most its last four digits survive', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 13, maxLength: 19 });
    const separator = fc.constantFrom('', ' ', '-');
    fc.assert(
      fc.property(fc.string(), digits, separator, (text, pan, between) => {
        const kept = maskText(`${text.replace(/\d/g, '')}/${pan.join(between)}`, 1_000);
        expect(kept.replace(/\D/g, '').length).toBeLessThanOrEqual(4);
      }),
    );
  });

  it('an approved answer cut in the middle: the excerpt shows neither BIN, expiry nor token', () => {
    const excerpt = redactExcerpt(
      '{"bin":"45399700","expiryDate":"3001","transToken":"70000001999994220260115103045"',
    );
    expect(excerpt).toBe('{"bin":"####","expiryDate":"####","transToken":"####"');
  });
});

describe('amounts', () => {
  it('centavos and CLP: the same number both ways', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (minor) => {
        expect(toWireAmount(minor, 1)).toBe(minor);
        expect(fromWireAmount(minor, 1)).toBe(minor);
      }),
    );
  });

  it('pesos: a hundredth on the wire, back to the same, and nothing that is not whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_900 }), (minor) => {
        const amount = toWireAmount(minor, 100);
        expect(amount).toBe(minor % 100 === 0 ? minor / 100 : undefined);
        if (amount !== undefined) expect(fromWireAmount(amount, 100)).toBe(minor);
      }),
    );
  });
});
