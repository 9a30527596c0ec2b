import { describe, expect, it } from '@jest/globals';
import type { RenderedCase } from '../../src/api/operator/render-case.js';
import type { CustomId } from '../../src/domain/ids.js';
import { lateResultWorkflow, lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import type { LateResultFinding } from '../../src/workflows/late-result.messages.js';
import { approved, declined } from '../support/terms.js';
import { buildSaleBody } from './support/running-api.js';
import { openScriptedWorld } from './support/scripted-world.js';
import { keys } from './support/shop.js';

const stories = openScriptedWorld({ terminals: 6 });
const { getnet, takeNewTerminal } = stories;

const sell = async () => {
  const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
  return body.id;
};

/** A late charge was found and is given back; then somebody ends the run that follows its undo. */
async function endWhileUndoing(undo: LateResultFinding['undo']): Promise<string> {
  getnet.says(declined());
  const id = await sell();
  const foundAt = new Date().toISOString();
  const before = {
    version: 1,
    moneyMoved: 'yes',
    verdict: approved(),
    foundAt,
    action: 'undo',
    undo,
  } as const;
  const workflowId = lateResultWorkflowId(id as string as CustomId);
  const run = await stories.world.temporal.client.workflow.start(lateResultWorkflow, {
    workflowId,
    // Nobody serves it: the run does nothing more.
    taskQueue: `nobody-${workflowId}`,
    args: [],
    memo: { before },
  });
  await run.terminate('by hand');
  return id;
}

const decide = (id: string, action: string) =>
  stories.world.api.post(`/v1/operator/transactions/${id}/resolution`, {
    as: keys.chileSupport,
    body: { verdict: 'approved', action, reason: 'the shop was asked', evidence: 'its till roll' },
  });

const findCase = async (id: string) => {
  const path = '/v1/operator/attention?limit=100';
  const { body } = await stories.world.api.get<{ items: RenderedCase[] }>(path, { as: keys.chileSupport });
  return body.items.find(({ transaction }) => transaction?.id === id);
};

describe('the run that undoes a late charge is terminated', () => {
  it.each<[string, () => Promise<LateResultFinding['undo']>]>([
    ['the undo was not started', async () => ({ state: 'open' })],
    [
      'the undo was declined',
      async () => {
        getnet.says(declined());
        return { state: 'open', type: 'void', transactionId: (await sell()) as never };
      },
    ],
  ])('%s: the charge waits for a person, who may keep it', async (_, undo) => {
    const id = await endWhileUndoing(await undo());
    const found = await findCase(id);
    expect(found).toMatchObject({ reason: 'late_result', transaction: { late: { moneyMoved: 'yes' } } });
    expect(found?.acts).toContainEqual({ act: 'resolve_approved', allowed: true, why: null });
    expect(await decide(id, 'undo')).toMatchObject({ status: 409, body: { code: 'not-reversible' } });
    expect(await decide(id, 'keep')).toMatchObject({ status: 200 });
    expect(await findCase(id)).toBeUndefined();
  });

  it('the undo was approved: no person is needed', async () => {
    getnet.says(approved());
    const undo = { state: 'open', type: 'void', transactionId: (await sell()) as never } as const;
    const id = await endWhileUndoing(undo);
    expect(await findCase(id)).toBeUndefined();
    expect(await decide(id, 'keep')).toMatchObject({ status: 409, body: { code: 'not-in-attention' } });
  });
});
