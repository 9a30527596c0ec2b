import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { terminalSchema } from '../../src/api/terminals/terminal.schema.js';
import { transactionSchema } from '../../src/api/transactions/transaction.schema.js';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { listCapabilities } from '../../src/getnet/countries/countries.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { approved, declined, requireIdPosTxs } from '../support/terms.js';
import { apiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { callbackBody, callbackPath } from './support/callbacks.js';
import { scriptedGetnet } from './support/getnet.js';
import { saleAt } from './support/running-api.js';
import { keys } from './support/shop.js';

const getnet = scriptedGetnet();
let world: ApiWorld;
let terminals = 0;

/** A terminal that no other test uses. */
const freshTerminal = () => `cl-${(terminals += 1)}`;

beforeAll(async () => {
  TransactionWorld.quiet();
  world = await apiWorld(getnet.getnet);
});
afterAll(() => world.close());
afterEach(() => {
  getnet.acknowledges();
  getnet.says(approved());
});

describe('a sale', () => {
  it('acknowledged: answered at once, on its way; then found approved, with its evidence', async () => {
    getnet.says({ kind: 'pending' });
    const started = await world.api.start(saleAt(freshTerminal(), { reference: 'ORD-1' }));
    expect(started).toMatchObject({
      status: 202,
      body: { status: 'in_progress', idPosTxs: '900001', reference: 'ORD-1' },
    });
    expect(started.body).toMatchObject({ outcome: { moneyMoved: 'unknown' }, finalAt: null });
    expect(started.headers.get('location')).toBe(`/v1/transactions/${started.body.id}`);
    expect(started.headers.get('idempotency-replayed')).toBeNull();
    getnet.says(approved());
    const read = await world.api.get(`/v1/transactions/${started.body.id}`, { prefer: 'wait=20' });
    expect(read).toMatchObject({
      status: 200,
      body: { status: 'approved', authorizationCode: '012345', operationId: 42 },
    });
    expect(read.body.outcome).toMatchObject({ moneyMoved: 'yes', evidence: 'status_query', responseCode: 0 });
    expect(transactionSchema.safeParse(read.body).error).toBeUndefined();
  });

  it('waited for: answered with the end, 200', async () => {
    getnet.says(declined());
    const reply = await world.api.start(saleAt(freshTerminal()), { prefer: 'wait=20' });
    expect(reply).toMatchObject({ status: 200, body: { status: 'declined', outcome: { moneyMoved: 'no' } } });
    expect(transactionSchema.safeParse(reply.body).error).toBeUndefined();
  });

  it('a wait of more than 330 seconds is cut, and says so', async () => {
    const reply = await world.api.start(saleAt(freshTerminal()), { prefer: 'wait=9999' });
    expect(reply.headers.get('preference-applied')).toBe('wait=330');
    expect(reply.status).toBe(200);
  });

  it('Getnet is slow: a caller that does not wait hears that it is on its way', async () => {
    let answer: (outcome: DispatchOutcome) => void = () => undefined;
    getnet.answers(new Promise((resolve) => (answer = resolve)));
    const reply = await world.api.start(saleAt(freshTerminal()), { prefer: 'wait=0' });
    expect(reply).toMatchObject({
      status: 202,
      body: { status: 'dispatching', outcome: { moneyMoved: 'unknown' } },
    });
    answer({ kind: 'acknowledged', idPosTxs: requireIdPosTxs('900001') });
    const end = await world.api.get(`/v1/transactions/${reply.body.id}`, { prefer: 'wait=20' });
    expect(end.body.status).toBe('approved');
  });

  it('nobody else sees it: another merchant is told there is nothing', async () => {
    const { body } = await world.api.start(saleAt(freshTerminal()), { prefer: 'wait=20' });
    expect((await world.api.get(`/v1/transactions/${body.id}`, { as: keys.argentina })).status).toBe(404);
    expect((await world.api.get(`/v1/transactions/${body.id}`, { as: keys.chileSupport })).status).toBe(200);
    expect((await world.api.get('/v1/transactions/tx_0123456789abcdefghi')).status).toBe(404);
    expect((await world.api.get('/v1/transactions/nonsense')).status).toBe(404);
  });

  it('a terminal of nobody, and one of another merchant, are unknown', async () => {
    const reply = await world.api.start(saleAt('nowhere'));
    expect(reply).toMatchObject({ status: 422, body: { code: 'unknown-terminal', moneyMoved: 'no' } });
    expect((await world.api.start(saleAt('ar-1'))).body.code).toBe('unknown-terminal');
  });
});

describe('the same key again', () => {
  it('while it runs: the same transaction, replayed, one command', async () => {
    getnet.says({ kind: 'pending' });
    const [key, body] = [
      randomUUID(),
      saleAt(freshTerminal(), { options: { saleType: 1, printOnPos: true } }),
    ];
    const first = await world.api.start(body, { key });
    const again = await world.api.start(
      `{"options":{"printOnPos":true,"saleType":1},${JSON.stringify(body).slice(1)}`,
      { key },
    );
    expect(again).toMatchObject({
      status: 202,
      body: { id: first.body.id, createdAt: first.body.createdAt },
    });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    getnet.says(approved());
    const end = await world.api.start(body, { key, prefer: 'wait=20' });
    expect(end).toMatchObject({ status: 200, body: { id: first.body.id, status: 'approved' } });
    expect(getnet.sent.filter((id) => id === first.body.id)).toHaveLength(1);
  });

  it('after the end: the stored answer, word for word', async () => {
    const [key, body] = [randomUUID(), saleAt(freshTerminal())];
    const first = await world.api.start(body, { key, prefer: 'wait=20' });
    const again = await world.api.start(body, { key });
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('asked of another process, whose settings no longer know the terminal: the same answer', async () => {
    const [key, body] = [randomUUID(), saleAt(freshTerminal())];
    const first = await world.api.start(body, { key, prefer: 'wait=20' });
    const other = await world.secondApi();
    const again = await other.start(body, { key });
    await other.close();
    expect(again.body).toEqual(first.body);
    expect((await world.api.start(body, { key: randomUUID() })).status).toBe(202);
  });

  it('fifty at once: one command, one answer, one that was first', async () => {
    const [key, body] = [randomUUID(), saleAt(freshTerminal())];
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => world.api.start(body, { key, prefer: 'wait=30' })),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(replies.map(({ body: { id } }) => id)).size).toBe(1);
    expect(replies.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    expect(getnet.sent.filter((id) => id === replies[0]?.body.id)).toHaveLength(1);
  });

  it('with another body: refused, running or ended, and nothing happens', async () => {
    getnet.says({ kind: 'pending' });
    const [key, terminal] = [randomUUID(), freshTerminal()];
    const first = await world.api.start(saleAt(terminal), { key });
    const other = saleAt(terminal, { amount: { value: 5991, currency: 'CLP' } });
    const reused = {
      status: 422,
      body: { code: 'idempotency-key-reused', retry: 'new_key', moneyMoved: 'no' },
    };
    expect(await world.api.start(other, { key })).toMatchObject(reused);
    getnet.says(approved());
    await world.api.get(`/v1/transactions/${first.body.id}`, { prefer: 'wait=20' });
    expect(await world.api.start(other, { key })).toMatchObject(reused);
    expect(await world.api.start(saleAt(terminal, { onBusy: 'reject' }), { key })).toMatchObject(reused);
  });

  it('two bodies race for one key: one wins, the other is refused', async () => {
    const [key, terminal] = [randomUUID(), freshTerminal()];
    const replies = await Promise.all(
      [5990, 5991].map((value) =>
        world.api.start(saleAt(terminal, { amount: { value, currency: 'CLP' } }), { key, prefer: 'wait=20' }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 422]);
  });

  it('of another merchant: a transaction of its own', async () => {
    const key = randomUUID();
    const ours = await world.api.start(saleAt(freshTerminal()), { key });
    const theirBody = { type: 'sale', terminalId: 'ar-1', amount: { value: 120000, currency: 'ARS' } };
    const theirs = await world.api.start(theirBody, { key, as: keys.argentina });
    expect(theirs.status).toBe(202);
    expect(theirs.body.id).not.toBe(ours.body.id);
  });

  it('while the next customer has the terminal: its own answer, not busy', async () => {
    const [key, terminal] = [randomUUID(), freshTerminal()];
    const first = await world.api.start(saleAt(terminal), { key, prefer: 'wait=20' });
    getnet.says({ kind: 'pending' });
    const next = await world.api.start(saleAt(terminal));
    expect(next.status).toBe(202);
    expect((await world.api.start(saleAt(terminal), { key })).body).toEqual(first.body);
  });

  it('a refusal before acceptance leaves the key unused', async () => {
    const [key, terminal] = [randomUUID(), freshTerminal()];
    expect(
      (await world.api.start(saleAt(terminal, { amount: { value: -1, currency: 'CLP' } }), { key })).status,
    ).toBe(422);
    expect((await world.api.start(saleAt('nowhere'), { key })).status).toBe(422);
    const taken = await world.api.start(saleAt(terminal), { key, prefer: 'wait=20' });
    expect(taken.status).toBe(200);
    expect(taken.headers.get('idempotency-replayed')).toBeNull();
  });
});

describe('a busy terminal', () => {
  it('held by a sale of ours: refused, naming it, and nothing is started', async () => {
    getnet.says({ kind: 'pending' });
    const [key, terminal] = [randomUUID(), freshTerminal()];
    const holder = await world.api.start(saleAt(terminal));
    const refused = await world.api.start(saleAt(terminal), { key });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'terminal-busy', moneyMoved: 'no', retry: 'same_key' },
    });
    expect(refused.body.holder).toBe(holder.body.id);
    expect(Date.parse(refused.body.busyUntil ?? '')).toBeGreaterThan(Date.now());
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.body).not.toHaveProperty('transactionId');
    getnet.says(approved());
    await world.api.get(`/v1/transactions/${holder.body.id}`, { prefer: 'wait=20' });
    expect((await world.api.start(saleAt(terminal), { key, prefer: 'wait=20' })).status).toBe(200);
  });

  it('ten keys at once: one command, nine told who has it', async () => {
    getnet.says({ kind: 'pending' });
    const terminal = freshTerminal();
    const replies = await Promise.all(Array.from({ length: 10 }, () => world.api.start(saleAt(terminal))));
    const taken = replies.filter(({ status }) => status === 202);
    expect(taken).toHaveLength(1);
    const busy = replies.filter(({ status }) => status === 409);
    expect(busy.map(({ body }) => body.holder)).toEqual(Array(9).fill(taken[0]?.body.id));
  });

  it('busy by somebody else’s doing: Getnet says so, nobody is named', async () => {
    getnet.answers({ kind: 'refused', reason: 'terminal_busy', message: 'OPERATION IN PROGRESS (15s)' });
    const reply = await world.api.start(saleAt(freshTerminal()));
    expect(reply).toMatchObject({
      status: 409,
      body: { code: 'terminal-busy', transactionId: expect.stringMatching(/^tx_/) },
    });
    expect(reply.body).not.toHaveProperty('holder');
    expect(reply.body.busyUntil).toBeDefined();
  });
});

