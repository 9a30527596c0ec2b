import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { transactionSchema } from '../../src/api/transactions/transaction.schema.js';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { approved, declined, requireIdPosTxs } from '../support/terms.js';
import { buildSaleBody } from './support/running-api.js';
import { keys } from './support/shop.js';
import { openScriptedWorld } from './support/scripted-world.js';

const stories = openScriptedWorld();
const { getnet, takeNewTerminal } = stories;

describe('a sale', () => {
  it('acknowledged: answered at once, on its way; then found approved, with its evidence', async () => {
    getnet.says({ kind: 'pending' });
    const started = await stories.world.api.start(buildSaleBody(takeNewTerminal(), { reference: 'ORD-1' }));
    expect(started).toMatchObject({
      status: 202,
      body: { status: 'in_progress', idPosTxs: '900001', reference: 'ORD-1' },
    });
    expect(started.body).toMatchObject({ outcome: { moneyMoved: 'unknown' }, finalAt: null });
    expect(started.headers.get('location')).toBe(`/v1/transactions/${started.body.id}`);
    expect(started.headers.get('idempotency-replayed')).toBeNull();
    getnet.says(approved());
    const read = await stories.world.api.get(`/v1/transactions/${started.body.id}`, { prefer: 'wait=20' });
    expect(read).toMatchObject({
      status: 200,
      body: { status: 'approved', authorizationCode: '012345', operationId: 42 },
    });
    expect(read.body.outcome).toMatchObject({ moneyMoved: 'yes', evidence: 'status_query', responseCode: 0 });
    expect(transactionSchema.safeParse(read.body).error).toBeUndefined();
  });

  it('waited for: answered with the end, 200', async () => {
    getnet.says(declined());
    const reply = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    expect(reply).toMatchObject({ status: 200, body: { status: 'declined', outcome: { moneyMoved: 'no' } } });
    expect(transactionSchema.safeParse(reply.body).error).toBeUndefined();
  });

  it('a wait of more than 330 seconds is cut, and says so', async () => {
    const reply = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=9999' });
    expect(reply.headers.get('preference-applied')).toBe('wait=330');
    expect(reply.status).toBe(200);
  });

  it('Getnet is slow: a caller that does not wait hears that it is on its way', async () => {
    let answer: (outcome: DispatchOutcome) => void = () => undefined;
    getnet.answers(new Promise((resolve) => (answer = resolve)));
    const reply = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=0' });
    expect(reply).toMatchObject({
      status: 202,
      body: { status: 'dispatching', outcome: { moneyMoved: 'unknown' } },
    });
    answer({ kind: 'acknowledged', idPosTxs: requireIdPosTxs('900001') });
    const end = await stories.world.api.get(`/v1/transactions/${reply.body.id}`, { prefer: 'wait=20' });
    expect(end.body.status).toBe('approved');
  });

  it('nobody else sees it: another merchant is told there is nothing', async () => {
    const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { prefer: 'wait=20' });
    expect((await stories.world.api.get(`/v1/transactions/${body.id}`, { as: keys.argentina })).status).toBe(
      404,
    );
    expect(
      (await stories.world.api.get(`/v1/transactions/${body.id}`, { as: keys.chileSupport })).status,
    ).toBe(200);
    expect((await stories.world.api.get('/v1/transactions/tx_0123456789abcdefghi')).status).toBe(404);
    expect((await stories.world.api.get('/v1/transactions/nonsense')).status).toBe(404);
  });

  it('a terminal of nobody, and one of another merchant, are unknown', async () => {
    const reply = await stories.world.api.start(buildSaleBody('nowhere'));
    expect(reply).toMatchObject({ status: 422, body: { code: 'unknown-terminal', moneyMoved: 'no' } });
    expect((await stories.world.api.start(buildSaleBody('ar-1'))).body.code).toBe('unknown-terminal');
  });
});

