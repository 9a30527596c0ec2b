import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IdPosTxs } from '../../src/domain/ids.js';
import type { Accepted } from '../../src/domain/transaction.js';
import type { StatusQuestion } from '../../src/domain/status-question.js';
import type { DeviceQueryOptions, GetnetClient } from '../../src/getnet/client.js';
import type { Clock } from '../../src/getnet/deadline.js';
import { judgeDeviceAnswer } from '../../src/getnet/mapping/device-verdict.js';
import { REFUSAL_WITHIN_MS } from '../../src/getnet/mapping/late-refusal.js';
import { judgeAnswer } from '../../src/getnet/mapping/verdict.js';
import { readAnswer } from '../../src/getnet/wire/answer.js';
import { buildAcceptedSale, buildArgentineSale, buildPolicy } from './support/accepted.js';
import { startFakeGetnet } from './support/fake-getnet.js';
import type { FakeGetnet } from './support/fake-getnet.js';
import { readFacts, fixture } from './support/fixtures.js';
import { createPlainClient } from './support/plain-client.js';

const sale = {
  ...readFacts('requests/cl-get-transaction.json'),
  idPosTxs: '900001' as IdPosTxs,
  idFromCallback: false,
};
const voided = {
  ...readFacts('requests/cl-void-sync.json'),
  idPosTxs: '900003' as IdPosTxs,
  idFromCallback: false,
};
const response = { functionCode: 100, responseCode: 0, amount: 5990, authorizationCode: '012345' };
const says = (data: unknown, question = sale, code: unknown = 1) =>
  judgeDeviceAnswer(readAnswer(200, JSON.stringify({ code, data })), question, 99);
const without = (field: keyof typeof response) =>
  Object.fromEntries(Object.entries(response).filter(([name]) => name !== field));

