import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { RenderedCase } from '../../src/api/operator/render-case.js';
import type { CustomId } from '../../src/domain/ids.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import { approved, requireIdPosTxs } from '../support/terms.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { buildSaleBody } from './support/running-api.js';
import { openScriptedWorld } from './support/scripted-world.js';
import { keys } from './support/shop.js';

const stories = openScriptedWorld({ terminals: 3, env: { ATTENTION_AFTER: '60s' } });
const { getnet, takeNewTerminal } = stories;

/** Getnet refuses attempt 1, runs it all the same, and calls back about it only once attempt 2 is sent: both charge. */
async function chargeTwice(confirmWithin: number): Promise<string> {
  const key = `twice-${randomUUID()}`;
  const sale = buildSaleBody(takeNewTerminal(), { confirmWithin });
  let isOver = false;
  stories.world.temporal.answerWith({
    ...getnet.getnet,
    status: async ({ idPosTxs }) => ({ verdict: isOver ? approved(idPosTxs) : { kind: 'pending' } }),
  });
  getnet.answers({ kind: 'refused', reason: 'forbidden' });
  await stories.world.api.start(sale, { key });
  getnet.answers({ kind: 'acknowledged', idPosTxs: requireIdPosTxs('900002') });
  const { body } = await stories.world.api.start(sale, { key });
  expect(body).toMatchObject({ status: 'in_progress', attempt: 2 });
  const headers = { 'content-type': 'application/json' };
  const call = (customId: string, number: number) =>
    stories.world.api.ask(buildCallbackPath(customId), {
      method: 'POST',
      headers,
      body: buildCallbackBody(0, number),
    });
  await call(body.id, 900001);
  await call(`${body.id}-2`, 900002);
  isOver = true;
  return body.id;
}

it('two attempts charged, and nobody confirms: the service voids one, and shops and operators see the other as late', async () => {
  const id = await chargeTwice(1);
  const shown = await stories.world.showsAs(
    id,
    { status: 'reversed', attempt: 2, late: { moneyMoved: 'yes' } },
    { prefer: 'wait=20' },
  );
  expect(shown.outcome.warning).toContain('charged-twice');
  await stories.world.temporal.indexes(lateResultWorkflowId(id as CustomId));
  const path = '/v1/operator/attention?limit=100';
  const { body } = await stories.world.api.get<{ items: RenderedCase[] }>(path, { as: keys.chileSupport });
  expect(body.items.map(({ transaction, reason }) => [transaction?.id, reason])).toEqual([
    [id, 'late_result'],
  ]);
});
