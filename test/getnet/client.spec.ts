import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CustomId, IdPosTxs } from '../../src/domain/ids.js';
import type { Accepted } from '../../src/domain/transaction.js';
import type { GetnetEvent } from '../../src/getnet/call.js';
import { createGetnetClient } from '../../src/getnet/client.js';
import type { GetnetClient, GetnetClientOptions } from '../../src/getnet/client.js';
import { acceptedSale, argentineSale, policyOf } from './support/accepted.js';
import { fakeGetnet } from './support/fake-getnet.js';
import type { FakeGetnet } from './support/fake-getnet.js';
import { fixture } from './support/fixtures.js';
import { deadAddress } from './support/sockets.js';

const SECRET = 'demo-secret-canary';
const webhook = 'https://shop.test/webhooks/getnet/v1.k1.callback-canary';
const ack = { code: 1, status: 'OK', message: 'TRANSACTION SENT', data: { idPosTxs: 900002 } };
const unauthorized = { code: 0, status: 'ERROR', message: 'UNAUTHORIZED', data: null };
const result = { functionCode: 100, responseCode: 0, authorizationCode: '012345', amount: 5990 };
const approved = {
  code: 1,
  data: { idPosTxs: 900002, customId: 'tx_0123456789abcdefghi', response: result },
};

let getnet: FakeGetnet;
let events: GetnetEvent[];
const clients: GetnetClient[] = [];

function client(over: Partial<GetnetClientOptions> = {}): GetnetClient {
  const made = createGetnetClient({
    baseUrlFor: () => getnet.url,
    environment: 'uat',
    extraHeaders: { 'X-Api-Key': 'firewall-key', Env: 'prod', 'Accept-Encoding': 'gzip' },
    credentialsFor: () => ({ clientId: 'demo-client', clientSecret: SECRET }),
    arAmountUnit: 'pesos',
    log: (event) => events.push(event),
    ...over,
  });
  clients.push(made);
  return made;
}

const question = (over: object = {}) => ({
  accepted: acceptedSale(),
  policy: policyOf(),
  idPosTxs: '900002' as IdPosTxs,
  idFromCallback: false,
  ...over,
});

beforeEach(async () => {
  getnet = await fakeGetnet();
  events = [];
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((made) => made.close()));
  await getnet.close();
});

