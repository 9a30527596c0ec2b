import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import type { CustomId } from '../../src/domain/ids.js';
import { approved, declined } from '../support/terms.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { buildSaleBody } from './support/running-api.js';
import { openScriptedWorld } from './support/scripted-world.js';

const DECLINED = 9001;
const stories = openScriptedWorld();
const { getnet, takeNewTerminal } = stories;

/** Calls back as Getnet would. */
const callBack = (customId: string, body: string) =>
  stories.world.api.ask(buildCallbackPath(customId), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });

const lateResult = (customId: string) =>
  stories.world.temporal.client.workflow.getHandle(lateResultWorkflowId(customId as CustomId));

async function findStart(customId: string): Promise<string | undefined> {
  return lateResult(customId)
    .describe()
    .then(({ runId }) => runId)
    .catch(() => undefined);
}

describe('a callback for a sale that runs', () => {
  it('it is answered: it is durable, and the transaction asks Getnet', async () => {
    getnet.says({ kind: 'pending' });
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()));
    expect(await callBack(body.id, buildCallbackBody(0))).toMatchObject({
      status: 200,
      body: { received: true },
    });
    const read = await stories.world.api.get(`/v1/transactions/${body.id}`);
    expect(read.body.evidence.map(({ source }) => source)).toContain('callback');
    expect(read.body.status).not.toBe('approved');
    getnet.says(approved());
    const end = await stories.world.api.get(`/v1/transactions/${body.id}`, { prefer: 'wait=20' });
    expect(end.body).toMatchObject({ status: 'approved', outcome: { evidence: 'status_query' } });
  });

  it('it makes a false claim: the answer of the status query counts', async () => {
    getnet.says(declined());
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()));
    await callBack(body.id, buildCallbackBody(0));
    const end = await stories.world.api.get(`/v1/transactions/${body.id}`, { prefer: 'wait=20' });
    expect(end.body).toMatchObject({ status: 'declined', outcome: { moneyMoved: 'no' } });
  });

  it('it is repeated: the same answer, recorded once', async () => {
    getnet.says({ kind: 'pending' });
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()));
    for (let time = 0; time < 3; time += 1)
      expect((await callBack(body.id, buildCallbackBody(0))).status).toBe(200);
    getnet.says(approved());
    const end = await stories.world.api.get(`/v1/transactions/${body.id}`, { prefer: 'wait=20' });
    expect(end.body.status).toBe('approved');
  });

  it('its JSON has no known field: it is a hint all the same', async () => {
    getnet.says({ kind: 'pending' });
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()));
    expect((await callBack(body.id, '{"hello":1}')).status).toBe(200);
    getnet.says(approved());
    const end = await stories.world.api.get(`/v1/transactions/${body.id}`, { prefer: 'wait=20' });
    expect(end.body.status).toBe('approved');
  });
});