describe('the same key again', () => {
  it('while it runs: the same transaction, replayed, one command', async () => {
    getnet.says({ kind: 'pending' });
    const [key, sale] = [randomUUID(), buildSaleBody(takeNewTerminal())];
    const body = { ...sale, options: { saleType: 1, printOnPos: true } };
    const first = await stories.world.api.start(body, { key });
    const inOtherOrder = `{"options":{"printOnPos":true,"saleType":1},${JSON.stringify(sale).slice(1)}`;
    const again = await stories.world.api.start(inOtherOrder, { key });
    expect(again).toMatchObject({
      status: 202,
      body: { id: first.body.id, createdAt: first.body.createdAt },
    });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    getnet.says(approved());
    const end = await stories.world.api.start(body, { key, prefer: 'wait=20' });
    expect(end).toMatchObject({ status: 200, body: { id: first.body.id, status: 'approved' } });
    expect(getnet.sent.filter((id) => id === first.body.id)).toHaveLength(1);
  });

  it('after the end: the stored answer, word for word', async () => {
    const [key, body] = [randomUUID(), buildSaleBody(takeNewTerminal())];
    const first = await stories.world.api.start(body, { key, prefer: 'wait=20' });
    const again = await stories.world.api.start(body, { key });
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('asked of another process, whose settings no longer know the terminal: the same answer', async () => {
    const [key, body] = [randomUUID(), buildSaleBody(takeNewTerminal())];
    const first = await stories.world.api.start(body, { key, prefer: 'wait=20' });
    const other = await stories.world.secondApi();
    const again = await other.start(body, { key });
    await other.close();
    expect(again.body).toEqual(first.body);
    expect((await stories.world.api.start(body, { key: randomUUID() })).status).toBe(202);
  });

  it('fifty at once: one command, one answer, one that was first', async () => {
    const [key, body] = [randomUUID(), buildSaleBody(takeNewTerminal())];
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => stories.world.api.start(body, { key, prefer: 'wait=30' })),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(replies.map(({ body: { id } }) => id)).size).toBe(1);
    expect(replies.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    expect(getnet.sent.filter((id) => id === replies[0]?.body.id)).toHaveLength(1);
  });

  it('with another body: refused, running or ended, and nothing happens', async () => {
    getnet.says({ kind: 'pending' });
    const [key, terminal] = [randomUUID(), takeNewTerminal()];
    const first = await stories.world.api.start(buildSaleBody(terminal), { key });
    const other = buildSaleBody(terminal, { amount: { value: 5991, currency: 'CLP' } });
    const reused = {
      status: 422,
      body: { code: 'idempotency-key-reused', retry: 'never', moneyMoved: 'unknown' },
    };
    expect(await stories.world.api.start(other, { key })).toMatchObject(reused);
    getnet.says(approved());
    await stories.world.api.get(`/v1/transactions/${first.body.id}`, { prefer: 'wait=20' });
    expect(await stories.world.api.start(other, { key })).toMatchObject(reused);
    expect(
      await stories.world.api.start(buildSaleBody(terminal, { onBusy: 'reject' }), { key }),
    ).toMatchObject(reused);
  });

  it.each([
    ['declined', { kind: 'acknowledged', idPosTxs: requireIdPosTxs('900001') }, declined()],
    ['not sent', { kind: 'refused', reason: 'terminal_offline' }, approved()],
  ] as const)(
    'with another body, and the first is proven %s: a new payment takes a new key',
    async (_, answer, verdict) => {
      getnet.answers(answer);
      getnet.says(verdict);
      const [key, terminal] = [randomUUID(), takeNewTerminal()];
      await stories.world.api.start(buildSaleBody(terminal), { key, prefer: 'wait=20' });
      const other = buildSaleBody(terminal, { onBusy: 'wait' });
      expect(await stories.world.api.start(other, { key })).toMatchObject({
        status: 422,
        body: { code: 'idempotency-key-reused', retry: 'new_key', moneyMoved: 'no' },
      });
    },
  );

  it('two bodies race for one key: one wins, the other is refused', async () => {
    const [key, terminal] = [randomUUID(), takeNewTerminal()];
    const replies = await Promise.all(
      [5990, 5991].map((value) =>
        stories.world.api.start(buildSaleBody(terminal, { amount: { value, currency: 'CLP' } }), {
          key,
          prefer: 'wait=20',
        }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 422]);
  });

  it('of another merchant: a transaction of its own', async () => {
    const key = randomUUID();
    const ours = await stories.world.api.start(buildSaleBody(takeNewTerminal()), { key });
    const theirBody = { type: 'sale', terminalId: 'ar-1', amount: { value: 120000, currency: 'ARS' } };
    const theirs = await stories.world.api.start(theirBody, { key, as: keys.argentina });
    expect(theirs.status).toBe(202);
    expect(theirs.body.id).not.toBe(ours.body.id);
  });

  it('while the next customer has the terminal: its own answer, not busy', async () => {
    const [key, terminal] = [randomUUID(), takeNewTerminal()];
    const first = await stories.world.api.start(buildSaleBody(terminal), { key, prefer: 'wait=20' });
    getnet.says({ kind: 'pending' });
    const next = await stories.world.api.start(buildSaleBody(terminal));
    expect(next.status).toBe(202);
    expect((await stories.world.api.start(buildSaleBody(terminal), { key })).body).toEqual(first.body);
  });

  it('a refusal before acceptance leaves the key unused', async () => {
    const [key, terminal] = [randomUUID(), takeNewTerminal()];
    expect(
      (
        await stories.world.api.start(buildSaleBody(terminal, { amount: { value: -1, currency: 'CLP' } }), {
          key,
        })
      ).status,
    ).toBe(422);
    expect((await stories.world.api.start(buildSaleBody('nowhere'), { key })).status).toBe(422);
    const taken = await stories.world.api.start(buildSaleBody(terminal), { key, prefer: 'wait=20' });
    expect(taken.status).toBe(200);
    expect(taken.headers.get('idempotency-replayed')).toBeNull();
  });
});

it('the process is to end: a caller that waits is answered with what is known, then it ends', async () => {
  getnet.says({ kind: 'pending' });
  const leaving = await stories.world.secondApi();
  const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()));
  await leaving.get('/v1/terminals');
  const waiting = leaving.get(`/v1/transactions/${body.id}`, { prefer: 'wait=300' });
  // A later request was answered, so the earlier one is being held.
  await leaving.get('/v1/terminals');
  await leaving.close();
  expect(await waiting).toMatchObject({
    status: 200,
    body: { id: body.id, outcome: { moneyMoved: 'unknown' } },
  });
});

it('Temporal has all that is needed: ready', async () => {
  const { status, body } = await stories.world.api.ask<{ checks: { name: string; ok: boolean }[] }>(
    '/health/ready',
  );
  expect(body.checks.map(({ name, ok }) => [name, ok])).toEqual([
    ['temporal', true],
    ['retention', true],
    ['replication', true],
    ['search_attributes', true],
  ]);
  expect(status).toBe(200);
});
