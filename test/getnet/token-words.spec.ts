import { describe, expect, it } from '@jest/globals';
import { buildAcceptedSale, buildPolicy } from './support/accepted.js';
import {
  ack,
  approved,
  client,
  getnet,
  openGetnetForEach,
  question,
  webhook,
} from './support/client-of-fake.js';

openGetnetForEach();

const error = (message: string) => ({ code: 0, status: 'ERROR', message, data: null });
const words = [
  'NO AUTORIZADO',
  'Usuario no autorizado.',
  'TOKEN INVALIDO',
  'Sesión expirada',
  'Unauthorized.',
];
const listed = {
  code: 1,
  data: [{ idTerminal: '70000001', idSucursal: '10001', serialNumber: 'SN0000000001' }],
};
const account = { merchant: 'demo-cl', country: 'CL', timeoutMs: 3_000 } as const;
const send = (one = client()) => one.send(buildAcceptedSale(), { policy: buildPolicy(), webhook });
const bearers = () => getnet.commands().map(({ headers }) => headers.authorization);

describe('a token is refused in other words than UNAUTHORIZED', () => {
  it.each(words)('%s to a status query: asked once more with a fresh token', async (text) => {
    getnet.script(error(text), approved);
    expect(await client().status(question())).toMatchObject({ verdict: { kind: 'approved' } });
    expect(bearers()).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it.each(words)('%s to the list of terminals: asked once more with a fresh token', async (text) => {
    getnet.script(error(text), listed);
    expect(await client().terminals(account)).toMatchObject({ kind: 'listed' });
    expect(getnet.logins()).toBe(2);
  });

  it('it is said again: the query is silent, and is not asked a third time', async () => {
    getnet.script(error('NO AUTORIZADO'), error('NO AUTORIZADO'), approved);
    expect(await client().status(question())).toMatchObject({ verdict: { kind: 'silent' } });
    expect(bearers()).toHaveLength(2);
  });

  it('to a question to the terminal itself: not asked again, and the next request logs in', async () => {
    const one = client();
    getnet.script(error('NO AUTORIZADO'), approved);
    expect(
      await one.statusAtDevice(question(), { sendBy: Date.now() + 3_000, sendWithin: 3_000 }),
    ).toMatchObject({ verdict: { kind: 'silent' } });
    expect(bearers()).toEqual(['Bearer token-1']);
    await one.status(question());
    expect(bearers()).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it.each(words)('%s to a command: unknown, never sent again, and the next command logs in', async (text) => {
    const one = client();
    getnet.script(error(text), ack);
    expect(await send(one)).toMatchObject({ kind: 'unknown' });
    expect(bearers()).toEqual(['Bearer token-1']);
    expect(await send(one)).toMatchObject({ kind: 'acknowledged' });
    expect(bearers()).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('HTTP 401 that names a number: never sent again, and the next command logs in', async () => {
    const one = client();
    getnet.script([401, JSON.stringify({ ...error('UNAUTHORIZED'), data: { idPosTxs: 900002 } })], ack);
    expect(await send(one)).toMatchObject({ kind: 'unknown', idPosTxs: '900002' });
    await send(one);
    expect(bearers()).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it.each(['TIMEOUT (90 SECONDS)', 'ID NOT FOUND', 'OPERATION IN PROGRESS (15s)', 'ERROR INTERNO'])(
    '%s says nothing of a token: no login for it',
    async (text) => {
      getnet.script(error(text), approved);
      await client().status(question());
      expect([bearers().length, getnet.logins()]).toEqual([1, 1]);
    },
  );
});