describe('sending a command', () => {
  it('acknowledged: one login, one command, as documented', async () => {
    getnet.script(ack);
    const outcome = await client().send(acceptedSale(), { policy: policyOf(), webhook });
    expect(outcome).toEqual({ kind: 'acknowledged', idPosTxs: '900002' });
    const [login, command] = getnet.seen;
    expect(login).toMatchObject({
      method: 'POST',
      path: '/api/postxs/auth',
      body: `clientId=demo-client&clientSecret=${SECRET}`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-api-key': 'firewall-key',
        country: 'cl',
      },
    });
    expect(command).toMatchObject({
      method: 'POST',
      path: '/api/postxs/sale',
      headers: {
        'content-type': 'application/json',
        env: 'uat',
        country: 'cl',
        app: 'posintegrado',
        authorization: 'Bearer token-1',
        'x-api-key': 'firewall-key',
        'accept-encoding': 'identity',
      },
    });
    expect(JSON.parse(command?.body ?? '')).toMatchObject({ command: 100, amount: 5990, webhook });
    expect(login?.headers.authorization).toBeUndefined();
  });

  it('sync mode: no callback address goes out, and the final answer is the end', async () => {
    getnet.script(approved);
    const outcome = await client().send(acceptedSale(), { policy: policyOf({ mode: 'sync' }), webhook });
    expect(outcome).toMatchObject({ kind: 'finished', proof: { kind: 'approved', idPosTxs: '900002' } });
    expect(getnet.commands()[0]?.body).not.toContain('webhook');
  });

  it('sync mode: the answer may take longer than an asynchronous one', async () => {
    getnet.script((response) => setTimeout(() => response.end(JSON.stringify(approved)), 150));
    const limits = { getnetTimeout: 100, lifecycleLimit: 2_000 };
    const outcome = await client().send(acceptedSale(), { policy: policyOf({ mode: 'sync', limits }) });
    expect(outcome.kind).toBe('finished');
  });

  it.each([
    ['HTTP 401', [401, ''] as [number, string]],
    ['UNAUTHORIZED', unauthorized],
  ])('the token is refused by %s: one fresh login, and the command goes out again', async (_how, refusal) => {
    getnet.script(refusal, ack);
    const outcome = await client().send(acceptedSale(), { policy: policyOf(), webhook });
    expect(outcome.kind).toBe('acknowledged');
    expect(getnet.commands().map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it.each([
    ['called off', () => Promise.resolve(false)],
    ['nobody can say', () => Promise.reject(new Error('away'))],
  ])(
    'the token is refused, and the command is not to go out again (%s): the refusal stands',
    async (_, mayRepeat) => {
      getnet.script([401, ''], ack);
      const outcome = await client().send(acceptedSale(), { policy: policyOf(), webhook, mayRepeat });
      expect(outcome).toMatchObject({ kind: 'refused', reason: 'unauthorized' });
      expect(getnet.commands()).toHaveLength(1);
    },
  );

  it('the fresh token is refused as well, for another process has logged in meanwhile: a third try', async () => {
    getnet.script([401, ''], unauthorized, ack);
    const outcome = await client().send(acceptedSale(), { policy: policyOf(), webhook });
    expect(outcome.kind).toBe('acknowledged');
    expect([getnet.commands().length, getnet.logins()]).toEqual([3, 3]);
  });

  it('every token is refused: refused after a small number of tries', async () => {
    getnet.script(...Array.from({ length: 20 }, () => unauthorized));
    const outcome = await client().send(acceptedSale(), { policy: policyOf(), webhook });
    expect(outcome).toEqual({ kind: 'refused', reason: 'unauthorized', message: 'UNAUTHORIZED' });
    expect([getnet.commands().length, getnet.logins()]).toEqual([7, 7]);
  });

  it.each([
    [521, 'not_sent', 'unreachable'],
    [526, 'not_sent', 'unreachable'],
    [521, 'unknown', 'unknown'],
    [502, 'not_sent', 'unknown'],
    [524, 'not_sent', 'unknown'],
  ] as const)(
    'HTTP %i of a CDN, set to mean %s: %s, and nothing is sent again',
    async (status, means, kind) => {
      getnet.script([status, '<html>'], ack);
      const one = client({ cdnErrorsMean: means });
      expect((await one.send(acceptedSale(), { policy: policyOf(), webhook })).kind).toBe(kind);
      expect(getnet.commands()).toHaveLength(1);
    },
  );

  it.each([
    ['sync', 522, 5_001],
    ['sync', 521, 19_000],
    ['async', 522, 90_000],
  ] as const)(
    '%s mode, HTTP %i of a CDN after %i ms: unknown, whatever the setting',
    async (mode, status, ms) => {
      let monotonic = 0;
      const clock = { now: () => Date.now(), monotonic: () => monotonic };
      getnet.script((response) => {
        monotonic += ms;
        response.writeHead(status).end('<html>');
      });
      const one = client({ clock, cdnErrorsMean: 'not_sent' });
      const outcome = await one.send(acceptedSale(), { policy: policyOf({ mode }), webhook });
      expect(outcome.kind).toBe('unknown');
    },
  );

  it.each<[string, string, [number, string] | object]>([
    ['sync', 'HTTP 401', [401, '']],
    ['sync', 'UNAUTHORIZED', unauthorized],
    ['sync', 'HTTP 403', [403, '<html>']],
    ['sync', 'HTTP 429', [429, '']],
    ['sync', 'code 0', { code: 0, message: 'KEYPOS NOT FOUND' }],
    ['async', 'HTTP 401', [401, '']],
    ['async', 'UNAUTHORIZED', unauthorized],
  ])('%s mode, %s later than five seconds: nothing is sent again', async (mode, _what, answer) => {
    let monotonic = 0;
    const clock = { now: () => Date.now(), monotonic: () => monotonic };
    const [status, body] = Array.isArray(answer)
      ? (answer as [number, string])
      : [200, JSON.stringify(answer)];
    getnet.script((response) => {
      monotonic += 5_001;
      response.writeHead(status).end(body);
    }, ack);
    const policy = policyOf({ mode: mode as 'sync' | 'async' });
    const outcome = await client({ clock }).send(acceptedSale(), { policy, webhook });
    expect(outcome.kind).toBe(mode === 'sync' ? 'unknown' : 'refused');
    expect([getnet.commands().length, getnet.logins()]).toEqual([1, 1]);
  });

  it('the token is refused and yet an idPosTxs is named: unknown, and nothing is sent again', async () => {
    getnet.script([401, JSON.stringify({ ...unauthorized, data: { idPosTxs: 900002 } })], ack);
    const outcome = await client().send(acceptedSale(), { policy: policyOf(), webhook });
    expect(outcome).toMatchObject({ kind: 'unknown', idPosTxs: '900002' });
    expect(getnet.commands()).toHaveLength(1);
  });

  it('the deadline passes during the fresh login: nothing is sent after it', async () => {
    getnet.script(unauthorized, ack);
    const accepted = acceptedSale({ dispatchBy: Date.now() + 300 });
    getnet.scriptLogin({ code: 1, data: { token: 'first', expires_in: 60 } }, () => undefined);
    expect(await client().send(accepted, { policy: policyOf(), webhook })).toEqual({ kind: 'expired' });
    expect(getnet.commands()).toHaveLength(1);
  });

  it('the deadline passes during the login: nothing is sent, even when the token comes then', async () => {
    const late: (() => void)[] = [];
    getnet.scriptLogin((response) => late.push(() => response.end('{"code":1,"data":{"token":"late"}}')));
    const accepted = acceptedSale({ dispatchBy: Date.now() + 80 });
    const one = client();
    expect(await one.send(accepted, { policy: policyOf(), webhook })).toEqual({ kind: 'expired' });
    late.forEach((answer) => answer());
    getnet.script(ack);
    await one.send(acceptedSale({ customId: 'tx_0123456789abcdefghi-2' as CustomId }), {
      policy: policyOf(),
      webhook,
    });
    expect(getnet.commands().map(({ body }) => (JSON.parse(body) as { customId: string }).customId)).toEqual([
      'tx_0123456789abcdefghi-2',
    ]);
  });

  it('a wall clock set back after acceptance: the monotonic one keeps the deadline', async () => {
    let [now, monotonic] = [Date.now(), 0];
    getnet.scriptLogin((response) => {
      [now, monotonic] = [now - 3_600_000, 25_000];
      response.end('{"code":1,"data":{"token":"t","expires_in":86400}}');
    });
    const clock = { now: () => now, monotonic: () => monotonic };
    const outcome = await client({ clock }).send(acceptedSale(), { policy: policyOf(), webhook });
    expect(outcome).toEqual({ kind: 'expired' });
    expect(getnet.commands()).toHaveLength(0);
  });

  it('asked right before each request of the command: a no between the two, and the refusal stands', async () => {
    getnet.script(unauthorized, ack);
    const answers = [true, false];
    const mayStillSend = () => Promise.resolve(answers.shift() ?? false);
    const outcome = await client().send(acceptedSale(), { policy: policyOf(), webhook, mayStillSend });
    expect(outcome).toMatchObject({ kind: 'refused', reason: 'unauthorized' });
    expect([getnet.commands().length, getnet.logins(), answers]).toEqual([1, 2, []]);
  });

  it('it cannot be asked whether it may still be sent: withheld, after the login and before the command', async () => {
    const mayStillSend = () => Promise.reject(new Error('Temporal does not answer'));
    const outcome = await client().send(acceptedSale(), { policy: policyOf(), webhook, mayStillSend });
    expect(outcome).toMatchObject({
      kind: 'withheld',
      cause: expect.stringContaining('Temporal does not answer'),
    });
    expect([getnet.commands().length, getnet.logins()]).toEqual([0, 1]);
  });

  it('the login is refused: nothing is sent', async () => {
    getnet.scriptLogin([200, fixture('replies/auth-error.json')]);
    const outcome = await client().send(acceptedSale(), { policy: policyOf(), webhook });
    expect(outcome).toMatchObject({ kind: 'refused', reason: 'unauthorized' });
    expect(getnet.commands()).toHaveLength(0);
  });

  it.each([
    [
      '403',
      [403, fixture('malformed/http-403-waf.txt')] as [number, string],
      { kind: 'refused', reason: 'forbidden' },
    ],
    ['nonsense', [200, '<html>'] as [number, string], { kind: 'unreachable' }],
    ['a reset', (response: { destroy(): unknown }) => void response.destroy(), { kind: 'unreachable' }],
  ])('the login is answered by %s: provably nothing was sent', async (_what, answer, expected) => {
    getnet.scriptLogin(answer);
    expect(await client().send(acceptedSale(), { policy: policyOf(), webhook })).toMatchObject(expected);
    expect(getnet.commands()).toHaveLength(0);
  });

  it('nobody listens where Getnet should be: unreachable', async () => {
    const address = await deadAddress();
    const outcome = await client({ baseUrlFor: () => address }).send(acceptedSale(), {
      policy: policyOf(),
      webhook,
    });
    expect(outcome).toMatchObject({ kind: 'unreachable', cause: expect.stringContaining('ECONNREFUSED') });
  });

  it('the acknowledgement is lost: unknown, and nothing is sent again', async () => {
    getnet.script((response) => response.destroy());
    const outcome = await client().send(acceptedSale(), { policy: policyOf(), webhook });
    expect(outcome.kind).toBe('unknown');
    expect(getnet.commands()).toHaveLength(1);
  });

  it.each<{
    why: string;
    options?: Partial<GetnetClientOptions>;
    accepted?: Accepted;
    sending?: { webhook?: string };
    expected: object;
  }>([
    {
      why: 'no callback address in async mode',
      sending: {},
      expected: { kind: 'refused', reason: 'mode_unavailable' },
    },
    {
      why: 'no credentials',
      options: { credentialsFor: () => undefined },
      expected: { kind: 'refused', reason: 'unauthorized' },
    },
    { why: 'no address', options: { baseUrlFor: () => undefined }, expected: { kind: 'unreachable' } },
    {
      why: 'no Argentine unit',
      options: { arAmountUnit: undefined },
      accepted: argentineSale(),
      expected: { kind: 'unreachable' },
    },
    {
      why: 'the deadline passed',
      accepted: acceptedSale({ dispatchBy: Date.now() - 1 }),
      expected: { kind: 'expired' },
    },
  ])(
    '$why: nothing is sent',
    async ({ options, accepted = acceptedSale(), sending = { webhook }, expected }) => {
      const outcome = await client(options).send(accepted, { policy: policyOf(), ...sending });
      expect(outcome).toMatchObject(expected);
      expect(getnet.commands()).toHaveLength(0);
    },
  );

  it('ten at once, all refused the old token: one login for the first, one for the refresh', async () => {
    const one = client();
    getnet.script(ack);
    await one.send(acceptedSale(), { policy: policyOf(), webhook });
    getnet.script(
      ...Array.from({ length: 10 }, () => unauthorized),
      ...Array.from({ length: 10 }, () => ack),
    );
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => one.send(acceptedSale(), { policy: policyOf(), webhook })),
    );
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['acknowledged']));
    expect(getnet.logins()).toBe(2);
  });
});

