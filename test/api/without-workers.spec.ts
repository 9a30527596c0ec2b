import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TypedSearchAttributes } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import type { RenderedCase } from '../../src/api/operator/render-case.js';
import { transactionSchema } from '../../src/api/transactions/transaction.schema.js';
import { parseReconciliationId } from '../../src/domain/reconciliation-id.js';
import {
  buildReconciliationStart,
  reconciliationWorkflow,
} from '../../src/workflows/reconciliation.messages.js';
import { merchantKey, transactionStatusKey } from '../../src/workflows/search-attributes.messages.js';
import { saleInput } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { createScriptedGetnet } from './support/getnet.js';
import { runApi, buildSaleBody } from './support/running-api.js';
import { keys, merchants } from './support/shop.js';

const getnet = createScriptedGetnet();
let world: ApiWorld;

beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startApiWorld(getnet.getnet, { workers: false });
});
afterAll(() => world.close());

describe('Temporal is there, workers are not', () => {
  it('a start: durable, 202 after the wait, and the same for the same key', async () => {
    const [key, body] = [randomUUID(), buildSaleBody('cl-1')];
    const reply = await world.api.start(body, { key, prefer: 'wait=1' });
    expect(reply).toMatchObject({
      status: 202,
      body: { status: 'dispatching', outcome: { moneyMoved: 'unknown' } },
    });
    expect(transactionSchema.safeParse(reply.body).error).toBeUndefined();
    const again = await world.api.start(body, { key, prefer: 'wait=0' });
    expect(again).toMatchObject({ status: 202, body: { id: reply.body.id } });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = await world.api.start(buildSaleBody('cl-1', { reference: 'x' }), { key });
    expect(other.body.code).toBe('idempotency-key-reused');
  });

  it('a caller without Prefer: answered after ten seconds', async () => {
    const reply = await world.api.start(buildSaleBody('cl-2'));
    expect(reply).toMatchObject({ status: 202, body: { status: 'dispatching' } });
  });

  it('a read says at least the status, and that the money is not known', async () => {
    const { body } = await world.api.start(buildSaleBody('cl-3'), { prefer: 'wait=0' });
    const read = await world.api.get(`/v1/transactions/${body.id}`, { prefer: 'wait=1' });
    expect(read).toMatchObject({
      status: 200,
      body: { id: body.id, status: 'dispatching', outcome: { moneyMoved: 'unknown' } },
    });
    expect(read.body.amount).toEqual({ value: 5990, currency: 'CLP' });
  });

  it('cancelled by hand before any worker came: needs attention, never repeated', async () => {
    const key = randomUUID();
    const { body } = await world.api.start(buildSaleBody('cl-4'), { key, prefer: 'wait=0' });
    await world.run(body.id).terminate('by hand');
    const again = await world.api.start(buildSaleBody('cl-4'), { key });
    expect(again).toMatchObject({ status: 202, body: { id: body.id, status: 'needs_attention' } });
  });

  it('a reconciliation waits for people: the list has it without its lines, and what else waits', async () => {
    const { api, temporal } = world;
    const { body } = await api.start(buildSaleBody('cl-6'), { prefer: 'wait=0' });
    await world.run(body.id).terminate('by hand');
    const terminal = api.settings.merchants.findTerminal(merchants.chile, 'cl-7');
    const id = parseReconciliationId(`rc_${randomUUID().replaceAll('-', '').slice(0, 19)}`);
    if (terminal === undefined || id === undefined) throw new Error('no terminal, or no id');
    const createdAt = new Date().toISOString();
    const { policy } = saleInput();
    const input = { version: 1, id, merchant: merchants.chile, terminal, policy, createdAt } as const;
    const start = buildReconciliationStart(input, temporal.taskQueue);
    await temporal.client.workflow.start(reconciliationWorkflow, {
      ...start,
      typedSearchAttributes: new TypedSearchAttributes([
        { key: merchantKey, value: merchants.chile },
        { key: transactionStatusKey, value: 'needs_attention' },
      ]),
    });
    for (const known of [start.workflowId, `transaction/${body.id}`]) await temporal.indexes(known);
    const list = await api.get<{ items: RenderedCase[] }>('/v1/operator/attention?limit=100', {
      as: keys.chileSupport,
    });
    expect(list.status).toBe(200);
    expect(list.body.items).toContainEqual(
      expect.objectContaining({
        reconciliationId: id,
        terminalId: 'cl-7',
        reason: 'difference',
        acts: [
          { act: 'settle_difference', allowed: false, why: expect.stringContaining('no worker answers') },
        ],
      }),
    );
    expect(list.body.items.map(({ transaction }) => transaction?.id)).toContain(body.id);
  });

  it('the caller disconnects: the transaction goes on', async () => {
    const key = randomUUID();
    const hangUp = new AbortController();
    const sent = fetch(`${world.api.url}/v1/transactions`, {
      method: 'POST',
      signal: hangUp.signal,
      headers: {
        authorization: 'Bearer chilean-till-key',
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(buildSaleBody('cl-5')),
    });
    const ended = sent.catch(() => 'hung up');
    // Another request with the key finds it as soon as it is durable.
    let found = await world.api.start(buildSaleBody('cl-5'), { key, prefer: 'wait=0' });
    hangUp.abort();
    expect(await ended).toBe('hung up');
    found = await world.api.get(`/v1/transactions/${found.body.id}`);
    expect(found).toMatchObject({ status: 200, body: { status: 'dispatching' } });
  });
});

describe('a namespace that is not in order', () => {
  it('keeps runs too briefly and knows no search attributes: not ready, and says what is missing', async () => {
    const namespace = `brief-${randomUUID().slice(0, 8)}`;
    await world.temporal.client.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';
    const api = await runApi({ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace });
    const ready = await api.ask<{ status: string; checks: { name: string; ok: boolean; detail: string }[] }>(
      '/health/ready',
    );
    await api.close();
    expect(ready.status).toBe(503);
    const wrong = Object.fromEntries(
      ready.body.checks.filter(({ ok }) => !ok).map(({ name, detail }) => [name, detail]),
    );
    expect(wrong['retention']).toContain('1d, RETENTION asks for 30d');
    expect(wrong['search_attributes']).toContain(
      'Merchant, Terminal, TransactionType, TransactionStatus, Reference, IdPosTxs',
    );
  });

  it('a namespace that is not there: not ready, and a start is not taken', async () => {
    const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';
    const api = await runApi({ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'nowhere' });
    const [ready, start] = [await api.ask('/health/ready'), await api.start(buildSaleBody('cl-1'))];
    await api.close();
    expect(ready.status).toBe(503);
    expect(start).toMatchObject({
      status: 503,
      body: { code: 'orchestrator-unavailable', moneyMoved: 'unknown' },
    });
  });
});