describe('what the terminal itself says', () => {
  it('the documented answer: approved', () => {
    const answer = readAnswer(200, fixture('replies/get-transaction-approved-cl.json'));
    expect(judgeDeviceAnswer(answer, sale, 99)).toMatchObject({ kind: 'approved', idPosTxs: '900001' });
  });

  it('the same on the function code of the query, with our amount: approved', () => {
    expect(says({ idPosTxs: 900001, response: { ...response, functionCode: 99 } }).kind).toBe('approved');
    expect(says({ idPosTxs: 900001, response: without('functionCode') }).kind).toBe('approved');
  });

  it.each<[string, object, string]>([
    ['no idPosTxs', { response }, 'silent'],
    ['another idPosTxs', { idPosTxs: 900777, response }, 'contradiction'],
    ['another customId', { idPosTxs: 900001, customId: 'tx_other', response }, 'contradiction'],
    ['another amount', { idPosTxs: 900001, response: { ...response, amount: 59_900 } }, 'contradiction'],
    [
      'a third function code',
      { idPosTxs: 900001, response: { ...response, functionCode: 102 } },
      'contradiction',
    ],
    ['our number alone', { idPosTxs: 900001 }, 'silent'],
    ['the number of the query alone', { idPosTxs: 900777 }, 'silent'],
    ['a decline', { idPosTxs: 900001, response: { ...response, responseCode: 1006 } }, 'declined'],
  ])('%s: %#', (_what, data, kind) => {
    expect(says(data).kind).toBe(kind);
  });

  it.each([0, 1006, 9001])(
    'code %d of the query itself, without our amount: no proof either way',
    (responseCode) => {
      const query = { functionCode: 99, responseCode, authorizationCode: '012345' };
      expect(says({ idPosTxs: 900001, response: query }).kind).toBe('silent');
      expect(says({ idPosTxs: 900001, response: { responseCode } }).kind).toBe('silent');
    },
  );

  it('a void, which has no amount: only on its own function code', () => {
    const done = { functionCode: 102, responseCode: 0, operationId: 42 };
    expect(says({ idPosTxs: 900003, response: done }, voided).kind).toBe('approved');
    expect(says({ idPosTxs: 900003, response: { ...done, functionCode: 99 } }, voided).kind).toBe('silent');
    const amount = { ...done, functionCode: 99, amount: 5990 };
    expect(says({ idPosTxs: 900003, response: amount }, voided).kind).toBe('silent');
  });

  it('in process: pending where it names our number', () => {
    expect(says({ idPosTxs: 900001 }, sale, 2).kind).toBe('pending');
    expect(says({ idPosTxs: 900777 }, sale, 2).kind).toBe('silent');
    expect(says(null, sale, 2).kind).toBe('silent');
  });

  it.each([
    ['replies/status-id-not-found-en.json', 'not_found'],
    ['replies/status-id-not-found-es.json', 'not_found'],
    ['replies/error-operation-in-progress-15s-en.json', 'silent'],
    ['replies/error-operation-in-progress-5m-es.json', 'silent'],
    ['replies/error-c2c-not-responding-en.json', 'silent'],
    ['replies/error-keypos-not-found-en.json', 'silent'],
    ['replies/error-unauthorized.json', 'silent'],
    ['replies/error-timeout-90s-en.json', 'silent'],
    ['replies/error-unrecognised.json', 'silent'],
    ['malformed/http-200-html.txt', 'silent'],
    ['odd/code-1-data-null.json', 'silent'],
  ])('%s: %s, which says nothing about the command', (file, kind) => {
    expect(judgeDeviceAnswer(readAnswer(200, fixture(file)), sale, 99).kind).toBe(kind);
  });

  it('any answer: a proof only where it names our number, and our function code or our amount', () => {
    const ours = { idPosTxs: 900001, customId: 'ORD-2001', ...response };
    const odd = fc.constantFrom<unknown>(99, 102, 0, 1006, 59_900, '', null, undefined, 900_777, 'x');
    const nearly = fc
      .dictionary(fc.constantFrom(...Object.keys(ours)), odd, { maxKeys: 3 })
      .map((wrong): Record<string, unknown> => ({ ...ours, ...wrong }));
    let proofs = 0;
    fc.assert(
      fc.property(nearly, fc.constantFrom(sale, { ...voided, idPosTxs: sale.idPosTxs }), (data, question) => {
        const verdict = says(data, question);
        if (verdict.kind !== 'approved' && verdict.kind !== 'declined') return;
        proofs += 1;
        const { idPosTxs, functionCode, amount } = data;
        expect(idPosTxs).toBe(900001);
        if (functionCode !== question.functionCode) expect([99, undefined, null, '']).toContain(functionCode);
        if (functionCode !== question.functionCode) expect(amount).toBe(question.amount);
        const own = { ...data, customId: question.customId, functionCode: question.functionCode };
        const inTheCloud = readAnswer(200, JSON.stringify({ code: 1, data: own }));
        expect(judgeAnswer(inTheCloud, question).kind).toBe(verdict.kind);
      }),
      { numRuns: 2_000 },
    );
    expect(proofs).toBeGreaterThan(0);
  });
});

