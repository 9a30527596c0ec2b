import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CustomId } from '../../src/domain/ids.js';
import type { Accepted } from '../../src/domain/transaction.js';
import { buildCancel } from '../../src/getnet/cancel.js';
import type { CancelOptions, GetnetClient } from '../../src/getnet/client.js';
import { countries, getCountryPack } from '../../src/getnet/countries/countries.js';
import { judgeCancelReply } from '../../src/getnet/mapping/cancel-outcome.js';
import { readAnswer } from '../../src/getnet/wire/answer.js';
import { buildAcceptedSale, buildArgentineSale, buildPolicy } from './support/accepted.js';
import { startFakeGetnet } from './support/fake-getnet.js';
import type { FakeGetnet } from './support/fake-getnet.js';
import { fixture } from './support/fixtures.js';
import { createPlainClient } from './support/plain-client.js';

const says = (body: unknown, status = 200) => judgeCancelReply(readAnswer(status, JSON.stringify(body)));
const result = (responseCode: unknown) => ({ code: 1, data: { idPosTxs: 1, response: { responseCode } } });

describe('the cancel request on the wire', () => {
  it('is the documented one, with a customId of its own', () => {
    const documented = JSON.parse(fixture('requests/ar-cancelsale.json')) as object;
    const sent = buildCancel(buildArgentineSale(), {});
    expect(sent).toEqual({
      path: 'cancelsale',
      body: { ...documented, customId: 'cx_0123456789abcdefghi' },
    });
  });

  it('the last attempt’s: still at most 25 characters', () => {
    const customId = 'tx_0123456789abcdefghi-99' as CustomId;
    expect(buildCancel(buildArgentineSale({ customId }), {})?.body.customId).toBe(
      'cx_0123456789abcdefghi-99',
    );
  });

  it('the branch id goes out as the merchant says', () => {
    const sent = buildCancel(buildArgentineSale(), { sendIdSucursalAs: 'string' });
    expect(sent?.body.idSucursal).toBe('100001');
  });

  it('only a sale, and only in Argentina: everything else has no such command', () => {
    const stoppable = countries.flatMap((country) =>
      (getCountryPack(country).cancelCommand?.stops ?? []).map((type) => `${country} ${type}`),
    );
    expect(stoppable).toEqual(['AR sale']);
    expect(buildCancel(buildAcceptedSale(), {})).toBeUndefined();
    expect(buildCancel(buildArgentineSale({ type: 'return' }), {})).toBeUndefined();
  });
});

describe('what the answer to a cancel request says about the request', () => {
  it('the documented answer: taken', () => {
    expect(judgeCancelReply(readAnswer(200, fixture('replies/ar-cancelsale-ok.json')))).toEqual({
      kind: 'taken',
    });
  });

  it.each<[string, { body: unknown; status?: number; kind: string }]>([
    ['a number alone', { body: { code: 1, data: { idPosTxs: 1 } }, kind: 'taken' }],
    ['in process', { body: { code: 2, data: null }, kind: 'taken' }],
    ['another code', { body: result(9001), kind: 'declined' }],
    ['a code that is none', { body: result('x'), kind: 'unknown' }],
    ['busy', { body: { code: 0, message: 'OPERATION IN PROGRESS (15s)' }, kind: 'declined' }],
    ['offline', { body: { code: 0, message: 'C2C SERVICE NOT RESPONDING' }, kind: 'declined' }],
    ['wrong ids', { body: { code: 0, message: 'KEYPOS NOT FOUND' }, kind: 'declined' }],
    ['any other error', { body: { code: 0, message: 'TIMEOUT (90 SECONDS)' }, kind: 'unknown' }],
    ['a code of nobody', { body: { code: 7 }, kind: 'unknown' }],
    ['HTTP 403', { body: {}, status: 403, kind: 'declined' }],
    ['HTTP 500 with an approval', { body: result(0), status: 500, kind: 'unknown' }],
    ['HTTP 502', { body: 'x', status: 502, kind: 'unknown' }],
  ])('%s', (_, { body, status, kind }) => {
    expect(says(body, status).kind).toBe(kind);
  });

  it('any JSON at all: one of the outcomes, never an exception, and no card number', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 200, max: 599 }), (body, status) => {
        const { kind } = judgeCancelReply(readAnswer(status, body));
        expect(['taken', 'declined', 'unknown']).toContain(kind);
      }),
      { numRuns: 2_000 },
    );
    expect(says({ code: 0, message: 'KEYPOS NOT FOUND 4111 1111 1111 1111' })).not.toMatchObject({
      cause: expect.stringContaining('4111 1111') as unknown,
    });
  });
});

describe('the cancel request over real sockets', () => {
  let fake: FakeGetnet;
  let client: GetnetClient;
  beforeEach(async () => {
    fake = await startFakeGetnet();
    client = createPlainClient(() => fake.url);
  });
  afterEach(async () => {
    await client.close();
    await fake.close();
  });

  const cancel = (over: Partial<CancelOptions> = {}, accepted: Accepted = buildArgentineSale()) =>
    client.cancel(accepted, {
      policy: buildPolicy({ limits: { getnetTimeout: 500 } }),
      sendBy: Date.now() + 5_000,
      sendWithin: 5_000,
      mayStillSend: async () => true,
      ...over,
    });

  it('taken: one POST, and no callback address in it', async () => {
    fake.script(result(0));
    expect(await cancel()).toEqual({ kind: 'taken' });
    const [request] = fake.commands();
    expect(request).toMatchObject({ method: 'POST', path: '/api/postxs/cancelsale' });
    expect(JSON.parse(request?.body ?? '')).not.toHaveProperty('webhook');
    expect(request?.headers['authorization']).toBe('Bearer token-1');
    expect(fake.commands()).toHaveLength(1);
  });

  it('token refused: once more with a fresh one, because the first was not carried out', async () => {
    fake.script([401, ''], result(0));
    expect(await cancel()).toEqual({ kind: 'taken' });
    expect(fake.commands()).toHaveLength(2);
  });

  it('connection lost after it was read, or no answer in time: unknown, and never sent again', async () => {
    fake.script((response) => response.socket?.destroy());
    expect((await cancel()).kind).toBe('unknown');
    fake.script(() => undefined);
    expect((await cancel()).kind).toBe('unknown');
    expect(fake.commands()).toHaveLength(2);
  });

  it('the terminal is no longer ours, or nobody can say so: not sent', async () => {
    expect((await cancel({ mayStillSend: async () => false })).kind).toBe('not_sent');
    const away = () => Promise.reject(new Error('Temporal is away'));
    expect(await cancel({ mayStillSend: away })).toMatchObject({
      kind: 'not_sent',
      cause: expect.stringContaining('Temporal is away') as unknown,
    });
    expect(fake.commands()).toEqual([]);
  });

  it('too late, by the wall clock or by the time that is left: not sent', async () => {
    expect((await cancel({ sendBy: Date.now() - 1 })).kind).toBe('not_sent');
    expect((await cancel({ sendWithin: 0 })).kind).toBe('not_sent');
    expect(fake.commands()).toEqual([]);
  });

  it('no login: not sent', async () => {
    fake.scriptLogin({ code: 0, message: 'INVALID CREDENTIALS' });
    expect((await cancel()).kind).toBe('not_sent');
  });

  it('Chile: nothing goes out', async () => {
    expect((await cancel({}, buildAcceptedSale())).kind).toBe('not_sent');
    expect(fake.seen).toEqual([]);
  });
});