describe('asking for the status', () => {
  it('GET by the number, with headers and without a body', async () => {
    getnet.script(approved);
    expect((await client().status(question())).verdict).toMatchObject({
      kind: 'approved',
      idPosTxs: '900002',
    });
    expect(getnet.commands()[0]).toMatchObject({
      method: 'GET',
      path: '/api/postxs/900002',
      body: '',
      headers: { authorization: 'Bearer token-1', env: 'uat', country: 'cl', app: 'posintegrado' },
    });
  });

  it('an amount in pesos is compared in pesos', async () => {
    const response = { functionCode: 100, code: 0, authorizationCode: '067890', amount: 1200 };
    getnet.script({ code: 1, data: response }, { code: 1, data: { ...response, amount: 120_000 } });
    const one = client();
    expect((await one.status(question({ accepted: argentineSale() }))).verdict.kind).toBe('approved');
    expect((await one.status(question({ accepted: argentineSale() }))).verdict).toEqual({
      kind: 'contradiction',
      fields: ['amount'],
    });
  });

  it('an id from a callback whose answer does not name us: a contradiction', async () => {
    getnet.script({ code: 1, data: { idPosTxs: 900002, response: result } });
    expect((await client().status(question({ idFromCallback: true }))).verdict.kind).toBe('contradiction');
  });

  it('the token is refused: one fresh login, then the answer', async () => {
    getnet.script([401, ''], approved);
    expect((await client().status(question())).verdict.kind).toBe('approved');
    expect(getnet.logins()).toBe(2);
  });

  it('the token is refused again and again: silent, which says nothing about the command', async () => {
    getnet.script(...Array.from({ length: 20 }, () => unauthorized));
    expect((await client().status(question())).verdict.kind).toBe('silent');
    expect(getnet.commands()).toHaveLength(7);
  });

  it.each([
    ['7', 7_000],
    ['999999', 600_000],
    ['soon', undefined],
  ])('too many requests, Retry-After: %s', async (header, milliseconds) => {
    getnet.script([429, '', { 'retry-after': header }]);
    const answer = await client().status(question());
    expect(answer.verdict.kind).toBe('silent');
    expect(answer.retryAfterMs).toBe(milliseconds);
  });

  it('no answer in time: silent within the limit for the whole query', async () => {
    getnet.script(() => undefined);
    const answer = await client().status(question({ policy: policyOf({ limits: { getnetTimeout: 100 } }) }));
    expect(answer.verdict.kind).toBe('silent');
  });

  it('no login: silent', async () => {
    getnet.scriptLogin([503, '']);
    expect((await client().status(question())).verdict).toMatchObject({ kind: 'silent' });
    expect(getnet.commands()).toHaveLength(0);
  });
});

