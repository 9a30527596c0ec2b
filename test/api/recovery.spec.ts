import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { parseTransactionId } from '../../src/domain/ids.js';
import { recoveryWorkflowId } from '../../src/workflows/recovery.messages.js';
import { approved, declined } from '../support/terms.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { buildSaleBody } from './support/running-api.js';
import { openScriptedWorld } from './support/scripted-world.js';

const stories = openScriptedWorld();
const { getnet, takeNewTerminal } = stories;

const read = (id: string, prefer?: string) =>
  stories.world.api.get(`/v1/transactions/${id}`, prefer === undefined ? {} : { prefer });

const recovery = (id: string) => {
  const known = parseTransactionId(id);
  if (known === undefined) throw new Error(`${id} is no transaction id`);
  return stories.world.temporal.client.workflow.getHandle(recoveryWorkflowId(known));
};

const isSearchedFor = (id: string) =>
  recovery(id)
    .describe()
    .then(
      () => true,
      () => false,
    );

/** A sale that somebody terminated while the customer was thinking. */
async function terminatedSale() {
  getnet.says({ kind: 'pending' });
  const [key, sale] = [randomUUID(), buildSaleBody(takeNewTerminal())];
  const { body } = await stories.world.api.start(sale, { key });
  await stories.world.run(body.id).terminate('by hand');
  const again = (prefer?: string) =>
    stories.world.api.start(sale, { key, ...(prefer !== undefined && { prefer }) });
  return { id: body.id, again };
}

const unknown = { status: 'needs_attention', outcome: { moneyMoved: 'unknown' } };

describe('a sale whose run was terminated', () => {
  it('is read: it needs attention, and reading starts nothing', async () => {
    const { id } = await terminatedSale();
    expect((await read(id)).body).toMatchObject(unknown);
    expect(await isSearchedFor(id)).toBe(false);
  });

  it('its key is used again: its outcome is searched for, and the same request hears it', async () => {
    const { id, again } = await terminatedSale();
    getnet.says(approved());
    const sent = getnet.sent.length;
    const reply = await again('wait=20');
    expect(reply).toMatchObject({ status: 200, body: { id, status: 'approved' } });
    expect(reply.headers.get('idempotency-replayed')).toBe('true');
    expect((await read(id)).body).toEqual(reply.body);
    expect(getnet.sent).toHaveLength(sent);
  });

  it('Getnet calls back: that begins the search, and the sale is declined', async () => {
    const { id } = await terminatedSale();
    getnet.says(declined());
    const headers = { 'content-type': 'application/json' };
    const body = buildCallbackBody(9001);
    expect(
      (await stories.world.api.ask(buildCallbackPath(id), { method: 'POST', headers, body })).status,
    ).toBe(200);
    expect((await read(id, 'wait=20')).body).toMatchObject({
      status: 'declined',
      outcome: { moneyMoved: 'no', evidence: 'status_query' },
      late: null,
    });
  });

  it('while nobody knows more: it needs attention, and says why', async () => {
    const { id, again } = await terminatedSale();
    expect((await again()).body).toMatchObject({ id, ...unknown });
    await recovery(id).describe();
    const { body } = await read(id);
    expect(body).toMatchObject(unknown);
    expect(body.outcome.detail).toContain('terminated by hand');
    await stories.world.temporal.client.workflow.getHandle(recoveryWorkflowId(id as never)).terminate();
    getnet.says(approved());
  });

  it('parked: its key gets the same problem as before, once it is proven that nothing was sent', async () => {
    const [key, sale] = [randomUUID(), buildSaleBody(takeNewTerminal())];
    getnet.answers({ kind: 'refused', reason: 'terminal_offline' });
    const first = await stories.world.api.start(sale, { key });
    expect(first).toMatchObject({ status: 503, body: { code: 'terminal-offline', retry: 'same_key' } });
    const id = first.body.transactionId ?? '';
    await stories.world.run(id).terminate('by hand');
    getnet.acknowledges();
    const sent = getnet.sent.length;
    const again = await stories.world.api.start(sale, { key, prefer: 'wait=20' });
    expect(again).toMatchObject({
      status: 503,
      body: { code: 'terminal-offline', moneyMoved: 'no', retry: 'new_key', transactionId: id },
    });
    expect((await read(id)).body).toMatchObject({ status: 'not_sent', outcome: { moneyMoved: 'no' } });
    expect(getnet.sent).toHaveLength(sent);
  });

  it('after its outcome was found: a callback that contradicts it is a late result like any other', async () => {
    const { id, again } = await terminatedSale();
    getnet.says(declined());
    expect((await again('wait=20')).body).toMatchObject({ status: 'declined' });
    getnet.says(approved());
    const headers = { 'content-type': 'application/json' };
    await stories.world.api.ask(buildCallbackPath(id), {
      method: 'POST',
      headers,
      body: buildCallbackBody(0),
    });
    await stories.world.temporal.client.workflow.getHandle(`lateResult/${id}`).result();
    expect((await read(id)).body).toMatchObject({ status: 'declined', late: { moneyMoved: 'yes' } });
  });
});
