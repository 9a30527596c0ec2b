import { describe, expect, it } from '@jest/globals';
import type { CustomId } from '../../src/domain/ids.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import { approved } from '../support/terms.js';
import { until } from '../support/until.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { callBackLate } from './support/late.js';
import { openOperatorWorld } from './support/operator-world.js';

const stories = openOperatorWorld();
const { getnet, read, resolve, sellWithUnknownOutcome } = stories;

/** A sale whose run was terminated, and that a person settled as not sent: no run takes a callback about it any more. */
async function notSentSale() {
  const sale = await sellWithUnknownOutcome();
  // A lease that lost its holder would begin the recovery itself.
  await stories.world.endLease(sale.terminalId);
  await stories.world.run(sale.id).terminate('by hand');
  await sale.repeat();
  await until(async () => (await resolve(sale.id, 'not_sent')).status === 200);
  const { temporal } = stories.world;
  await temporal.client.workflow.getHandle(`recovery/${sale.id}`).result();
  return sale;
}

const newKey = { status: 409, body: { code: 'cancelled', moneyMoved: 'no', retry: 'new_key' } };
const never = { status: 409, body: { code: 'cancelled', moneyMoved: 'unknown', retry: 'never' } };

describe('a sale that was reported as not sent, and its key is used again', () => {
  it('no news: no money moved, and a new payment takes a new key', async () => {
    const sale = await notSentSale();
    expect(await sale.repeat()).toMatchObject(newKey);
  });

  it('a callback proved a charge: the shop is not told to charge again', async () => {
    const sale = await notSentSale();
    getnet.says(approved());
    await callBackLate(stories.world, sale.id, buildCallbackBody(0));
    expect((await read(sale.id)).body).toMatchObject({ status: 'not_sent', late: { moneyMoved: 'yes' } });
    const again = await sale.repeat();
    expect(again).toMatchObject({ ...never, body: { ...never.body, transactionId: sale.id } });
    expect(again.body.detail).toContain(`GET /v1/transactions/${sale.id}`);
  });

  it('a callback that is not verified yet, or whose verification was ended: the same, until a person says that nothing was charged', async () => {
    const sale = await notSentSale();
    getnet.says({ kind: 'pending' });
    const headers = { 'content-type': 'application/json' };
    const body = buildCallbackBody(0);
    await stories.world.api.ask(buildCallbackPath(sale.id), { method: 'POST', headers, body });
    expect(await sale.repeat()).toMatchObject(never);
    const { workflow } = stories.world.temporal.client;
    await workflow.getHandle(lateResultWorkflowId(sale.id as string as CustomId)).terminate('by hand');
    expect(await sale.repeat()).toMatchObject(never);
    expect(await resolve(sale.id, 'declined')).toMatchObject({ status: 200 });
    expect(await sale.repeat()).toMatchObject(newKey);
  });
});
