import { describe, expect, it } from '@jest/globals';
import type { RenderedCase } from '../../src/api/operator/render-case.js';
import type { CustomId } from '../../src/domain/ids.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import { declined } from '../support/terms.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { buildSaleBody } from './support/running-api.js';
import { openScriptedWorld } from './support/scripted-world.js';
import { keys } from './support/shop.js';

const DECLINED = 9001;
const stories = openScriptedWorld({ terminals: 2 });
const { getnet, takeNewTerminal } = stories;

const resolve = (id: string, verdict: string, as = keys.chileSupport) =>
  stories.world.api.post(`/v1/operator/transactions/${id}/resolution`, {
    as,
    body: { verdict, reason: 'the terminal reversed it', evidence: 'the roll of the terminal' },
  });

const findCase = async (id: string) => {
  const path = '/v1/operator/attention?limit=100';
  const { body } = await stories.world.api.get<{ items: RenderedCase[] }>(path, { as: keys.chileSupport });
  return body.items.find(({ transaction }) => transaction?.id === id);
};

/** An approved sale that the terminal reverses, which Getnet proves, and that nobody confirms. */
async function goneSale(): Promise<string> {
  const { world } = stories;
  const { body } = await world.api.start(buildSaleBody(takeNewTerminal(), { confirmWithin: 600 }), {
    prefer: 'wait=20',
  });
  await world.showsAs(body.id, { confirmation: 'open' });
  getnet.says(declined());
  const headers = { 'content-type': 'application/json' };
  await world.api.ask(buildCallbackPath(body.id), {
    method: 'POST',
    headers,
    body: buildCallbackBody(DECLINED),
  });
  const verification = lateResultWorkflowId(body.id as string as CustomId);
  await world.temporal.knows(verification);
  await world.temporal.client.workflow.getHandle(verification).result();
  await world.run(body.id).cancel();
  await world.showsAs(body.id, { status: 'reversal_failed' });
  return body.id;
}

describe('a sale was not confirmed, and Getnet proved that the terminal reversed it', () => {
  it('the service voids nothing, the sale cannot be kept, and a person settles it as declined', async () => {
    const id = await goneSale();
    const found = await findCase(id);
    expect(found).toMatchObject({
      reason: 'reversal_failed',
      nextStep: expect.stringMatching(/^Give nothing back/),
    });
    expect(found?.acts).toContainEqual({ act: 'resolve_declined', allowed: true, why: null });
    expect(found?.acts.find(({ act }) => act === 'resolve_approved')).toMatchObject({
      allowed: false,
      why: expect.stringContaining('its charge is gone'),
    });
    expect(await resolve(id, 'approved')).toMatchObject({
      status: 409,
      body: { code: 'evidence-contradicts', detail: expect.stringContaining('its charge is gone') },
    });

    const closed = await resolve(id, 'declined');
    expect(closed).toMatchObject({
      status: 200,
      body: { status: 'reversed', outcome: { moneyMoved: 'no' }, reversal: { status: 'done' }, undo: null },
    });
    const states = closed.body.states.map(({ status }: { status: string }) => status);
    expect(states.slice(-3)).toEqual(['reversing', 'reversal_failed', 'reversed']);
    await stories.world.run(id).result();
    expect(await findCase(id)).toBeUndefined();
    for (const as of [keys.chileSupport, keys.chileBoss])
      expect(await resolve(id, 'declined', as)).toMatchObject({ status: 200, body: { status: 'reversed' } });
    expect(await resolve(id, 'approved')).toMatchObject({ status: 409 });
    expect(getnet.sent.filter((customId) => customId !== id)).toEqual([]);
  });
});
