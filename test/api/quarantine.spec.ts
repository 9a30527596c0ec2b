import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { attentionListSchema } from '../../src/api/operator/operator.schema.js';
import type { RenderedCase } from '../../src/api/operator/render-case.js';
import { terminalSchema } from '../../src/api/terminals/terminal.schema.js';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { quarantineWorkflowId } from '../../src/workflows/terminal-quarantine.messages.js';
import { queueWorkflowId } from '../../src/workflows/terminal-queue.messages.js';
import { toDevice } from '../../src/domain/terminal.js';
import { approved, declined } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { createScriptedGetnet } from './support/getnet.js';
import { lost, shortTimeouts } from './support/operator-world.js';
import { buildSaleBody } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';
import { keys, merchants } from './support/shop.js';

const getnet = createScriptedGetnet();
const proven: DispatchOutcome = { kind: 'finished', proof: approved() };
let world: ApiWorld;

beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startApiWorld(getnet.getnet, { terminals: 15, env: shortTimeouts });
  // Three budgets run out one after the other at each terminal, and at all terminals at the same time.
  quarantined.push(...(await Promise.all(Array.from({ length: QUARANTINED }, quarantine))));
});
afterAll(() => world.close());
beforeEach(() => {
  getnet.answers(proven);
  getnet.says({ kind: 'not_found' });
});

/** So many stories begin with a terminal in quarantine. */
const QUARANTINED = 8;
const quarantined: QuarantinedTerminal[] = [];

interface QuarantinedTerminal {
  readonly terminalId: string;
  readonly ids: readonly string[];
}

let terminals = 0;
const takeNewTerminal = () => `cl-${(terminals += 1)}`;

/** A command of which nobody learns how it ended; its terminal is free afterwards. */
async function unknown(body: Readonly<Record<string, unknown>> & { readonly terminalId: string }) {
  getnet.at(body.terminalId, { answer: lost, verdict: { kind: 'not_found' } });
  const { body: started } = await world.api.start(body);
  await world.becomes(started.id, 'needs_attention');
  await world.endLease(body.terminalId);
  getnet.at(body.terminalId, undefined);
  return started.id;
}

const sell = (terminalId: string, key: string = randomUUID(), api: RunningApi = world.api) =>
  api.start(buildSaleBody(terminalId), { key, prefer: 'wait=20' });
const poll = (terminalId: string) => world.api.start({ type: 'poll', terminalId }, { prefer: 'wait=20' });
const readTerminal = (terminalId: string, api: RunningApi = world.api) =>
  api.get<{ readonly quarantined: boolean; readonly state: string }>(`/v1/terminals/${terminalId}`);
const release = (terminalId: string) =>
  world.api.post(`/v1/operator/terminals/${terminalId}/release`, {
    as: keys.chileSupport,
    body: { reason: 'it works again' },
  });

async function isQuarantined(terminalId: string): Promise<void> {
  await until(async () => (await readTerminal(terminalId)).body.quarantined);
}

function quarantinedTerminal(): QuarantinedTerminal {
  const found = quarantined.shift();
  if (found === undefined) throw new Error('too few terminals are in quarantine');
  return found;
}

async function quarantine(): Promise<QuarantinedTerminal> {
  const terminalId = takeNewTerminal();
  const ids = [];
  for (let count = 0; count < 3; count += 1) ids.push(await unknown(buildSaleBody(terminalId)));
  await isQuarantined(terminalId);
  return { terminalId, ids };
}

/** Getnet calls back about a transaction that needs a person, and proves its charge. */
async function proveLate(id: string): Promise<void> {
  getnet.says(approved());
  await world.api.ask(buildCallbackPath(id), { method: 'POST', body: buildCallbackBody(0) });
  await settles(id, 'approved');
  getnet.says({ kind: 'not_found' });
}

async function settles(id: string, status: string): Promise<void> {
  await until(async () => (await world.api.get(`/v1/transactions/${id}`)).body.status === status);
}

/** What is counted of a transaction has been counted. */
async function isCounted(id: string, inRow: number): Promise<void> {
  await until(async () => {
    const { events } = await world.run(id).fetchHistory();
    return events?.some(
      ({ activityTaskCompletedEventAttributes: done }) =>
        done &&
        Buffer.from(done.result?.payloads?.[0]?.data ?? [])
          .toString()
          .includes(`"inRow":${inRow}`),
    );
  });
}

function buildDevice(terminalId: string) {
  const terminal = world.api.settings.merchants.findTerminal(merchants.chile, terminalId);
  if (terminal === undefined) throw new Error(`there is no terminal ${terminalId}`);
  return toDevice(terminal);
}

