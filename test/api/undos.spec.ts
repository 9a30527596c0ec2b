import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { transactionSchema } from '../../src/api/transactions/transaction.schema.js';
import { toLocalDay } from '../../src/domain/local-day.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { createScriptedGetnet } from './support/getnet.js';
import { buildSaleBody } from './support/running-api.js';
import { keys } from './support/shop.js';
import { createTill } from './support/till.js';

const getnet = createScriptedGetnet();
let world: ApiWorld;
const till = createTill(() => world, getnet);
const { takeNewTerminal, look, read, returns, sale, start, voids } = till;

beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startApiWorld(getnet.getnet);
});
afterAll(() => world.close());
beforeEach(() => void till.approves());

const clp = (value: number) => ({ value, currency: 'CLP' });

describe('a void', () => {
  it('approved: the sale is reversed, each names the other, and Getnet was told the number of the sale', async () => {
    const { id, terminalId, operationId } = await sale(takeNewTerminal());
    const undo = await voids(id, terminalId);
    expect(undo).toMatchObject({
      status: 200,
      body: { type: 'void', status: 'approved', amount: clp(5990), undoes: { transactionId: id } },
    });
    expect(getnet.order(undo.body.id)).toMatchObject({ options: { operationId } });
    const { body } = await read(id);
    expect(body).toMatchObject({
      status: 'reversed',
      outcome: { moneyMoved: 'no' },
      undo: { transactionId: undo.body.id },
      returned: null,
      undos: [{ transactionId: undo.body.id, type: 'void', status: 'done', amount: clp(5990) }],
    });
    for (const shown of [undo.body, body]) expect(transactionSchema.safeParse(shown).error).toBeUndefined();
  });

  it('a second one: already reversed, nothing is started, and the key is unused', async () => {
    const { id, terminalId } = await sale(takeNewTerminal());
    const first = await voids(id, terminalId);
    const key = randomUUID();
    const second = await voids(id, terminalId, { key });
    expect(second).toMatchObject({ status: 409, body: { code: 'already-reversed', retry: 'never' } });
    expect(second.body.detail).toContain(first.body.id);
    expect(second.body).not.toHaveProperty('transactionId');
    expect((await start(buildSaleBody(terminalId), { key })).body).toMatchObject({ status: 'approved' });
  });

  it('repeated with its key: its own answer, judged no more', async () => {
    const { id, terminalId } = await sale(takeNewTerminal());
    const key = randomUUID();
    const first = await voids(id, terminalId, { key });
    const again = await voids(id, terminalId, { key });
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('the sale repeated with its key: shown reversed, and final all the same', async () => {
    const [key, terminalId] = [randomUUID(), takeNewTerminal()];
    const first = await start(buildSaleBody(terminalId), { key });
    await voids(first.body.id, terminalId);
    const again = await start(buildSaleBody(terminalId), { key });
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id, status: 'reversed' } });
  });

  it('under way: a reader of the sale, and a repeat of its key, who wait for its end hear how the sale stands after it', async () => {
    const [key, terminalId] = [randomUUID(), takeNewTerminal()];
    const { body: sold } = await start(buildSaleBody(terminalId), { key });
    till.keepsWaiting();
    const undo = { type: 'void', terminalId, originalTransactionId: sold.id };
    expect((await world.api.start(undo)).status).toBe(202);
    const waiting = [read(sold.id), start(buildSaleBody(terminalId), { key })];
    expect((await look(sold.id)).body.status).toBe('reversing');
    till.approves();
    for (const { body } of await Promise.all(waiting)) expect(body.status).toBe('reversed');
  });

  it('on another terminal: refused, naming the right one', async () => {
    const { id, terminalId } = await sale(takeNewTerminal());
    const refused = await voids(id, takeNewTerminal());
    expect(refused).toMatchObject({ status: 422, body: { code: 'wrong-terminal', moneyMoved: 'no' } });
    expect(refused.body.detail).toContain(terminalId);
  });

  it('declined: the sale stays, and another one may be sent', async () => {
    const { id, terminalId } = await sale(takeNewTerminal());
    till.declines();
    const failed = await voids(id, terminalId);
    expect(failed.body).toMatchObject({ status: 'declined' });
    expect((await read(id)).body).toMatchObject({
      status: 'approved',
      undo: null,
      undos: [{ status: 'failed' }],
    });
    till.approves();
    expect((await voids(id, terminalId)).body).toMatchObject({ status: 'approved' });
    expect((await read(id)).body).toMatchObject({ status: 'reversed' });
  });
});

