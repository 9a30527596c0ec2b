import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { transactionSchema } from '../../src/api/transactions/transaction.schema.js';
import { approved, declined } from '../support/terms.js';
import { startApiWorld } from './support/api-world.js';
import { runApi, buildSaleBody } from './support/running-api.js';
import type { Extras } from './support/running-api.js';
import { keys } from './support/shop.js';
import { openScriptedWorld } from './support/scripted-world.js';

const stories = openScriptedWorld();
const { getnet, takeNewTerminal } = stories;
const argentina = { as: keys.argentina };

const pesos = (terminalId: string) =>
  buildSaleBody(terminalId, { amount: { value: 120_000, currency: 'ARS' } });

/** A busy machine may look at it only when it is being verified. */
const ON_ITS_WAY = /^(in_progress|verifying)$/;

/** A sale that is on its way, and stays so. */
async function underWay(land: 'cl' | 'ar'): Promise<string> {
  getnet.says({ kind: 'pending' });
  const terminalId = takeNewTerminal(land);
  const started = await (land === 'ar'
    ? stories.world.api.start(pesos(terminalId), argentina)
    : stories.world.api.start(buildSaleBody(terminalId)));
  expect(started.body.status).toMatch(ON_ITS_WAY);
  return started.body.id;
}

/** Nobody asked its terminal to stop, and it knows of no request. */
async function isUntouched(id: string): Promise<void> {
  const { body } = await stories.world.api.get(`/v1/transactions/${id}`);
  expect(body.status).toMatch(ON_ITS_WAY);
  expect(body.evidence.map(({ says }) => says).join()).not.toContain('requested by');
  expect(getnet.cancelled).not.toContain(id);
}

