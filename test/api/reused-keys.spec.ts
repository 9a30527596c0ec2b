import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { buildLateResultStart, lateResultWorkflow } from '../../src/workflows/late-result.messages.js';
import type { LateResultFinding } from '../../src/workflows/late-result.messages.js';
import { undosWorkflowId } from '../../src/workflows/undos.messages.js';
import { nameUse } from '../../src/domain/key-use.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { approved, declined, saleInput } from '../support/terms.js';
import { readKeyUse } from '../support/key-use.js';
import { buildCallbackBody } from './support/callbacks.js';
import { callBackLate } from './support/late.js';
import { buildSaleBody } from './support/running-api.js';
import { openScriptedWorld } from './support/scripted-world.js';
import { createTill } from './support/till.js';

const stories = openScriptedWorld({ terminals: 10 });
const { getnet } = stories;
const till = createTill(() => stories.world, getnet);

const clp = (value: number) => ({ value, currency: 'CLP' });
const [STANDS, WENT_BACK] = [
  { status: 'approved', outcome: { moneyMoved: 'yes' } },
  { status: 'reversed', outcome: { moneyMoved: 'no' } },
];

/** One key that is used twice: the run of its first use is forgotten, and what is kept beside that run is not. */
function createKeyUsedTwice() {
  const [key, terminalId] = [randomUUID(), till.takeNewTerminal()];
  const order = (over: Readonly<Record<string, unknown>> = {}) =>
    stories.world.api.start(buildSaleBody(terminalId, over), { key, prefer: 'wait=20' });
  return {
    terminalId,
    order,
    sell: async (over: Readonly<Record<string, unknown>> = {}) => {
      till.approves();
      const reply = await order(over);
      expect(reply).toMatchObject({ status: 200, body: STANDS });
      return reply.body;
    },
    /** Deletes a run once it has ended, as retention does. */
    forgetRun: async (id: string) => {
      await stories.world.run(id).result();
      await stories.world.forget(id, 1);
    },
  };
}

const shows = (id: string, words: object) => stories.world.showsAs(id, words, { prefer: 'wait=20' });

describe('a key is used again after its time, when nobody remembers it', () => {
  it('its first sale was voided: the new one stands, and is voided by itself', async () => {
    const { terminalId, sell, forgetRun } = createKeyUsedTwice();
    const first = await sell();
    await till.voids(first.id, terminalId);
    await shows(first.id, WENT_BACK);
    await forgetRun(first.id);
    const second = await sell({ amount: clp(10_000) });
    expect(second.id).toBe(first.id);
    expect((await till.read(second.id)).body).toMatchObject({ ...STANDS, undos: [] });
    const sentBefore = getnet.sent.length;
    expect(await till.voids(second.id, terminalId)).toMatchObject({
      status: 200,
      body: { status: 'approved' },
    });
    expect(getnet.sent).toHaveLength(sentBefore + 1);
    await shows(second.id, WENT_BACK);
  });

  it('a part of its first sale was returned: all of the new one can be returned', async () => {
    const { terminalId, sell, forgetRun } = createKeyUsedTwice();
    const first = await sell();
    await till.returns(first.id, terminalId, 4_000);
    await forgetRun(first.id);
    const second = await sell({ amount: clp(10_000) });
    expect((await till.read(second.id)).body).toMatchObject({ ...STANDS, returned: null });
    expect(await till.returns(second.id, terminalId)).toMatchObject({ body: { amount: clp(10_000) } });
    await shows(second.id, WENT_BACK);
  });

  it.each([
    ['voided by the shop', {}],
    ['not confirmed, and voided by the service', { confirmWithin: 1 }],
  ])('its first sale was %s, and the new one is not confirmed: its money goes back', async (_, terms) => {
    const { terminalId, sell, forgetRun } = createKeyUsedTwice();
    const first = await sell(terms);
    if (!('confirmWithin' in terms)) await till.voids(first.id, terminalId);
    await shows(first.id, WENT_BACK);
    await forgetRun(first.id);
    const sentBefore = getnet.sent.length;
    const second = await sell({ confirmWithin: 1 });
    const body = await shows(second.id, { ...WENT_BACK, reversal: { status: 'done', type: 'void' } });
    expect(getnet.sent.slice(sentBefore)).toEqual([second.id, body.undo?.transactionId]);
  });
});

it('the key of a return is used again while its sale is remembered: nothing is given back a second time', async () => {
  const { terminalId, sell } = createKeyUsedTwice();
  const { id } = await sell({ confirmWithin: 60 });
  await shows(id, { confirmation: 'open' });
  const key = randomUUID();
  const returnPart = () =>
    stories.world.api.start(
      { type: 'return', terminalId, originalTransactionId: id, amount: clp(1_000) },
      { key, prefer: 'wait=20' },
    );
  const { body: returned } = await returnPart();
  expect(returned).toMatchObject({ status: 'approved' });
  await stories.world.run(returned.id).result();
  await stories.world.forget(returned.id, 1);
  const sentBefore = getnet.sent.length;
  expect(await returnPart()).toMatchObject({ status: 409, body: { code: 'not-reversible', retry: 'never' } });
  expect(getnet.sent).toHaveLength(sentBefore);
  expect((await till.read(id)).body).toMatchObject({ returned: clp(1_000) });
});

