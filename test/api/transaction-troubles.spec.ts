import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Acceptances } from '../../src/api/transactions/acceptances.service.js';
import { terminalSchema } from '../../src/api/terminals/terminal.schema.js';
import { transactionSchema } from '../../src/api/transactions/transaction.schema.js';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import { listCapabilities } from '../../src/getnet/countries/countries.js';
import { approved } from '../support/terms.js';
import { buildCallbackBody, buildCallbackPath } from './support/callbacks.js';
import { buildSaleBody } from './support/running-api.js';
import { openScriptedWorld } from './support/scripted-world.js';

const stories = openScriptedWorld();
const { getnet, takeNewTerminal } = stories;

/** As far apart as the clocks may be. */
const AHEAD_MS = 1_000;

describe('the clock of the API is ahead of Temporal’s', () => {
  it('a new sale is new, and only a repeat of its key is replayed', async () => {
    const acceptances = stories.world.api.resolve(Acceptances);
    const accept = acceptances.accept.bind(acceptances);
    acceptances.accept = (acceptance) =>
      accept({ ...acceptance, createdAt: new Date(Date.now() + AHEAD_MS) });
    const [key, body] = [randomUUID(), buildSaleBody(takeNewTerminal())];
    try {
      const started = await stories.world.api.start(body, { key });
      expect(started.body.status).toBe('in_progress');
      expect(started.headers.get('idempotency-replayed')).toBeNull();
      const again = await stories.world.api.start(body, { key, prefer: 'wait=20' });
      expect(again).toMatchObject({ status: 200, body: { id: started.body.id } });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
    } finally {
      acceptances.accept = accept;
    }
  });
});

describe('a busy terminal', () => {
  it('held by a sale of ours: the refusal names it, and nothing is started', async () => {
    getnet.says({ kind: 'pending' });
    const [key, terminal] = [randomUUID(), takeNewTerminal()];
    const holder = await stories.world.api.start(buildSaleBody(terminal));
    const refused = await stories.world.api.start(buildSaleBody(terminal), { key });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'terminal-busy', moneyMoved: 'no', retry: 'same_key' },
    });
    expect(refused.body.holder).toBe(holder.body.id);
    expect(Date.parse(refused.body.busyUntil ?? '')).toBeGreaterThan(Date.now());
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.body).not.toHaveProperty('transactionId');
    getnet.says(approved());
    await stories.world.api.get(`/v1/transactions/${holder.body.id}`, { prefer: 'wait=20' });
    expect((await stories.world.api.start(buildSaleBody(terminal), { key, prefer: 'wait=20' })).status).toBe(
      200,
    );
  });

  it('ten keys at once: one command, nine refusals that name the holder', async () => {
    getnet.says({ kind: 'pending' });
    const terminal = takeNewTerminal();
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => stories.world.api.start(buildSaleBody(terminal))),
    );
    const taken = replies.filter(({ status }) => status === 202);
    expect(taken).toHaveLength(1);
    const busy = replies.filter(({ status }) => status === 409);
    expect(busy.map(({ body }) => body.holder)).toEqual(Array(9).fill(taken[0]?.body.id));
  });

  it('busy from outside the service: Getnet’s refusal names no holder', async () => {
    getnet.answers({ kind: 'refused', reason: 'terminal_busy', message: 'OPERATION IN PROGRESS (15s)' });
    const reply = await stories.world.api.start(buildSaleBody(takeNewTerminal()));
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
    const reply = await stories.world.api.start(buildSaleBody(takeNewTerminal()));
    expect(reply).toMatchObject({ status, body: { code, moneyMoved: 'no', retry: 'same_key' } });
    const id = reply.body.transactionId ?? '';
    expect(reply.headers.get('location')).toBe(`/v1/transactions/${id}`);
    const read = await stories.world.api.get(`/v1/transactions/${id}`, { prefer: 'wait=20' });
    expect(read).toMatchObject({
      status: 200,
      body: { status: 'not_sent', outcome: { moneyMoved: 'no', reason: code } },
    });
    expect(transactionSchema.safeParse(read.body).error).toBeUndefined();
  });

  it('the same key tries again, as an attempt of its own; the last one is the transaction', async () => {
    const [key, terminal] = [randomUUID(), takeNewTerminal()];
    getnet.answers({ kind: 'unreachable', cause: 'connection refused' });
    const first = await stories.world.api.start(buildSaleBody(terminal), { key });
    const second = await stories.world.api.start(buildSaleBody(terminal), { key });
    expect([first.status, second.status]).toEqual([503, 503]);
    getnet.acknowledges();
    const third = await stories.world.api.start(buildSaleBody(terminal), { key, prefer: 'wait=20' });
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
    expect((await stories.world.api.get(`/v1/transactions/${third.body.id}`)).body).toEqual(third.body);
    expect((await stories.world.api.start(buildSaleBody(terminal), { key })).body).toEqual(third.body);
  });

  it('a late callback proves that the refused attempt charged: that is the answer, and nothing is sent on top of it', async () => {
    const [key, terminal] = [randomUUID(), takeNewTerminal()];
    getnet.answers({ kind: 'refused', reason: 'forbidden' });
    const { body } = await stories.world.api.start(buildSaleBody(terminal), { key });
    const id = body.transactionId ?? '';
    getnet.acknowledges();
    const called = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: buildCallbackBody(0),
    };
    expect((await stories.world.api.ask(buildCallbackPath(id), called)).status).toBe(200);
    const again = await stories.world.api.start(buildSaleBody(terminal), { key, prefer: 'wait=20' });
    const charged = {
      status: 'approved',
      outcome: { moneyMoved: 'yes', warning: 'reported-not-sent-before' },
    };
    expect(again).toMatchObject({ status: 200, body: { id, ...charged } });
    expect((await stories.world.api.get(`/v1/transactions/${id}`)).body).toMatchObject(charged);
    expect(getnet.sent.filter((sent) => sent.startsWith(id))).toHaveLength(1);
  });

  it('another body after it is still another body', async () => {
    const [key, terminal] = [randomUUID(), takeNewTerminal()];
    getnet.answers({ kind: 'expired' });
    await stories.world.api.start(buildSaleBody(terminal), { key });
    const other = buildSaleBody(terminal, { reference: 'another' });
    expect((await stories.world.api.start(other, { key })).body.code).toBe('idempotency-key-reused');
  });
});