describe('a callback after the end', () => {
  it.each<[string, string]>([
    ['approved, as it is', buildCallbackBody(0)],
    ['nothing', '{}'],
  ])('that says %s: answered and forgotten', async (_, body) => {
    const sale = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    expect((await callBack(sale.body.id, body)).status).toBe(200);
    expect(await findStart(sale.body.id)).toBeUndefined();
  });

  it('of a report, that says it is done: answered and forgotten', async () => {
    const poll = await stories.world.api.start(
      { type: 'poll', terminalId: takeNewTerminal() },
      { prefer: 'wait=20' },
    );
    expect(poll.body).toMatchObject({ status: 'completed' });
    expect((await callBack(poll.body.id, buildCallbackBody(0))).status).toBe(200);
    expect(await findStart(poll.body.id)).toBeUndefined();
  });

  it('that contradicts: kept, verified by query, and verified once', async () => {
    const sale = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    expect((await callBack(sale.body.id, buildCallbackBody(DECLINED))).status).toBe(200);
    const finding = await lateResult(sale.body.id).result();
    expect(finding).toMatchObject({ version: 1, moneyMoved: 'yes', verdict: { kind: 'approved' } });
    const first = await findStart(sale.body.id);
    expect((await callBack(sale.body.id, buildCallbackBody(DECLINED))).status).toBe(200);
    expect(await findStart(sale.body.id)).toBe(first);
    expect((await stories.world.api.get(`/v1/transactions/${sale.body.id}`)).body).toEqual(sale.body);
  });

  it.each<[string, string]>([
    ['approved', buildCallbackBody(0, 900002)],
    ['nothing', JSON.stringify({ code: 1, data: { idPosTxs: 900002 } })],
  ])('that says %s of another number: that number is verified, and verified once', async (_, body) => {
    const sale = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    expect(sale.body).toMatchObject({ status: 'approved', idPosTxs: '900001' });
    getnet.says(approved('900002'));
    expect((await callBack(sale.body.id, body)).status).toBe(200);
    const found = { moneyMoved: 'yes', verdict: { kind: 'approved', idPosTxs: '900002' } };
    expect(await lateResult(sale.body.id).result()).toMatchObject(found);
    const first = await findStart(sale.body.id);
    // Another letter about it is another hint.
    for (const again of [buildCallbackBody(0), buildCallbackBody(0, 900002).replace('"x"', '"y"')])
      expect((await callBack(sale.body.id, again)).status).toBe(200);
    expect(await findStart(sale.body.id)).toBe(first);
    // The outcome stays, and the second charge is shown beside it.
    const late = { moneyMoved: 'yes', at: expect.any(String), action: 'ask' };
    expect((await stories.world.api.get(`/v1/transactions/${sale.body.id}`)).body).toEqual({
      ...sale.body,
      late,
    });
  });

  it('of another number, after its own was verified: that is no answer about the other', async () => {
    const sale = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    expect((await callBack(sale.body.id, buildCallbackBody(DECLINED))).status).toBe(200);
    expect(await lateResult(sale.body.id).result()).toMatchObject({ verdict: { idPosTxs: '900001' } });
    getnet.says(approved('900002'));
    expect((await callBack(sale.body.id, buildCallbackBody(0, 900002))).status).toBe(200);
    expect(await lateResult(sale.body.id).result()).toMatchObject({ verdict: { idPosTxs: '900002' } });
  });

  it('approved after a decline: kept and verified', async () => {
    getnet.says(declined());
    const sale = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    getnet.says(approved());
    expect((await callBack(sale.body.id, buildCallbackBody(0))).status).toBe(200);
    expect(await lateResult(sale.body.id).result()).toMatchObject({ moneyMoved: 'yes' });
  });

  it('of a sale that was terminated: kept and verified', async () => {
    getnet.says({ kind: 'pending' });
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()));
    await stories.world.run(body.id).terminate('by hand');
    getnet.says(approved());
    expect((await callBack(body.id, buildCallbackBody(0))).status).toBe(200);
    expect(await lateResult(body.id).result()).toMatchObject({ moneyMoved: 'yes' });
  });

  it('of an attempt that was not sent: kept under its own id, and the next attempt goes on', async () => {
    const [key, terminal] = [randomUUID(), takeNewTerminal()];
    getnet.answers({ kind: 'refused', reason: 'terminal_offline' });
    const first = await stories.world.api.start(buildSaleBody(terminal), { key });
    getnet.acknowledges();
    const second = await stories.world.api.start(buildSaleBody(terminal), { key, prefer: 'wait=20' });
    const id = first.body.transactionId ?? '';
    expect(second.body).toMatchObject({ id, attempt: 2, status: 'approved' });
    expect((await callBack(id, buildCallbackBody(0))).status).toBe(200);
    expect(await findStart(id)).toBeDefined();
    expect(await findStart(`${id}-2`)).toBeUndefined();
    expect((await callBack(`${id}-2`, buildCallbackBody(0))).status).toBe(200);
    expect(await findStart(`${id}-2`)).toBeUndefined();
  });
});

it('a good token for a transaction that never was: the one fixed answer', async () => {
  const reply = await callBack('tx_0123456789abcdefghi', buildCallbackBody(0));
  expect(reply.status).toBe(404);
  expect(reply.body).toEqual((await stories.world.api.ask('/nowhere')).body);
});
