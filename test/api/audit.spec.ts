import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { auditSchema } from '../../src/api/audit/audit.schema.js';
import type { TimelineEntry } from '../../src/timeline/entry.js';
import { UNRECOGNISED } from '../../src/timeline/entry.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import { buildCustomId } from '../../src/domain/ids.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { createScriptedGetnet } from './support/getnet.js';
import { buildSaleBody } from './support/running-api.js';
import { keys, merchants } from './support/shop.js';
import { approved, declined } from '../support/terms.js';
import { until } from '../support/until.js';

const getnet = createScriptedGetnet();
let world: ApiWorld;
beforeAll(async () => void (world = await startApiWorld(getnet.getnet)));
beforeEach(() => {
  getnet.acknowledges();
  getnet.says(approved());
});
afterAll(() => world.close());

interface AuditBody {
  readonly items: readonly TimelineEntry[];
}

async function readAudit(id: string, as = keys.chile): Promise<readonly TimelineEntry[]> {
  const { status, body } = await world.api.get<AuditBody>(`/v1/transactions/${id}/audit`, { as });
  expect(status).toBe(200);
  auditSchema.parse(body);
  return body.items;
}

const listActs = (items: readonly TimelineEntry[]) => items.map(({ act }) => act);

/** Starts a sale and waits until Getnet has the command. */
async function started(terminalId: string, key: string = randomUUID()) {
  const { body } = await world.api.start(buildSaleBody(terminalId), { key });
  return { id: body.id, key };
}

const callback = (id: string, digest = 'd') =>
  world.run(id).signal('callbackArrived', {
    version: 1,
    customId: id,
    digest,
    claims: 'approved',
    idPosTxs: '900001',
    at: Date.now(),
  });