describe('a run that was terminated in Temporal', () => {
  it('terminated in mid-sale: needs attention, money unknown, never started again', async () => {
    getnet.says({ kind: 'pending' });
    const [key, terminal] = [randomUUID(), takeNewTerminal()];
    const { body } = await stories.world.api.start(buildSaleBody(terminal), { key });
    await stories.world.run(body.id).terminate('by hand');
    const read = await stories.world.api.get(`/v1/transactions/${body.id}`, { prefer: 'wait=20' });
    expect(read.body).toMatchObject({
      status: 'needs_attention',
      outcome: { moneyMoved: 'unknown' },
      finalAt: null,
    });
    expect(transactionSchema.safeParse(read.body).error).toBeUndefined();
    const again = await stories.world.api.start(buildSaleBody(terminal), { key });
    expect(again).toMatchObject({ status: 202, body: { id: body.id, status: 'needs_attention' } });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(getnet.sent.filter((id) => id.startsWith(body.id))).toHaveLength(1);
  });

  it('terminated while the caller waits: the caller hears at once', async () => {
    getnet.says({ kind: 'pending' });
    const key = randomUUID();
    const terminal = takeNewTerminal();
    const started = await stories.world.api.start(buildSaleBody(terminal), { key });
    const waiting = stories.world.api.start(buildSaleBody(terminal), { key, prefer: 'wait=60' });
    // A later request was answered, so the earlier one is being held: a repeat after the end would wait for the recovery.
    await stories.world.api.get(`/v1/transactions/${started.body.id}`);
    await stories.world.run(started.body.id).terminate('by hand');
    expect(await waiting).toMatchObject({ status: 202, body: { status: 'needs_attention' } });
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
    const id = takeNewTerminal();
    const { body } = await stories.world.api.start(buildSaleBody(id));
    const busy = await stories.world.api.get<Terminal>(`/v1/terminals/${id}`);
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
    await stories.world.api.get(`/v1/transactions/${body.id}`, { prefer: 'wait=20' });
    const free = await stories.world.api.get<Terminal>(`/v1/terminals/${id}`);
    expect(free.body).toMatchObject({ state: 'free', holder: null, since: null, busyUntil: null });
  });

  it('a merchant sees its own, in a list', async () => {
    const { body } = await stories.world.api.get<{ items: Terminal[]; nextCursor: null }>('/v1/terminals');
    expect(body.items.map(({ id }) => id)).toEqual(
      Array.from({ length: 40 }, (_, index) => `cl-${index + 1}`),
    );
    expect(body.nextCursor).toBeNull();
    expect((await stories.world.api.get('/v1/terminals/ar-1')).status).toBe(404);
  });
});