describe('not sent', () => {
  it.each<[string, number, DispatchOutcome]>([
    ['provider-rejected', 502, { kind: 'refused', reason: 'terminal_unknown' }],
    ['provider-rejected', 502, { kind: 'refused', reason: 'unauthorized' }],
    ['terminal-offline', 503, { kind: 'refused', reason: 'terminal_offline' }],
    ['provider-unreachable', 503, { kind: 'unreachable', cause: 'connection refused' }],
    ['dispatch-expired', 503, { kind: 'expired' }],
  ])('%s: %d while the caller waits, shown by a later read', async (code, status, outcome) => {
    getnet.answers(outcome);
    const reply = await world.api.start(saleAt(freshTerminal()));
    expect(reply).toMatchObject({ status, body: { code, moneyMoved: 'no', retry: 'same_key' } });
    const id = reply.body.transactionId ?? '';
    expect(reply.headers.get('location')).toBe(`/v1/transactions/${id}`);
    const read = await world.api.get(`/v1/transactions/${id}`, { prefer: 'wait=20' });
    expect(read).toMatchObject({
      status: 200,
      body: { status: 'not_sent', outcome: { moneyMoved: 'no', reason: code } },
    });
    expect(transactionSchema.safeParse(read.body).error).toBeUndefined();
  });

  it('the same key tries again, as an attempt of its own; the last one is the transaction', async () => {
    const [key, terminal] = [randomUUID(), freshTerminal()];
    getnet.answers({ kind: 'unreachable', cause: 'connection refused' });
    const first = await world.api.start(saleAt(terminal), { key });
    const second = await world.api.start(saleAt(terminal), { key });
    expect([first.status, second.status]).toEqual([503, 503]);
    getnet.acknowledges();
    const third = await world.api.start(saleAt(terminal), { key, prefer: 'wait=20' });
    expect(third).toMatchObject({
      status: 200,
      body: { id: first.body.transactionId, attempt: 3, status: 'approved' },
    });
    expect(third.headers.get('idempotency-replayed')).toBeNull();
    expect(getnet.sent.filter((id) => id.startsWith(third.body.id))).toEqual([
      third.body.id,
      `${third.body.id}-2`,
      `${third.body.id}-3`,
    ]);
    expect((await world.api.get(`/v1/transactions/${third.body.id}`)).body).toEqual(third.body);
    expect((await world.api.start(saleAt(terminal), { key })).body).toEqual(third.body);
  });

  it('a late callback proves that the refused attempt charged: that is the answer, and nothing is sent on top of it', async () => {
    const [key, terminal] = [randomUUID(), freshTerminal()];
    getnet.answers({ kind: 'refused', reason: 'forbidden' });
    const { body } = await world.api.start(saleAt(terminal), { key });
    const id = body.transactionId ?? '';
    getnet.acknowledges();
    const called = { method: 'POST', headers: { 'content-type': 'application/json' }, body: callbackBody(0) };
    expect((await world.api.ask(callbackPath(id), called)).status).toBe(200);
    const again = await world.api.start(saleAt(terminal), { key, prefer: 'wait=20' });
    const charged = {
      status: 'approved',
      outcome: { moneyMoved: 'yes', warning: 'reported-not-sent-before' },
    };
    expect(again).toMatchObject({ status: 200, body: { id, ...charged } });
    expect((await world.api.get(`/v1/transactions/${id}`)).body).toMatchObject(charged);
    expect(getnet.sent.filter((sent) => sent.startsWith(id))).toHaveLength(1);
  });

  it('another body after it is still another body', async () => {
    const [key, terminal] = [randomUUID(), freshTerminal()];
    getnet.answers({ kind: 'expired' });
    await world.api.start(saleAt(terminal), { key });
    const other = saleAt(terminal, { reference: 'another' });
    expect((await world.api.start(other, { key })).body.code).toBe('idempotency-key-reused');
  });
});