describe('the audit of a transaction', () => {
  it('a sale is approved: who asked, what Getnet said, every state, oldest first', async () => {
    const { id } = await started('cl-1');
    await callback(id);
    await world.run(id).result();
    const items = await readAudit(id);
    const times = items.map(({ at }) => at);
    expect(times.toSorted()).toEqual(times);
    expect(items[0]).toMatchObject({
      actor: { kind: 'api_key', id: 'till' },
      act: expect.stringMatching(/^asked for a sale of CLP 5,990 on cl-1/),
    });
    expect(listActs(items)).toEqual(
      expect.arrayContaining([
        'took the terminal',
        'took the command and gave it the number 900001',
        'called back: claims approved for the number 900001',
        'answered the status query: approved',
        'gave the terminal back',
        'state 1: dispatching',
        'state 4: approved',
      ]),
    );
    expect(items.filter(({ act }) => act.includes(UNRECOGNISED))).toEqual([]);
  });

  it('its support reads it: the same lines', async () => {
    const { id } = await started('cl-2');
    await callback(id);
    await world.run(id).result();
    expect(await readAudit(id, keys.chileSupport)).toEqual(await readAudit(id));
  });

  it('the shop keeps a sale that has to be confirmed: which key asked, and that it is kept', async () => {
    const { body } = await world.api.start(buildSaleBody('cl-12', { confirmWithin: 60 }));
    await callback(body.id);
    await world.becomes(body.id, 'approved');
    const headers = { authorization: `Bearer ${keys.chile}` };
    const path = `/v1/transactions/${body.id}/confirm`;
    expect((await world.api.ask(path, { method: 'POST', headers })).status).toBe(200);
    await world.run(body.id).result();
    const items = await readAudit(body.id);
    expect(items).toContainEqual(
      expect.objectContaining({ actor: { kind: 'api_key', id: 'till' }, act: 'asked to keep the sale' }),
    );
    expect(listActs(items)).toContain('keeps the sale: confirmed');
    expect(items.filter(({ act }) => act.includes(UNRECOGNISED))).toEqual([]);
  });

  it('a person settles it: who said what, on which evidence, and when it began to need a person', async () => {
    getnet.answers({ kind: 'unknown', cause: 'the connection broke' });
    const { body } = await world.api.start(buildSaleBody('cl-13'));
    await world.becomes(body.id, 'needs_attention');
    const headers = { authorization: `Bearer ${keys.chileSupport}`, 'content-type': 'application/json' };
    const verdict = { verdict: 'declined', reason: 'the customer left', evidence: 'no receipt at 13:31' };
    const path = `/v1/operator/transactions/${body.id}/resolution`;
    const settled = await world.api.ask(path, { method: 'POST', headers, body: JSON.stringify(verdict) });
    expect([settled.status, settled.body]).toEqual([200, expect.objectContaining({ status: 'declined' })]);
    await world.run(body.id).result();
    const items = await readAudit(body.id);
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ act: expect.stringMatching(/^state \d: needs_attention/) }),
        expect.objectContaining({
          actor: { kind: 'operator', id: 'support' },
          act: 'said how it ended: declined',
          why: 'the customer left',
          evidence: 'no receipt at 13:31',
        }),
        expect.objectContaining({
          actor: { kind: 'operator', id: 'support' },
          act: 'settled the transaction: declined, money moved: no',
        }),
      ]),
    );
    expect(items.filter(({ act }) => act.includes(UNRECOGNISED))).toEqual([]);
  }, 40_000);

  it('another merchant, an unknown id, no id at all: 404', async () => {
    const { id } = await started('cl-3');
    const foreign = await world.api.get(`/v1/transactions/${id}/audit`, { as: keys.argentina });
    const unknown = await world.api.get('/v1/transactions/tx_0000000000000000000/audit');
    const none = await world.api.get('/v1/transactions/what/audit');
    expect([foreign, unknown, none].map(({ status, body }) => [status, body.code])).toEqual([
      [404, 'not-found'],
      [404, 'not-found'],
      [404, 'not-found'],
    ]);
    const stranger = await world.api.ask(`/v1/transactions/${id}/audit`);
    expect(stranger.status).toBe(401);
  });

  it('the key tries again after a refusal: both attempts, and by which key', async () => {
    getnet.answers({ kind: 'refused', reason: 'terminal_offline' });
    const key = randomUUID();
    const refused = await world.api.start(buildSaleBody('cl-5'), { key });
    getnet.acknowledges();
    await world.api.start(buildSaleBody('cl-5'), { key });
    const items = await readAudit(refused.body.transactionId ?? '');
    expect(
      items.filter(({ actor }) => actor.kind === 'api_key').map(({ act, actor }) => [act, actor.id]),
    ).toEqual([
      [expect.stringMatching(/^asked for a sale/), 'till'],
      [expect.stringMatching(/^asked again with the same key: attempt 2/), 'till'],
    ]);
    expect(listActs(items)).toContain('parked attempt 1, which was not sent');
  });

  it('somebody terminated the run: who, why, and what its lease did then', async () => {
    const { id } = await started('cl-6');
    await world.run(id).terminate('stuck, by hand');
    await world.endLease('cl-6');
    const items = await readAudit(id);
    const terminated = items.filter(({ act }) => act === 'terminated the run');
    expect(terminated).toMatchObject([
      { actor: { kind: 'operator' }, why: 'stuck, by hand' },
      { actor: { kind: 'operator' }, why: 'by hand' },
    ]);
  });

  it('the run was reset: the first run and its repeat are both told', async () => {
    const { id } = await started('cl-7');
    await callback(id);
    await world.run(id).result();
    const { runId } = await world.run(id).describe();
    const { client } = world.temporal;
    await client.workflowService.resetWorkflowExecution({
      namespace: client.options.namespace,
      workflowExecution: { workflowId: `transaction/${id}`, runId },
      workflowTaskFinishEventId: 4 as never,
      requestId: randomUUID(),
      reason: 'to see what happens',
    });
    await world.run(id).result();
    const items = await readAudit(id);
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ act: 'reset the run', why: 'to see what happens' }),
        expect.objectContaining({ act: 'found that it repeats an earlier run' }),
        expect.objectContaining({ act: 'took the command and gave it the number 900001' }),
      ]),
    );
    expect(listActs(items).filter((act) => act.startsWith('asked for a sale'))).toHaveLength(1);
  });

  it('news came after the end: what came, and what was found', async () => {
    const { id } = await started('cl-8');
    await callback(id);
    await world.run(id).result();
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: buildCallbackBody(9001),
    };
    expect((await world.api.ask(buildCallbackPath(id), init)).status).toBe(200);
    await world.temporal.client.workflow
      .getHandle(lateResultWorkflowId(buildCustomId({ transactionId: id, attempt: 1 })))
      .result();
    expect(listActs(await readAudit(id)).slice(-2)).toEqual([
      'answered the status query: approved',
      'found that money moved: yes',
    ]);
  });

  it('a person decides about late news: the timeline still tells what came and what was found', async () => {
    const { id } = await started('cl-14');
    await callback(id);
    await world.run(id).result();
    const lateId = lateResultWorkflowId(buildCustomId({ transactionId: id, attempt: 1 }));
    getnet.says(declined());
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: buildCallbackBody(9001),
    };
    expect((await world.api.ask(buildCallbackPath(id), init)).status).toBe(200);
    await world.temporal.client.workflow.getHandle(lateId).result();
    const decided = await world.api.post(`/v1/operator/transactions/${id}/resolution`, {
      as: keys.chileSupport,
      body: { verdict: 'declined', reason: 'the terminal reversed it', evidence: 'its roll' },
    });
    expect(decided.status).toBe(200);
    await until(async () => {
      const acts = listActs(await readAudit(id));
      return acts.includes('found that money moved: no');
    });
    const items = await readAudit(id);
    expect(listActs(items).filter((act) => act.startsWith('answered the status query'))).toHaveLength(2);
    expect(items.map(({ why }) => why)).toContain('the terminal reversed it');
  });

  it('a secret in what Getnet or a person wrote: the audit masks it', async () => {
    const canary = '4111111111111111';
    getnet.answers({
      kind: 'refused',
      reason: 'terminal_offline',
      message: `card ${canary} key ${keys.chile}`,
    });
    const refused = await world.api.start(buildSaleBody('cl-9'));
    const id = refused.body.transactionId ?? '';
    await world.run(id).terminate(`Bearer ${keys.chile} and https://x/webhooks/getnet/v1.secret`);
    const text = JSON.stringify(await readAudit(id));
    expect(text).toContain('terminal_offline');
    for (const secret of [canary, keys.chile, 'v1.secret']) expect(text).not.toContain(secret);
  });

  it('no worker runs: the audit is told from the history alone', async () => {
    const without = await startApiWorld(getnet.getnet, { workers: false });
    try {
      const { body } = await without.api.start(buildSaleBody('cl-10'), { prefer: 'wait=0' });
      const { status, body: audit } = await without.api.get<AuditBody>(`/v1/transactions/${body.id}/audit`);
      expect(status).toBe(200);
      expect(listActs(audit.items)).toEqual([expect.stringMatching(/^asked for a sale/)]);
    } finally {
      await without.close();
    }
  });

  it('nothing of another merchant is in it', async () => {
    const { id } = await started('cl-11');
    expect(JSON.stringify(await readAudit(id))).not.toContain(merchants.argentina);
  });
});