describe('three unknown outcomes in a row', () => {
  it('the fourth sale: refused, nothing sent, and the answer says what to do', async () => {
    const { terminalId, ids } = quarantinedTerminal();
    const sent = getnet.sent.length;
    const reply = await sell(terminalId);
    expect(reply).toMatchObject({
      status: 409,
      body: {
        code: 'terminal-quarantined',
        moneyMoved: 'no',
        retry: 'same_key',
        detail: expect.stringContaining('poll'),
        transactionId: expect.stringMatching(/^tx_/),
      },
    });
    for (const id of ids) expect(reply.body.detail).toContain(id);
    expect(getnet.sent).toHaveLength(sent);
    const shown = await world.api.get(`/v1/transactions/${reply.body.transactionId}`);
    expect(shown.body).toMatchObject({ status: 'not_sent', outcome: { reason: 'terminal-quarantined' } });
    const terminal = await readTerminal(terminalId);
    expect(terminalSchema.parse(terminal.body)).toMatchObject({ quarantined: true, state: 'free' });
  });

  it('a poll is completed: the same key sells', async () => {
    const { terminalId } = quarantinedTerminal();
    const key = randomUUID();
    expect(await sell(terminalId, key)).toMatchObject({ status: 409 });
    expect(await poll(terminalId)).toMatchObject({ status: 200, body: { status: 'completed' } });
    expect(await readTerminal(terminalId)).toMatchObject({ body: { quarantined: false } });
    expect(await sell(terminalId, key)).toMatchObject({ status: 200, body: { status: 'approved' } });
  });

  it('an operator releases the terminal: sales go out again, and who did it, why and on what proof is kept', async () => {
    const { terminalId } = quarantinedTerminal();
    expect(await release(terminalId)).toMatchObject({ status: 200, body: { quarantined: false } });
    expect(await sell(terminalId)).toMatchObject({ status: 200, body: { status: 'approved' } });
    const run = world.temporal.client.workflow.getHandle(quarantineWorkflowId(buildDevice(terminalId)));
    expect(await run.result()).toMatchObject({
      end: { kind: 'released', actor: 'support', reason: 'it works again', proof: expect.any(String) },
    });
  });

  it('one more outcome is unknown after a release: the count starts again', async () => {
    const { terminalId } = quarantinedTerminal();
    await release(terminalId);
    await isCounted(await unknown(buildSaleBody(terminalId)), 1);
    expect(await sell(terminalId)).toMatchObject({ status: 200 });
  });

  it('a void, a return and a report: they pass, and none of them ends the quarantine', async () => {
    const terminalId = takeNewTerminal();
    const sales = [await sell(terminalId), await sell(terminalId)].map(({ body }) => body.id);
    for (let count = 0; count < 3; count += 1) await unknown(buildSaleBody(terminalId));
    await isQuarantined(terminalId);
    const undo = (type: string, original?: string) =>
      world.api.start({ type, terminalId, originalTransactionId: original }, { prefer: 'wait=20' });
    expect(await undo('void', sales[1])).toMatchObject({ status: 200, body: { status: 'approved' } });
    expect(await undo('return', sales[0])).toMatchObject({ status: 200, body: { status: 'approved' } });
    const details = await world.api.start({ type: 'details', terminalId }, { prefer: 'wait=20' });
    expect(details).toMatchObject({ status: 200, body: { status: 'completed' } });
    expect(await sell(terminalId)).toMatchObject({ status: 409, body: { code: 'terminal-quarantined' } });
  });

  it('a void of unknown outcome is one of them: it counts as a sale does', async () => {
    const terminalId = takeNewTerminal();
    const sale = await sell(terminalId);
    await unknown(buildSaleBody(terminalId));
    await unknown(buildSaleBody(terminalId));
    await unknown({ type: 'void', terminalId, originalTransactionId: sale.body.id });
    await isQuarantined(terminalId);
  });

  it('a proof between them: no quarantine', async () => {
    const terminalId = takeNewTerminal();
    await unknown(buildSaleBody(terminalId));
    await unknown(buildSaleBody(terminalId));
    await sell(terminalId);
    await isCounted(await unknown(buildSaleBody(terminalId)), 1);
    await isCounted(await unknown(buildSaleBody(terminalId)), 2);
    expect(await readTerminal(terminalId)).toMatchObject({ body: { quarantined: false } });
    expect(await sell(terminalId)).toMatchObject({ status: 200 });
  });

  it('one of the first two is proven late: the count is set back', async () => {
    const terminalId = takeNewTerminal();
    const first = await unknown(buildSaleBody(terminalId));
    await unknown(buildSaleBody(terminalId));
    await proveLate(first);
    await isCounted(await unknown(buildSaleBody(terminalId)), 1);
    expect(await readTerminal(terminalId)).toMatchObject({ body: { quarantined: false } });
  });

  it('one of the three is proven after the quarantine began: it goes on', async () => {
    const { terminalId, ids } = quarantinedTerminal();
    await proveLate(ids[1] ?? '');
    expect(await readTerminal(terminalId)).toMatchObject({ body: { quarantined: true } });
    expect(await sell(terminalId)).toMatchObject({ status: 409, body: { code: 'terminal-quarantined' } });
  });

  it('a poll that the terminal declines: no end', async () => {
    const { terminalId } = quarantinedTerminal();
    getnet.answers({ kind: 'finished', proof: declined() });
    expect(await poll(terminalId)).toMatchObject({ body: { status: 'declined' } });
    getnet.answers(proven);
    expect(await sell(terminalId)).toMatchObject({ status: 409, body: { code: 'terminal-quarantined' } });
  });

  it('the last of them still holds the terminal: quarantined, not busy; a release is refused', async () => {
    const terminalId = takeNewTerminal();
    await unknown(buildSaleBody(terminalId));
    await unknown(buildSaleBody(terminalId));
    getnet.answers(lost);
    const last = await world.api.start(buildSaleBody(terminalId));
    await world.becomes(last.body.id, 'needs_attention');
    await isQuarantined(terminalId);
    const quarantined = { status: 409, body: { code: 'terminal-quarantined', retry: 'same_key' } };
    expect(await sell(terminalId)).toMatchObject(quarantined);
    expect(await release(terminalId)).toMatchObject({ status: 409, body: { code: 'terminal-in-use' } });
    expect(await readTerminal(terminalId)).toMatchObject({ body: { quarantined: true, state: 'busy' } });
  });

  it('sales wait for the terminal when it is quarantined: not sent, with that reason; a void that waits is served', async () => {
    const terminalId = takeNewTerminal();
    const before = await sell(terminalId);
    await unknown(buildSaleBody(terminalId));
    await unknown(buildSaleBody(terminalId));
    getnet.answers(lost);
    await world.api.start(buildSaleBody(terminalId));
    getnet.answers(proven);
    const line = { onBusy: 'wait', maxWait: 60 };
    const waiting = await world.api.start(buildSaleBody(terminalId, line));
    const undo = { type: 'void', terminalId, originalTransactionId: before.body.id, ...line };
    const voiding = await world.api.start(undo);
    expect([waiting.body.status, voiding.body.status]).toEqual(['queued', 'queued']);
    const ended = await world.api.get(`/v1/transactions/${waiting.body.id}`, { prefer: 'wait=20' });
    expect(ended.body).toMatchObject({ status: 'not_sent', outcome: { reason: 'terminal-quarantined' } });
    expect(await readTerminal(terminalId)).toMatchObject({ body: { state: 'busy' } });
    await world.endLease(terminalId);
    const served = await world.api.get(`/v1/transactions/${voiding.body.id}`, { prefer: 'wait=20' });
    expect(served.body.status).toBe('approved');
    expect(getnet.order(waiting.body.id)).toBeUndefined();
    expect(await sell(terminalId)).toMatchObject({ status: 409, body: { code: 'terminal-quarantined' } });
  });

  it('its queue is terminated: a release still ends the quarantine', async () => {
    const { terminalId } = quarantinedTerminal();
    const queue = world.temporal.client.workflow.getHandle(queueWorkflowId(buildDevice(terminalId)));
    await queue.terminate('by hand');
    await release(terminalId);
    expect(await sell(terminalId)).toMatchObject({ status: 200 });
  });

  it('the attention list: one case with the transactions, the next step, and the release as an act', async () => {
    const { terminalId, ids } = quarantinedTerminal();
    const { body } = await world.api.get<{ readonly items: readonly RenderedCase[] }>(
      '/v1/operator/attention?limit=100',
      { as: keys.chileSupport },
    );
    expect(attentionListSchema.safeParse(body).error).toBeUndefined();
    const found = body.items.filter((one) => one.reason === 'quarantined' && one.terminalId === terminalId);
    expect(found).toMatchObject([
      {
        transaction: null,
        nextStep: expect.stringContaining('poll'),
        acts: [{ act: 'release_terminal', allowed: true, why: null }],
      },
    ]);
    expect(found[0]?.evidence.map(({ says }) => says)).toEqual(ids.map((id) => expect.stringContaining(id)));
  });
});