describe('late news about the first sale of a key that is used again', () => {
  /** The first sale, forgotten, and a run that has kept what was found about it two months ago. */
  async function sellAfterNews(finding: Pick<LateResultFinding, 'moneyMoved' | 'verdict'>) {
    const { sell, forgetRun, order } = createKeyUsedTwice();
    const { id } = await sell();
    const { accepted } = (await stories.world.run(id).result()) as Snapshot;
    await forgetRun(id);
    const before = { version: 1, ...finding, foundAt: '2025-11-15T13:30:00.000Z' } as const;
    const { policy } = saleInput();
    const input = { version: 1, accepted, policy, isForDecision: true, before } as const;
    const { client, taskQueue } = stories.world.temporal;
    const start = buildLateResultStart(input, { taskQueue, claims: 'nothing' });
    const run = await client.workflow.start(lateResultWorkflow, start);
    await run.terminate('it has told what it knew');
    return { id, sell, order };
  }

  it('they said that it was reversed: the new one stands', async () => {
    const { id, sell } = await sellAfterNews({ moneyMoved: 'no', verdict: declined() });
    await sell();
    expect((await till.read(id)).body).toMatchObject({ ...STANDS, late: null });
  });

  it('they proved a charge, and the new one is declined: a callback that says approved is verified', async () => {
    const { id, order } = await sellAfterNews({ moneyMoved: 'yes', verdict: approved() });
    till.declines();
    expect(await order()).toMatchObject({ body: { status: 'declined', late: null } });
    await stories.world.run(id).result();
    expect((await till.read(id)).body).toMatchObject({ status: 'declined', late: null });
    getnet.says(approved());
    await callBackLate(stories.world, id, buildCallbackBody(0));
    const { body } = await till.read(id);
    expect(body.late).toMatchObject({ moneyMoved: 'yes' });
    expect(Date.parse(body.late?.at ?? '')).toBeGreaterThan(Date.parse(body.createdAt));
  });
});

it('a person ended the run of either use: what the recovery found out about the first is not the outcome of the second', async () => {
  const [key, terminalId] = [randomUUID(), till.takeNewTerminal()];
  const { world } = stories;
  const order = () => world.api.start(buildSaleBody(terminalId), { key });
  const endByHand = async () => {
    till.keepsWaiting();
    const { body } = await order();
    expect(body).toMatchObject({ status: 'in_progress' });
    await world.run(body.id).terminate('by hand');
    await world.endLease(terminalId);
    return body.id;
  };
  const id = await endByHand();
  getnet.says(declined());
  await order();
  await shows(id, { status: 'declined', outcome: { moneyMoved: 'no' } });
  await world.temporal.client.workflow.getHandle(`recovery/${id}`).result();
  await world.forget(id, 1);
  expect(await endByHand()).toBe(id);
  expect((await till.read(id)).body).toMatchObject({
    status: 'needs_attention',
    outcome: { moneyMoved: 'unknown' },
  });
});

it('a further attempt of a key, and its recovery, are of the same use: what was voided is not given back once more', async () => {
  const [key, terminalId] = [randomUUID(), till.takeNewTerminal()];
  const order = buildSaleBody(terminalId, { confirmWithin: 60 });
  getnet.answers({ kind: 'refused', reason: 'terminal_offline' });
  const refused = await stories.world.api.start(order, { key });
  expect(refused).toMatchObject({ status: 503, body: { retry: 'same_key' } });
  till.approves();
  const { body: sold } = await stories.world.api.start(order, { key, prefer: 'wait=20' });
  expect(sold).toMatchObject({ ...STANDS, attempt: 2 });
  await shows(sold.id, { confirmation: 'open' });
  await till.voids(sold.id, terminalId);
  await shows(sold.id, WENT_BACK);
  const use = await readKeyUse(stories.world.run(sold.id));
  await stories.world.temporal.knows(undosWorkflowId(nameUse(use)));
  const sentBefore = getnet.sent.length;
  await stories.world.run(sold.id).terminate('by hand');
  await stories.world.api.start(order, { key, prefer: 'wait=0' });
  const recovery = stories.world.temporal.client.workflow.getHandle(`recovery/${sold.id}`);
  await stories.world.temporal.knows(recovery.workflowId);
  await recovery.result();
  await shows(sold.id, WENT_BACK);
  expect(await till.voids(sold.id, terminalId)).toMatchObject({
    status: 409,
    body: { code: 'already-reversed', retry: 'never' },
  });
  expect(getnet.sent).toHaveLength(sentBefore);
});
