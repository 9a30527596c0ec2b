import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebhookEventType } from '../../src/domain/webhook-events.js';
import { transactionSchema } from '../../src/api/transactions/transaction.schema.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import { buildCustomId } from '../../src/domain/ids.js';
import { composeWebhooks } from '../../src/worker/compose-webhooks.js';
import { approved, declined } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { startReceiver } from '../webhooks/support/receiver.js';
import type { Received, Receiver } from '../webhooks/support/receiver.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { createScriptedGetnet } from './support/getnet.js';
import { callBackLate } from './support/late.js';
import { buildSaleBody } from './support/running-api.js';
import { shopSettings } from './support/shop.js';
import { createTill } from './support/till.js';

const secret = `whsec_${Buffer.alloc(32, 4).toString('base64')}`;
const DECLINED = 9001;
const getnet = createScriptedGetnet();
let world: ApiWorld;
let shop: Receiver;
const till = createTill(() => world, getnet);
const { takeNewTerminal, returns, sale, start, voids } = till;

beforeAll(async () => {
  TransactionWorld.silenceLogs();
  shop = await startReceiver(secret);
  const env = { HOOK: secret, HOOK_URL: shop.url };
  world = await startApiWorld(getnet.getnet, { env, webhooks: composeWebhooks(await shopSettings(env)) });
});
afterAll(async () => {
  await world.close();
  await shop.close();
});
beforeEach(() => void till.approves());

/** @returns an event about a transaction, once the shop has it. */
async function waitForEvent(id: string, type: WebhookEventType): Promise<Received['body']> {
  for (let count = 0; ; count += 1) {
    const found = (await shop.has(count)).find(({ body }) => body.data.id === id && body.type === type);
    if (found) return found.body;
  }
}

/** Once the shop has been told that the sale is being undone, Getnet says how that ended. */
async function callBackAboutUndo(id: string, decide: () => void): Promise<void> {
  const { data } = await waitForEvent(id, 'transaction.reversing');
  const { undo } = transactionSchema.parse(data);
  decide();
  await world.api.ask(buildCallbackPath(undo?.transactionId ?? ''), {
    method: 'POST',
    body: buildCallbackBody(0),
  });
}

const listTypes = (id: string) =>
  shop.received.filter(({ body }) => body.data.id === id).map(({ body }) => body.type);

describe('the events of an endpoint', () => {
  it('a sale is voided: it is reversing, then reversed, and the void is approved', async () => {
    const { id, terminalId } = await sale(takeNewTerminal());
    // An undo that has ended before anybody could be told that it is open is told as ended alone.
    till.keepsWaiting();
    const voided = voids(id, terminalId);
    await callBackAboutUndo(id, () => till.approves());
    const undo = await voided;
    const reversed = await waitForEvent(id, 'transaction.reversed');
    expect(transactionSchema.parse(reversed.data)).toMatchObject({
      status: 'reversed',
      outcome: { moneyMoved: 'no' },
      undo: { transactionId: undo.body.id },
    });
    expect(listTypes(id)).toEqual(['transaction.approved', 'transaction.reversing', 'transaction.reversed']);
    await waitForEvent(undo.body.id, 'transaction.approved');
  });

  it('a part is returned: the return is approved, and the sale is not reversed', async () => {
    const { id, terminalId } = await sale(takeNewTerminal());
    const part = await returns(id, terminalId, 1_000);
    await waitForEvent(part.body.id, 'transaction.approved');
    const rest = await returns(id, terminalId, 4_990);
    await waitForEvent(rest.body.id, 'transaction.approved');
    await waitForEvent(id, 'transaction.reversed');
    expect(listTypes(id).filter((type) => type === 'transaction.reversed')).toHaveLength(1);
    const again = shop.received.filter(
      ({ body }) => body.data.id === id && body.type === 'transaction.approved',
    );
    expect(again.at(-1)?.body.data).toMatchObject({ status: 'approved', returned: { value: 1_000 } });
  });

  it('a void is declined: the sale is reversing, then approved as it was', async () => {
    const { id, terminalId } = await sale(takeNewTerminal());
    await waitForEvent(id, 'transaction.approved');
    till.keepsWaiting();
    const voided = voids(id, terminalId);
    await callBackAboutUndo(id, () => till.declines());
    const { body } = await voided;
    await waitForEvent(body.id, 'transaction.declined');
    while (listTypes(id).length < 3) await shop.has(shop.received.length + 1);
    expect(listTypes(id)).toEqual(['transaction.approved', 'transaction.reversing', 'transaction.approved']);
  });

  it('a charge is proven after a decline: a late result, with the status as it was', async () => {
    till.declines();
    const { body } = await start(buildSaleBody(takeNewTerminal()));
    await waitForEvent(body.id, 'transaction.declined');
    getnet.says(approved());
    await world.api.ask(buildCallbackPath(body.id), { method: 'POST', body: buildCallbackBody(0) });
    const late = await waitForEvent(body.id, 'transaction.late_result');
    expect(transactionSchema.parse(late.data)).toMatchObject({
      status: 'declined',
      late: { moneyMoved: 'yes', action: 'ask' },
    });
    await world.temporal.client.workflow
      .getHandle(lateResultWorkflowId(buildCustomId({ transactionId: body.id, attempt: 1 })))
      .result();
    const shown = (await world.api.get(`/v1/transactions/${body.id}`)).body;
    expect(late.data['late']).toEqual(shown.late);
  });

  it('a charge is proven after a decline, and the terminal reverses it: the late result is taken back', async () => {
    till.declines();
    const { body } = await start(buildSaleBody(takeNewTerminal()));
    await waitForEvent(body.id, 'transaction.declined');
    getnet.says(approved());
    await callBackLate(world, body.id, buildCallbackBody(0));
    getnet.says(declined());
    await callBackLate(world, body.id, buildCallbackBody(DECLINED));
    while (listTypes(body.id).length < 3) await shop.has(shop.received.length + 1);
    const events = shop.received.filter(({ body: event }) => event.data.id === body.id);
    expect(events.map(({ body: { type, data } }) => [type, data['late']])).toEqual([
      ['transaction.declined', null],
      ['transaction.late_result', expect.objectContaining({ moneyMoved: 'yes' })],
      ['transaction.late_result', null],
    ]);
    expect((await world.api.get(`/v1/transactions/${body.id}`)).body.late).toBeNull();
  });

  it('it is not sent, retried and approved: an event for each, in this order', async () => {
    getnet.answers({ kind: 'refused', reason: 'terminal_offline' });
    const key = 'tries-again';
    const terminalId = takeNewTerminal();
    const refused = await start(buildSaleBody(terminalId), { key });
    till.approves();
    await start(buildSaleBody(terminalId), { key });
    const id = String(refused.body.transactionId);
    expect((await waitForEvent(id, 'transaction.approved')).data).toMatchObject({ attempt: 2 });
    expect(listTypes(id)).toEqual(['transaction.not_sent', 'transaction.approved']);
  });

  it('a sale is not confirmed in time: it is approved, reversing and reversed', async () => {
    const { body } = await start(buildSaleBody(takeNewTerminal(), { confirmWithin: 1 }));
    await waitForEvent(body.id, 'transaction.reversed');
    expect(listTypes(body.id)).toEqual([
      'transaction.approved',
      'transaction.reversing',
      'transaction.reversed',
    ]);
  });

  it('all events: numbered without gaps', () => {
    const numbers = shop.received.map(({ body }) => body.sequence).toSorted((one, other) => one - other);
    expect(numbers).toEqual(numbers.map((_, place) => place + 1));
  });
});
