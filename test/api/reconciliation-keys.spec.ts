import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startTemporalProxy } from '../e2e/support/temporal-proxy.js';
import type { TemporalProxy } from '../e2e/support/temporal-proxy.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { reconciliationsIn, quickTimes, support } from './support/reconciliations.js';
import { runApi } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';
import { keepTerminalBook } from './support/terminal-book.js';

const book = keepTerminalBook();
let world: ApiWorld;
let proxy: TemporalProxy;
/** Its way to Temporal leads through the proxy. */
let apiViaProxy: RunningApi;

beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startApiWorld(book.getnet, { terminals: 8, env: quickTimes });
  const { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE } = world.api.settings.environment;
  proxy = await startTemporalProxy(TEMPORAL_ADDRESS);
  apiViaProxy = await runApi({
    TEMPORAL_ADDRESS: proxy.address,
    TEMPORAL_NAMESPACE,
    TEMPORAL_TASK_QUEUE: world.temporal.taskQueue,
    TERMINALS: '8',
    ...quickTimes,
  });
});
afterAll(async () => {
  await apiViaProxy.close();
  await proxy.close();
  await world.close();
});

const { takeNewTerminal, compared } = reconciliationsIn(() => world);

const ask = (body: object, key?: string, api = world.api) =>
  api.post('/v1/reconciliations', { ...support, ...(key && { headers: { 'idempotency-key': key } }), body });

const closings = (terminalId: string) =>
  book.sent.filter(({ terminal, type }) => terminal.id === terminalId && type === 'close');

describe('a reconciliation with an idempotency key', () => {
  it('the request is repeated, while it runs and when it has ended: one reconciliation, and one closing', async () => {
    const [key, terminalId] = [randomUUID(), takeNewTerminal()];
    const body = { terminalId, close: true };
    const [first, beside] = await Promise.all([ask(body, key), ask(body, key)]);
    expect(first).toMatchObject({ status: 202, body: { status: 'running' } });
    expect(beside.body.id).toBe(first.body.id);
    const done = await compared(first.body.id);
    expect(await ask(body, key)).toMatchObject({
      status: 202,
      body: { id: first.body.id, status: done.status },
    });
    expect(closings(terminalId)).toHaveLength(1);
  });

  it('the key comes with another body: refused, and nothing is started', async () => {
    const [key, terminalId] = [randomUUID(), takeNewTerminal()];
    const { body } = await ask({ terminalId }, key);
    expect(await ask({ terminalId, close: true }, key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused', retry: 'new_key', detail: expect.stringContaining(body.id) },
    });
    await compared(body.id);
    expect(closings(terminalId)).toEqual([]);
  });

  it.each(['', 'two words'])('the key is "%s": refused', async (key) => {
    const headers = { 'idempotency-key': key };
    const reply = await world.api.post('/v1/reconciliations', {
      ...support,
      headers,
      body: { terminalId: takeNewTerminal() },
    });
    expect(reply).toMatchObject({ status: 400, body: { code: 'idempotency-key-invalid' } });
  });
});

describe('Temporal starts a reconciliation, and its answer is lost', () => {
  it('without a key: the answer says where to look, and not to repeat', async () => {
    const terminalId = takeNewTerminal();
    const held = proxy.hold({
      call: 'StartWorkflowExecution',
      about: 'reconciliation/rc_',
      leg: 'answer',
      every: true,
    });
    const reply = await ask({ terminalId, close: true }, undefined, apiViaProxy);
    held.letGo();
    expect(reply).toMatchObject({
      status: 503,
      body: { code: 'orchestrator-unavailable', moneyMoved: 'unknown', retry: 'never' },
    });
    const [, id = ''] = /GET \/v1\/reconciliations\/(rc_\w+)/.exec(reply.body.detail) ?? [];
    await compared(id);
    expect(closings(terminalId)).toHaveLength(1);
  });

  it('with a key: the same key finds it', async () => {
    const [key, terminalId] = [randomUUID(), takeNewTerminal()];
    const held = proxy.hold({
      call: 'StartWorkflowExecution',
      about: 'reconciliation/rc_',
      leg: 'answer',
      every: true,
    });
    const body = { terminalId, close: true };
    expect(await ask(body, key, apiViaProxy)).toMatchObject({ status: 503, body: { retry: 'same_key' } });
    held.letGo();
    const { body: found } = await ask(body, key);
    await compared(found.id);
    expect(closings(terminalId)).toHaveLength(1);
  });
});
