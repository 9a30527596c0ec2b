import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RenderedCase } from '../../src/api/operator/render-case.js';
import type { CustomId, IdPosTxs } from '../../src/domain/ids.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import { approved, declined } from '../support/terms.js';
import { until } from '../support/until.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { callBackLate, readLate } from './support/late.js';
import { buildSaleBody } from './support/running-api.js';
import { openScriptedWorld } from './support/scripted-world.js';
import { keys } from './support/shop.js';

const DECLINED = 9001;
const stories = openScriptedWorld({ terminals: 6 });
const { getnet, takeNewTerminal } = stories;

describe('late news about several numbers of one command', () => {
  /** What Getnet says of each number now; nothing else is known to it. */
  let says: Record<string, Verdict>;
  let asked: IdPosTxs[];
  beforeEach(() => {
    says = { 900001: declined() };
    asked = [];
    stories.world.temporal.answerWith({
      ...getnet.getnet,
      status: async ({ idPosTxs }) => {
        asked.push(idPosTxs);
        return { verdict: says[idPosTxs] ?? { kind: 'pending' } };
      },
    });
  });

  const sell = async () => {
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    return body;
  };
  const decide = (id: string, verdict: string, action = 'keep') =>
    stories.world.api.post(`/v1/operator/transactions/${id}/resolution`, {
      as: keys.chileSupport,
      body: { verdict, action, reason: 'the shop was asked', evidence: 'its till roll' },
    });
  const findCase = async (id: string) => {
    await stories.world.temporal.indexes(lateResultWorkflowId(id as CustomId));
    const path = '/v1/operator/attention?limit=100';
    const { body } = await stories.world.api.get<{ items: RenderedCase[] }>(path, { as: keys.chileSupport });
    return body.items.find(({ transaction }) => transaction?.id === id);
  };

  it('it is unknown whether a second number charged: a verdict about the first one settles nothing', async () => {
    const { id, status } = await sell();
    expect(status).toBe('declined');
    await callBackLate(stories.world, id, buildCallbackBody(0, 900002));
    expect(await findCase(id)).toMatchObject({ reason: 'late_result' });
    await callBackLate(stories.world, id, buildCallbackBody(DECLINED));
    expect(await findCase(id)).toMatchObject({ reason: 'late_result' });
    says = { ...says, 900002: approved('900002') };
    asked = [];
    expect(await decide(id, 'approved')).toMatchObject({
      status: 200,
      body: { status: 'declined', late: { moneyMoved: 'yes', decided: { action: 'keep' } } },
    });
    expect(asked).toEqual(['900002']);
  });

  it('two numbers charged: both are shown, and the service returns neither', async () => {
    const { id } = await sell();
    says = { ...says, 900002: approved('900002'), 900003: approved('900003') };
    await callBackLate(stories.world, id, buildCallbackBody(0, 900002));
    await callBackLate(stories.world, id, buildCallbackBody(0, 900003));
    expect(await readLate(stories.world, id)).toMatchObject({
      late: { moneyMoved: 'yes', idPosTxs: '900003', alsoCharged: ['900002'] },
    });
    const found = await findCase(id);
    expect(found?.evidence.map((one) => one.says)).toContain(
      'money moved: yes; found of 900003; 900002 charged as well',
    );
    expect(await decide(id, 'approved', 'undo')).toMatchObject({
      status: 409,
      body: { code: 'not-reversible', detail: expect.stringContaining('900003 and 900002 both charged') },
    });
    expect(await decide(id, 'approved')).toMatchObject({ status: 200 });
    expect(await findCase(id)).toBeUndefined();
  });

  it('a person settled the sale as approved: the same verdict closes the case of a second charge', async () => {
    says = {};
    const { id, status } = await sell();
    expect(status).toBe('needs_attention');
    expect(await decide(id, 'approved')).toMatchObject({ status: 200, body: { status: 'approved' } });
    says = { 900002: approved('900002') };
    await callBackLate(stories.world, id, buildCallbackBody(0, 900002));
    expect(await findCase(id)).toMatchObject({ reason: 'late_result' });
    expect(await decide(id, 'approved')).toMatchObject({
      status: 200,
      body: { late: { moneyMoved: 'yes', decided: { action: 'keep' } } },
    });
    expect(await findCase(id)).toBeUndefined();
  });

  it('a person keeps a charge, then a second number charges: the second waits for a person too', async () => {
    const { id } = await sell();
    says = { ...says, 900002: approved('900002'), 900003: approved('900003') };
    await callBackLate(stories.world, id, buildCallbackBody(0, 900002));
    expect(await decide(id, 'approved')).toMatchObject({ status: 200 });
    expect(await findCase(id)).toBeUndefined();
    // The run that took the decision stays open for a while, and verifies what comes.
    const headers = { 'content-type': 'application/json' };
    const body = buildCallbackBody(0, 900003);
    await stories.world.api.ask(buildCallbackPath(id), { method: 'POST', headers, body });
    await until(async () => {
      const { late } = await readLate(stories.world, id);
      return late !== null && !late.decided;
    });
    expect(await findCase(id)).toMatchObject({ reason: 'late_result' });
  });
});
