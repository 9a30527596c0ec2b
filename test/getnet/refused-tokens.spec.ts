import { describe, expect, it } from '@jest/globals';
import { buildAcceptedSale, buildPolicy } from './support/accepted.js';
import { ack, client, getnet, openGetnetForEach, unauthorized, webhook } from './support/client-of-fake.js';

openGetnetForEach();

describe('a token is refused while a command is sent', () => {
  it.each([
    ['HTTP 401', [401, ''] as [number, string]],
    ['UNAUTHORIZED', unauthorized],
  ])('the token is refused by %s: one fresh login, and the command goes out again', async (_how, refusal) => {
    getnet.script(refusal, ack);
    const outcome = await client().send(buildAcceptedSale(), { policy: buildPolicy(), webhook });
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
      const outcome = await client().send(buildAcceptedSale(), { policy: buildPolicy(), webhook, mayRepeat });
      expect(outcome).toMatchObject({ kind: 'refused', reason: 'unauthorized' });
      expect(getnet.commands()).toHaveLength(1);
    },
  );

  it('the fresh token is refused as well, for another process has logged in meanwhile: a third try', async () => {
    getnet.script([401, ''], unauthorized, ack);
    const outcome = await client().send(buildAcceptedSale(), { policy: buildPolicy(), webhook });
    expect(outcome.kind).toBe('acknowledged');
    expect([getnet.commands().length, getnet.logins()]).toEqual([3, 3]);
  });

  it('every token is refused: refused after a small number of tries', async () => {
    getnet.script(...Array.from({ length: 20 }, () => unauthorized));
    const outcome = await client().send(buildAcceptedSale(), { policy: buildPolicy(), webhook });
    expect(outcome).toEqual({ kind: 'refused', reason: 'unauthorized', message: 'UNAUTHORIZED' });
    expect([getnet.commands().length, getnet.logins()]).toEqual([7, 7]);
  });

  it('the token is refused and yet an idPosTxs is named: unknown, and nothing is sent again', async () => {
    getnet.script([401, JSON.stringify({ ...unauthorized, data: { idPosTxs: 900002 } })], ack);
    const outcome = await client().send(buildAcceptedSale(), { policy: buildPolicy(), webhook });
    expect(outcome).toMatchObject({ kind: 'unknown', idPosTxs: '900002' });
    expect(getnet.commands()).toHaveLength(1);
  });

  it('the deadline passes during the fresh login: nothing is sent after it', async () => {
    getnet.script(unauthorized, ack);
    const accepted = buildAcceptedSale({ dispatchBy: Date.now() + 300 });
    getnet.scriptLogin({ code: 1, data: { token: 'first', expires_in: 60 } }, () => undefined);
    expect(await client().send(accepted, { policy: buildPolicy(), webhook })).toEqual({ kind: 'expired' });
    expect(getnet.commands()).toHaveLength(1);
  });

  it('ten at once, all refused the old token: one login for the first, one for the refresh', async () => {
    const one = client();
    getnet.script(ack);
    await one.send(buildAcceptedSale(), { policy: buildPolicy(), webhook });
    getnet.script(
      ...Array.from({ length: 10 }, () => unauthorized),
      ...Array.from({ length: 10 }, () => ack),
    );
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => one.send(buildAcceptedSale(), { policy: buildPolicy(), webhook })),
    );
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['acknowledged']));
    expect(getnet.logins()).toBe(2);
  });
});