describe('the log', () => {
  it('tells each request once, with what came of it', async () => {
    getnet.script([401, ''], ack);
    await client().send(acceptedSale(), { policy: policyOf(), webhook });
    const subject = {
      event: 'getnet_request',
      merchant: 'demo-cl',
      reached: 'yes',
      durationMs: expect.any(Number),
    };
    const command = { ...subject, customId: 'tx_0123456789abcdefghi', path: 'sale' };
    expect(events).toEqual([
      { ...subject, path: 'auth', httpStatus: 200, outcome: 'token' },
      { ...command, httpStatus: 401, outcome: 'refused', excerpt: '' },
      { ...subject, path: 'auth', httpStatus: 200, outcome: 'token' },
      { ...command, httpStatus: 200, outcome: 'acknowledged' },
    ]);
  });

  it('canaries in every answer, readable or not: none is in the log or in what is kept', async () => {
    const canaries = [
      SECRET,
      'token-1',
      'callback-canary',
      '4539970000001234',
      '45399700',
      '3001',
      '70000001999994220260115103045',
    ];
    const card = `"bin":"45399700","expiryDate":"3001","transToken":"70000001999994220260115103045","responseMessage":"4539970000001234"`;
    const kept: unknown[] = [];
    const one = client();
    const answers: [number, string][] = [
      [
        200,
        `{"code":1,"data":{"customId":"tx_0123456789abcdefghi","idPosTxs":900002,"response":{"responseCode":51,${card}}}}`,
      ],
      [200, `{"code":1,"data":{"response":{${card}`],
      [200, `{"code":0,"message":"INVALID REQUEST 4539970000001234 ${webhook} ${SECRET}-${'x'.repeat(32)}"}`],
      [403, `${webhook} 4539 9700 0000 1234`],
    ];
    for (const answer of answers) {
      getnet.script(answer, answer);
      kept.push(await one.send(acceptedSale(), { policy: policyOf(), webhook }));
      kept.push(await one.status(question()));
    }
    const written = JSON.stringify([events, kept]);
    expect(kept).toHaveLength(8);
    for (const canary of canaries) expect(written).not.toContain(canary);
  });
});