describe('asking the terminal', () => {
  let getnet: FakeGetnet;
  let client: GetnetClient;
  const neverAsked = { verdict: { kind: 'silent' }, isRefused: true };
  let lateMs = 0;
  const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() + lateMs };
  const approved = { code: 1, data: { idPosTxs: 900001, customId: 'tx_0123456789abcdefghi', response } };
  const question = (accepted: Accepted, over: object = {}) => ({
    accepted,
    policy: buildPolicy(),
    idPosTxs: '900001' as IdPosTxs,
    idFromCallback: false,
    ...over,
  });

  beforeEach(async () => {
    lateMs = 0;
    getnet = await startFakeGetnet();
    client = createPlainClient(() => getnet.url, { arAmountUnit: 'pesos', clock });
  });
  afterEach(async () => {
    await client.close();
    await getnet.close();
  });

  const ask = (asked: StatusQuestion, over: Partial<DeviceQueryOptions> = {}) =>
    client.statusAtDevice(asked, { sendBy: Date.now() + 5_000, sendWithin: 5_000, ...over });

  it('POST as documented, without a callback address; the answer is the verdict', async () => {
    getnet.script(approved);
    expect((await ask(question(buildAcceptedSale()))).verdict.kind).toBe('approved');
    const [command] = getnet.commands();
    expect(command).toMatchObject({ method: 'POST', path: '/api/postxs/get_transaction' });
    const documented = JSON.parse(fixture('requests/cl-get-transaction.json')) as object;
    expect(JSON.parse(command?.body ?? '')).toEqual({ ...documented, customId: 'tx_0123456789abcdefghi' });
  });

  it('a number too long for a number: asked for as text', async () => {
    getnet.script({ code: 0, message: 'ID NOT FOUND' });
    const idPosTxs = '9007199254740993';
    const { verdict } = await ask(question(buildAcceptedSale(), { idPosTxs }));
    expect(verdict).toEqual({ kind: 'not_found' });
    expect(JSON.parse(getnet.commands()[0]?.body ?? '')).toMatchObject({ idPosTxs });
  });

  it('the token is refused: one fresh login; refused again and again: silent', async () => {
    getnet.script([401, ''], approved);
    expect((await ask(question(buildAcceptedSale()))).verdict.kind).toBe('approved');
    getnet.script(...Array.from({ length: 20 }, (): [number, string] => [401, '']));
    expect((await ask(question(buildAcceptedSale()))).verdict.kind).toBe('silent');
    expect(getnet.commands()).toHaveLength(2 + 7);
  });

  it('no answer within the limit: silent', async () => {
    getnet.script(() => undefined);
    const policy = buildPolicy({ limits: { getnetTimeout: 100 } });
    expect((await ask(question(buildAcceptedSale(), { policy }))).verdict.kind).toBe('silent');
  });

  it('a country whose terminals are not known to understand it: silent, and nothing is sent', async () => {
    const answer = await ask(question(buildArgentineSale()));
    expect(answer).toMatchObject(neverAsked);
    expect(answer.verdict).toMatchObject({ cause: expect.stringContaining('AR') });
    expect(getnet.seen).toHaveLength(0);
  });

  it('its token is refused late: it may have reached the terminal, and is not asked again', async () => {
    getnet.script((response) => {
      // As long as a held command may take to be refused, by the client's own clock.
      lateMs = REFUSAL_WITHIN_MS + 1;
      response.writeHead(401).end();
    });
    const policy = buildPolicy({ limits: { getnetTimeout: 60_000 } });
    const sendWindow = { sendBy: Date.now() + 60_000, sendWithin: 60_000 };
    const answer = await ask(question(buildAcceptedSale(), { policy }), sendWindow);
    expect(answer.verdict.kind).toBe('silent');
    expect(answer.isRefused).toBeUndefined();
    expect(getnet.commands()).toHaveLength(1);
  });

  it('too late, by the wall clock or by the time that is left: not asked', async () => {
    expect(await ask(question(buildAcceptedSale()), { sendBy: Date.now() - 1 })).toMatchObject(neverAsked);
    expect(await ask(question(buildAcceptedSale()), { sendWithin: 0 })).toMatchObject(neverAsked);
    expect(getnet.commands()).toEqual([]);
  });

  it('the terminal is no longer ours, or nobody can say so: not asked', async () => {
    const away = () => Promise.reject(new Error('Temporal is away'));
    for (const mayStillSend of [async () => false, away])
      expect(await ask(question(buildAcceptedSale()), { mayStillSend })).toMatchObject(neverAsked);
    expect(getnet.commands()).toEqual([]);
  });

  it('no login: not asked, so that nobody waits for the terminal', async () => {
    getnet.scriptLogin({ code: 0, message: 'INVALID CREDENTIALS' });
    expect(await ask(question(buildAcceptedSale()))).toMatchObject(neverAsked);
  });
});
