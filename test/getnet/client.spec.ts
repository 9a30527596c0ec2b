import { describe, expect, it } from '@jest/globals';
import type { CustomId } from '../../src/domain/ids.js';
import type { Accepted } from '../../src/domain/transaction.js';
import type { GetnetClientOptions } from '../../src/getnet/client.js';
import { buildAcceptedSale, buildArgentineSale, buildPolicy } from './support/accepted.js';
import { fixture } from './support/fixtures.js';
import { deadAddress } from './support/sockets.js';
import {
  ack,
  approved,
  client,
  events,
  getnet,
  openGetnetForEach,
  question,
  SECRET,
  unauthorized,
  webhook,
} from './support/client-of-fake.js';

openGetnetForEach();

describe('sending a command', () => {
  it('acknowledged: one login, one command, as documented', async () => {
    getnet.script(ack);
    const outcome = await client().send(buildAcceptedSale(), { policy: buildPolicy(), webhook });
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
    const outcome = await client().send(buildAcceptedSale(), {
      policy: buildPolicy({ mode: 'sync' }),
      webhook,
    });
    expect(outcome).toMatchObject({ kind: 'finished', proof: { kind: 'approved', idPosTxs: '900002' } });
    expect(getnet.commands()[0]?.body).not.toContain('webhook');
  });

  it('sync mode: the answer may take longer than an asynchronous one', async () => {
    getnet.script((response) => setTimeout(() => response.end(JSON.stringify(approved)), 150));
    const limits = { getnetTimeout: 100, lifecycleLimit: 2_000 };
    const outcome = await client().send(buildAcceptedSale(), {
      policy: buildPolicy({ mode: 'sync', limits }),
    });
    expect(outcome.kind).toBe('finished');
  });

  it('the deadline passes during the login: nothing is sent, even when the token comes then', async () => {
    const late: (() => void)[] = [];
    getnet.scriptLogin((response) => late.push(() => response.end('{"code":1,"data":{"token":"late"}}')));
    const accepted = buildAcceptedSale({ dispatchBy: Date.now() + 80 });
    const one = client();
    expect(await one.send(accepted, { policy: buildPolicy(), webhook })).toEqual({ kind: 'expired' });
    late.forEach((answer) => answer());
    getnet.script(ack);
    await one.send(buildAcceptedSale({ customId: 'tx_0123456789abcdefghi-2' as CustomId }), {
      policy: buildPolicy(),
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
    const outcome = await client({ clock }).send(buildAcceptedSale(), { policy: buildPolicy(), webhook });
    expect(outcome).toEqual({ kind: 'expired' });
    expect(getnet.commands()).toHaveLength(0);
  });

  it('asked right before each request of the command: a no between the two, and the refusal stands', async () => {
    getnet.script(unauthorized, ack);
    const answers = [true, false];
    const mayStillSend = () => Promise.resolve(answers.shift() ?? false);
    const outcome = await client().send(buildAcceptedSale(), {
      policy: buildPolicy(),
      webhook,
      mayStillSend,
    });
    expect(outcome).toMatchObject({ kind: 'refused', reason: 'unauthorized' });
    expect([getnet.commands().length, getnet.logins(), answers]).toEqual([1, 2, []]);
  });

  it('it cannot be asked whether it may still be sent: withheld, after the login and before the command', async () => {
    const mayStillSend = () => Promise.reject(new Error('Temporal does not answer'));
    const outcome = await client().send(buildAcceptedSale(), {
      policy: buildPolicy(),
      webhook,
      mayStillSend,
    });
    expect(outcome).toMatchObject({
      kind: 'withheld',
      cause: expect.stringContaining('Temporal does not answer'),
    });
    expect([getnet.commands().length, getnet.logins()]).toEqual([0, 1]);
  });

  it('the login is refused: nothing is sent', async () => {
    getnet.scriptLogin([200, fixture('replies/auth-error.json')]);
    const outcome = await client().send(buildAcceptedSale(), { policy: buildPolicy(), webhook });
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
    expect(await client().send(buildAcceptedSale(), { policy: buildPolicy(), webhook })).toMatchObject(
      expected,
    );
    expect(getnet.commands()).toHaveLength(0);
  });

  it('nobody listens where Getnet should be: unreachable', async () => {
    const address = await deadAddress();
    const outcome = await client({ baseUrlFor: () => address }).send(buildAcceptedSale(), {
      policy: buildPolicy(),
      webhook,
    });
    expect(outcome).toMatchObject({ kind: 'unreachable', cause: expect.stringContaining('ECONNREFUSED') });
  });

  it('the acknowledgement is lost: unknown, and nothing is sent again', async () => {
    getnet.script((response) => response.destroy());
    const outcome = await client().send(buildAcceptedSale(), { policy: buildPolicy(), webhook });
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
      accepted: buildArgentineSale(),
      expected: { kind: 'unreachable' },
    },
    {
      why: 'the deadline passed',
      accepted: buildAcceptedSale({ dispatchBy: Date.now() - 1 }),
      expected: { kind: 'expired' },
    },
  ])(
    '$why: nothing is sent',
    async ({ options, accepted = buildAcceptedSale(), sending = { webhook }, expected }) => {
      const outcome = await client(options).send(accepted, { policy: buildPolicy(), ...sending });
      expect(outcome).toMatchObject(expected);
      expect(getnet.commands()).toHaveLength(0);
    },
  );
});

describe('the log', () => {
  it('tells each request once, with what came of it', async () => {
    getnet.script([401, ''], ack);
    await client().send(buildAcceptedSale(), { policy: buildPolicy(), webhook });
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
      kept.push(await one.send(buildAcceptedSale(), { policy: buildPolicy(), webhook }));
      kept.push(await one.status(question()));
    }
    const written = JSON.stringify([events, kept]);
    expect(kept).toHaveLength(8);
    for (const canary of canaries) expect(written).not.toContain(canary);
  });
});