describe('a return', () => {
  it('in parts, on any terminal: the sale says how much, and never more goes back than was paid', async () => {
    const { id, terminalId, authorizationCode } = await sale(takeNewTerminal());
    const first = await returns(id, takeNewTerminal(), 1_000);
    expect(first.body).toMatchObject({ status: 'approved', amount: clp(1_000) });
    expect(getnet.order(first.body.id)).toMatchObject({ options: { authorizationCode } });
    expect((await read(id)).body).toMatchObject({
      status: 'approved',
      outcome: { moneyMoved: 'yes' },
      returned: clp(1_000),
    });
    const beyond = await returns(id, terminalId, 4_991);
    expect(beyond).toMatchObject({ status: 422, body: { code: 'amount-exceeds-original' } });
    expect(beyond.body.detail).toContain('CLP 4,990');
    expect((await voids(id, terminalId)).body.code).toBe('not-reversible');
    const rest = await returns(id, terminalId);
    expect(rest.body).toMatchObject({ status: 'approved', amount: clp(4_990) });
    expect((await read(id)).body).toMatchObject({ status: 'reversed', returned: null, undos: [{}, {}] });
    expect((await returns(id, terminalId)).body.code).toBe('already-reversed');
  });

  it('its outcome is unknown: the sale is reversing, and no other undo is sent', async () => {
    const { id, terminalId } = await sale(takeNewTerminal());
    till.keepsWaiting();
    const partly = { type: 'return', terminalId, originalTransactionId: id, amount: clp(1_000) };
    // Answered once Getnet has its command.
    const open = await world.api.start(partly);
    expect(open.status).toBe(202);
    expect((await look(id)).body).toMatchObject({
      status: 'reversing',
      outcome: { moneyMoved: 'yes' },
      undo: { transactionId: open.body.id },
      undos: [{ status: 'open', endedAt: null }],
    });
    const blocked = await returns(id, takeNewTerminal(), 1_000);
    expect(blocked).toMatchObject({ status: 409, body: { code: 'not-settled', retry: 'same_key' } });
    expect(blocked.body.detail).toContain(open.body.id);
    // Not that its terminal is busy: that passes, and would say nothing of the sale.
    expect((await voids(id, terminalId)).body.code).toBe('not-settled');
    till.approves();
    expect((await read(open.body.id)).body).toMatchObject({ status: 'approved' });
    expect((await read(id)).body).toMatchObject({ status: 'approved', returned: clp(1_000) });
  });

  it('twenty at once, on as many terminals: together they never exceed the sale', async () => {
    const { id } = await sale(takeNewTerminal());
    const terminals = Array.from({ length: 9 }, takeNewTerminal);
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, place) => returns(id, terminals[place % 9] ?? '', 2_000)),
    );
    const done = replies.filter(({ body }) => body.status === 'approved');
    expect(done.length).toBeGreaterThan(0);
    expect(done.length).toBeLessThanOrEqual(2);
    const refused = replies.filter((reply) => !done.includes(reply)).map(({ body }) => body.code);
    // On a busy machine one may have waited for its permission until it was too late to send.
    const reasons = ['not-settled', 'terminal-busy', 'amount-exceeds-original', 'dispatch-expired'];
    for (const code of refused) expect(reasons).toContain(code);
    expect((await read(id)).body.returned).toEqual(clp(2_000 * done.length));
  });
});

it('an undo was terminated: the sale is reversing until a late callback', async () => {
  const { id, terminalId } = await sale(takeNewTerminal());
  till.keepsWaiting();
  const undo = await world.api.start({ type: 'void', terminalId, originalTransactionId: id });
  await world.run(undo.body.id).terminate('by hand');
  await world.endLease(terminalId);
  expect((await look(id)).body).toMatchObject({ status: 'reversing', undos: [{ status: 'open' }] });
  expect((await voids(id, terminalId)).body.code).toBe('not-settled');
  till.approves();
  const called = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: buildCallbackBody(0),
  };
  await world.api.ask(buildCallbackPath(undo.body.id), called);
  await world.temporal.client.workflow.getHandle(`lateResult/${undo.body.id}`).result();
  expect((await read(id)).body).toMatchObject({ status: 'reversed', undos: [{ status: 'done' }] });
  expect((await voids(id, terminalId)).body.code).toBe('already-reversed');
});