describe('somebody interfered in Temporal', () => {
  it('terminated in mid-sale: needs attention, money unknown, never started again', async () => {
    getnet.says({ kind: 'pending' });
    const [key, terminal] = [randomUUID(), freshTerminal()];
    const { body } = await world.api.start(saleAt(terminal), { key });
    await world.run(body.id).terminate('by hand');
    const read = await world.api.get(`/v1/transactions/${body.id}`, { prefer: 'wait=20' });
    expect(read.body).toMatchObject({
      status: 'needs_attention',
      outcome: { moneyMoved: 'unknown' },
      finalAt: null,
    });
    expect(transactionSchema.safeParse(read.body).error).toBeUndefined();
    const again = await world.api.start(saleAt(terminal), { key });
    expect(again).toMatchObject({ status: 202, body: { id: body.id, status: 'needs_attention' } });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(getnet.sent.filter((id) => id.startsWith(body.id))).toHaveLength(1);
  });

  it('terminated while the caller waits: the caller hears at once', async () => {
    getnet.says({ kind: 'pending' });
    const key = randomUUID();
    const terminal = freshTerminal();
    const started = await world.api.start(saleAt(terminal), { key });
    const waiting = world.api.start(saleAt(terminal), { key, prefer: 'wait=60' });
    // A later request was answered, so the earlier one is being held: a repeat after the end would wait for the recovery.
    await world.api.get(`/v1/transactions/${started.body.id}`);
    await world.run(started.body.id).terminate('by hand');
    expect(await waiting).toMatchObject({ status: 202, body: { status: 'needs_attention' } });
  });
});

