import { beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { RenderedCase } from '../../src/api/operator/render-case.js';
import type { CustomId } from '../../src/domain/ids.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { lateResultWorkflowId } from '../../src/workflows/late-result.messages.js';
import { approved, declined } from '../support/terms.js';
import { buildCallbackBody } from './support/callbacks.js';
import { callBackLate, readLate } from './support/late.js';
import { buildSaleBody } from './support/running-api.js';
import { openScriptedWorld } from './support/scripted-world.js';
import { keys } from './support/shop.js';

const DECLINED = 9001;
const stories = openScriptedWorld({ terminals: 4 });
const { getnet, takeNewTerminal } = stories;

describe('late news about two attempts of one transaction', () => {
  /** What Getnet says of each number now. */
  let says: Record<string, Verdict>;
  beforeEach(() => {
    says = { 900001: approved() };
    stories.world.temporal.answerWith({
      ...getnet.getnet,
      status: async ({ idPosTxs }) => ({ verdict: says[idPosTxs] ?? { kind: 'pending' } }),
    });
  });

  /** The terminal was busy first; the second attempt is approved as 900001. */
  const sellAtSecondAttempt = async () => {
    const key = randomUUID();
    const body = buildSaleBody(takeNewTerminal());
    getnet.answers({ kind: 'refused', reason: 'terminal_busy' });
    await stories.world.api.start(body, { key, prefer: 'wait=20' });
    getnet.acknowledges();
    const second = await stories.world.api.start(body, { key, prefer: 'wait=20' });
    expect(second.body).toMatchObject({ attempt: 2, status: 'approved' });
    return second.body.id;
  };
  const decide = (id: string, verdict: string, over: object = {}) =>
    stories.world.api.post(`/v1/operator/transactions/${id}/resolution`, {
      as: keys.chileSupport,
      body: { verdict, reason: 'the shop was asked', evidence: 'its till roll', ...over },
    });
  const findCase = async (id: string) => {
    await stories.world.temporal.indexes(lateResultWorkflowId(id as CustomId));
    const path = '/v1/operator/attention?limit=100';
    const { body } = await stories.world.api.get<{ items: RenderedCase[] }>(path, { as: keys.chileSupport });
    return body.items.find(({ transaction }) => transaction?.id === id);
  };
  const readEvidence = async (id: string) =>
    (await findCase(id))?.evidence.flatMap(({ source, says: words }) =>
      source === 'late_result' ? [words] : [],
    );

  it('one may have charged, the other was reversed: a verdict counts only for the attempt that it names', async () => {
    const id = await sellAtSecondAttempt();
    await callBackLate(stories.world, id, buildCallbackBody(0, 900009));
    says = { 900001: declined() };
    await callBackLate(stories.world, `${id}-2`, buildCallbackBody(DECLINED));
    expect(await readLate(stories.world, id)).toMatchObject({ late: { moneyMoved: 'no' } });
    expect(await readEvidence(id)).toEqual([
      'attempt 2: money moved: no; found of 900001',
      'attempt 1: money moved: unknown; found of 900009',
    ]);
    expect(await decide(id, 'declined')).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'attempt', message: expect.stringContaining('1 or 2') }] },
    });
    expect(await decide(id, 'declined', { attempt: 3 })).toMatchObject({
      body: { code: 'not-in-attention' },
    });

    // Getnet proved that the second attempt did not charge, so the word for it has to say the same.
    const wrong = await decide(id, 'approved', { attempt: 2 });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'evidence-contradicts' } });
    const right = await decide(id, 'declined', { attempt: 2 });
    expect(right).toMatchObject({ status: 200, body: { late: { moneyMoved: 'no', decided: {} } } });
    expect(await decide(id, 'declined', { attempt: 2 })).toMatchObject({ status: 200 });

    expect(await readEvidence(id)).toEqual(['attempt 1: money moved: unknown; found of 900009']);
    expect((await findCase(id))?.nextStep).toContain('attempt 1');
    expect(await decide(id, 'declined', { attempt: 1 })).toMatchObject({ status: 200 });
    expect(await findCase(id)).toBeUndefined();
  });
});