describe('an original that cannot be undone', () => {
  it('unknown, no id at all, or another merchant’s: unknown', async () => {
    const theirs = await till.saleOfTheOther('ar-1');
    expect(theirs.body).toMatchObject({ status: 'approved' });
    for (const id of ['tx_0123456789abcdefghi', 'nonsense', theirs.body.id]) {
      const refused = await returns(id, takeNewTerminal());
      expect(refused).toMatchObject({ status: 422, body: { code: 'unknown-original', retry: 'same_key' } });
      expect(refused.body.errors?.map(({ field }) => field)).toEqual(['originalTransactionId']);
    }
  });

  it('still running: not settled; terminated by hand: not settled either', async () => {
    const terminalId = takeNewTerminal();
    till.keepsWaiting();
    const running = await world.api.start(buildSaleBody(terminalId));
    const refused = await voids(running.body.id, terminalId);
    expect(refused).toMatchObject({ status: 409, body: { code: 'not-settled', retry: 'same_key' } });
    await world.run(running.body.id).terminate('by hand');
    expect((await voids(running.body.id, terminalId)).body.code).toBe('not-settled');
  });

  it('declined, never sent, or no sale: not reversible', async () => {
    const terminalId = takeNewTerminal();
    till.declines();
    const refusals: string[] = [(await start(buildSaleBody(terminalId))).body.id];
    getnet.answers({ kind: 'refused', reason: 'terminal_unknown' });
    refusals.push((await start(buildSaleBody(terminalId))).body.transactionId ?? '');
    till.approves();
    refusals.push((await start({ type: 'poll', terminalId })).body.id);
    const made = await sale(terminalId);
    refusals.push((await voids(made.id, terminalId)).body.id);
    for (const id of refusals)
      expect(await returns(id, terminalId)).toMatchObject({ status: 409, body: { code: 'not-reversible' } });
  });

  it('approved without the number that Getnet undoes it by: says so, and how else', async () => {
    const { id, terminalId } = await sale(takeNewTerminal(), { operationId: null });
    const refused = await voids(id, terminalId);
    expect(refused).toMatchObject({ status: 409, body: { code: 'not-reversible' } });
    expect(refused.body.detail).toContain('at the terminal');
    expect((await returns(id, terminalId)).body).toMatchObject({ status: 'approved' });
  });
});

describe('a void whose number may mean another sale by now', () => {
  const refused = { status: 409, body: { code: 'not-reversible', moneyMoved: 'no' } };

  it('the batch was closed: refused, naming the close; a return is not', async () => {
    const { id, terminalId } = await till.sale(till.takeNewTerminal());
    const close = await till.start({ type: 'close', terminalId });
    const answer = await till.voids(id, terminalId);
    expect(answer).toMatchObject(refused);
    expect(answer.body.detail).toContain(close.body.id);
    expect(await till.returns(id, terminalId)).toMatchObject({ body: { status: 'approved' } });
  });

  it('the terminal has given the number to a later sale: refused, naming it; the later one can be voided', async () => {
    const first = await till.sale(till.takeNewTerminal(), { operationId: 7 });
    const later = await till.sale(first.terminalId, { operationId: 7 });
    const answer = await till.voids(first.id, first.terminalId);
    expect(answer).toMatchObject(refused);
    expect(answer.body.detail).toContain(later.id);
    expect(await till.voids(later.id, later.terminalId)).toMatchObject({ body: { status: 'approved' } });
  });

  it('the terminal names another authorisation code than the sale’s: done, with a warning to look', async () => {
    const { id, terminalId, authorizationCode } = await till.sale(till.takeNewTerminal());
    till.approves({ authorizationCode: '673954' });
    const { body } = await till.voids(id, terminalId);
    expect(body).toMatchObject({ status: 'approved' });
    expect(body.outcome.warning).toContain(authorizationCode);
    expect(body.outcome.warning).toContain('673954');
  });
});

it('Argentina: a return names the sale by its code and its day, and is found by each day that it may have', async () => {
  const day = (at: string) => toLocalDay('AR', Date.parse(at));
  till.approves({ receipt: { realDate: '2026-01-15 10:30:45' } });
  const made = await till.saleOfTheOther('ar-2');
  const body = { type: 'return', terminalId: 'ar-2', originalTransactionId: made.body.id };
  const partly = { ...body, amount: { value: 20_000, currency: 'ARS' } };
  const undo = await start(partly, { as: keys.argentina });
  expect(undo.body).toMatchObject({ status: 'approved', amount: partly.amount });
  const code = made.body.authorizationCode;
  expect(getnet.order(undo.body.id)?.options).toEqual({
    authorizationCode: code,
    originalTransDate: '2026-01-15',
  });
  const rest = await start({ ...body, options: { originalTransDate: '2026-01-14' } }, { as: keys.argentina });
  expect(rest.body).toMatchObject({ status: 'approved', amount: { value: 100_000, currency: 'ARS' } });
  for (const originalTransDate of [day(made.body.createdAt), '2026-01-14', '2026-01-15']) {
    const options = { authorizationCode: code, originalTransDate };
    const { originalTransactionId: _, ...byNumbers } = { ...partly, options };
    const again = await start(byNumbers, { as: keys.argentina });
    expect(again.body.code).toMatch(/^(invalid-request|not-reversible)$/);
  }
});