it('the process is to end: a caller that waits is answered with what is known, then it ends', async () => {
  getnet.says({ kind: 'pending' });
  const leaving = await world.secondApi();
  const { body } = await world.api.start(saleAt(freshTerminal()));
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

describe('terminals', () => {
  interface Terminal {
    readonly id: string;
    readonly state: string;
    readonly holder: string | null;
    readonly busyUntil: string | null;
    readonly capabilities: readonly string[];
    readonly lastOperation: { readonly transactionId: string } | null;
  }

  it('busy while a sale has it, free on proof', async () => {
    getnet.says({ kind: 'pending' });
    const id = freshTerminal();
    const { body } = await world.api.start(saleAt(id));
    const busy = await world.api.get<Terminal>(`/v1/terminals/${id}`);
    expect(busy.body).toMatchObject({
      id,
      country: 'CL',
      state: 'busy',
      holder: body.id,
      currency: 'CLP',
      mode: 'async',
      capabilities: listCapabilities('CL'),
    });
    expect(terminalSchema.safeParse(busy.body).error).toBeUndefined();
    expect(Date.parse(busy.body.busyUntil ?? '')).toBeGreaterThan(Date.now());
    getnet.says(approved());
    await world.api.get(`/v1/transactions/${body.id}`, { prefer: 'wait=20' });
    const free = await world.api.get<Terminal>(`/v1/terminals/${id}`);
    expect(free.body).toMatchObject({ state: 'free', holder: null, since: null, busyUntil: null });
  });

  it('a merchant sees its own, in a list', async () => {
    const { body } = await world.api.get<{ items: Terminal[]; nextCursor: null }>('/v1/terminals');
    expect(body.items.map(({ id }) => id)).toEqual(
      Array.from({ length: 40 }, (_, index) => `cl-${index + 1}`),
    );
    expect(body.nextCursor).toBeNull();
    expect((await world.api.get('/v1/terminals/ar-1')).status).toBe(404);
  });
});

it('Temporal has all that is needed: ready', async () => {
  const { status, body } = await world.api.ask<{ checks: { name: string; ok: boolean }[] }>('/health/ready');
  expect(body.checks.map(({ name, ok }) => [name, ok])).toEqual([
    ['temporal', true],
    ['retention', true],
    ['replication', true],
    ['search_attributes', true],
  ]);
  expect(status).toBe(200);
});