describe('POST /v1/transactions/{id}/cancel', () => {
  it('Argentina, on its way: 202, then as the terminal ended it, and asked again the same', async () => {
    const id = await underWay('ar');
    const reply = await stories.world.api.cancel(id, argentina);
    expect(reply).toMatchObject({
      status: 202,
      body: { id, status: 'cancel_requested', outcome: { moneyMoved: 'unknown' }, finalAt: null },
    });
    expect(reply.headers.get('location')).toBe(`/v1/transactions/${id}`);
    expect(transactionSchema.safeParse(reply.body).error).toBeUndefined();
    expect((await stories.world.api.cancel(id, { ...argentina, body: '{}' })).status).toBe(202);
    getnet.says(declined());
    const end = await stories.world.api.get(`/v1/transactions/${id}`, { ...argentina, prefer: 'wait=20' });
    expect(end.body).toMatchObject({ status: 'declined', outcome: { moneyMoved: 'no' } });
    expect(end.body.evidence.map(({ says }) => says)).toContain('requested by API key till');
    expect(await stories.world.api.cancel(id, argentina)).toMatchObject({
      status: 202,
      body: { status: 'declined' },
    });
    expect(getnet.cancelled.filter((customId) => customId === id)).toHaveLength(1);
  });

  it('Chile, on its way: 409 with the reason, and nothing changes', async () => {
    const id = await underWay('cl');
    const reply = await stories.world.api.cancel(id);
    expect(reply).toMatchObject({
      status: 409,
      body: { code: 'not-cancellable', moneyMoved: 'unknown', retry: 'never', transactionId: id },
    });
    expect(reply.body.detail).toContain('no command that stops a sale');
    await isUntouched(id);
    await stories.world.run(id).terminate();
  });

  it.each([
    ['declined', declined()],
    ['approved', approved()],
  ] as const)('ended as %s: 409, because it has ended', async (status, proof) => {
    getnet.says(proof);
    const { body } = await stories.world.api.start(pesos(takeNewTerminal('ar')), {
      ...argentina,
      prefer: 'wait=20',
    });
    expect(body.status).toBe(status);
    const reply = await stories.world.api.cancel(body.id, argentina);
    expect(reply).toMatchObject({ status: 409, body: { code: 'not-cancellable', transactionId: body.id } });
    expect(reply.body.detail).toContain(`has ended: ${status}`);
  });

  it('not sent, its key could try again: 202 not sent as cancelled, and the key starts nothing more', async () => {
    getnet.answers({ kind: 'refused', reason: 'terminal_offline' });
    const [key, body] = [randomUUID(), buildSaleBody(takeNewTerminal('cl'))];
    const first = await stories.world.api.start(body, { key });
    expect(first.body).toMatchObject({ code: 'terminal-offline', retry: 'same_key' });
    const id = String(first.body.transactionId);
    const reply = await stories.world.api.cancel(id);
    expect(reply).toMatchObject({
      status: 202,
      body: { status: 'not_sent', outcome: { moneyMoved: 'no', reason: 'cancelled' } },
    });
    getnet.acknowledges();
    expect(await stories.world.api.start(body, { key })).toMatchObject({
      status: 409,
      body: { code: 'cancelled', moneyMoved: 'no', retry: 'new_key', transactionId: id },
    });
    expect(getnet.sent.filter((customId) => customId.startsWith(id))).toHaveLength(1);
    expect((await stories.world.api.cancel(id)).status).toBe(202);
  });

  it('terminated by hand: 409, because there is no run to cancel', async () => {
    const id = await underWay('ar');
    await stories.world.run(id).terminate('by hand');
    const reply = await stories.world.api.cancel(id, argentina);
    expect(reply).toMatchObject({ status: 409, body: { code: 'not-cancellable' } });
    expect(reply.body.detail).toContain('ended without an outcome');
  });

  it.each<[string, Extras & { body?: string }, string]>([
    ['another merchant', { as: keys.argentina }, '404 not-found'],
    ['an operator', { as: keys.chileSupport }, '403 forbidden'],
    ['a stranger', { as: 'nobody' }, '401 unauthorized'],
    ['with a field', { body: '{"reason": "x"}' }, '422 invalid-request'],
    ['with a list', { body: '[]' }, '422 invalid-request'],
    ['with half a body', { body: '{' }, '400 malformed-json'],
  ])('%s: refused, and nothing changes', async (_, extras, problem) => {
    const id = await underWay('cl');
    const { status, body } = await stories.world.api.cancel(id, extras);
    expect(`${status} ${body.code}`).toBe(problem);
    await isUntouched(id);
    await stories.world.run(id).terminate();
  });

  it('a type of body and no body, as many clients send it: taken', async () => {
    const id = await underWay('ar');
    expect((await stories.world.api.cancel(id, { ...argentina, body: '' })).status).toBe(202);
    await stories.world.run(id).terminate();
  });

  it('an id that nobody has, and one that is none: 404', async () => {
    expect((await stories.world.api.cancel('tx_0000000000000000000')).status).toBe(404);
    expect((await stories.world.api.cancel('nonsense')).status).toBe(404);
  });
});

describe('cancel while no worker or no Temporal runs', () => {
  it('no workers: 503, ask again; it is taken when a worker is back', async () => {
    const away = await startApiWorld(getnet.getnet, { workers: false });
    try {
      const { body } = await away.api.start(buildSaleBody('cl-1'), { prefer: 'wait=0' });
      const reply = await away.api.cancel(body.id);
      expect(reply).toMatchObject({
        status: 503,
        body: { code: 'orchestrator-unavailable', moneyMoved: 'unknown', transactionId: body.id },
      });
      expect(reply.headers.get('retry-after')).not.toBeNull();
      await away.temporal.startWorkers();
      expect(await away.api.cancel(body.id)).toMatchObject({ status: 202 });
      expect(getnet.sent).not.toContain(body.id);
    } finally {
      await away.close();
    }
  });

  it('no Temporal: 503', async () => {
    const api = await runApi({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
    expect(await api.cancel('tx_0000000000000000000')).toMatchObject({
      status: 503,
      body: { code: 'orchestrator-unavailable' },
    });
    await api.close();
  });
});
