import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventParser } from '../support/event-reader.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { buildSaleBody } from '../api/support/running-api.js';
import { keys } from '../api/support/shop.js';
import { until } from '../support/until.js';
import type { LeaseMemo } from '../../src/workflows/terminal-lease.messages.js';
import { KeyLedger } from '../../src/api/ledger/key-ledger.js';
import { startLedgerWorld } from './support/ledger-world.js';
import type { LedgerWorld } from './support/ledger-world.js';

let world: LedgerWorld;
let approved: Awaited<ReturnType<typeof takeSale>>;
let notSent: Awaited<ReturnType<typeof takeSale>>;
let unknown: Awaited<ReturnType<typeof takeSale>>;

/** A sale, with what repeats it. */
async function takeSale() {
  const key = randomUUID();
  const request = buildSaleBody(world.till.takeNewTerminal());
  const { body } = await world.api.start(request, { key });
  return { key, request, body, id: body.transactionId ?? body.id };
}

/** Those by which keys ask the ledger: one is open before the first key asks, and opening one may take longer than a key waits. */
async function countKeyConnections(): Promise<number> {
  const [row] = await world.query<{ count: number }>(
    `select count(*) as count from pg_stat_activity where application_name = 'api keys'`,
  );
  return Number(row?.count);
}

/** Its terminal as well: when the lease ends by itself, the outcome of its dead holder is searched for. */
async function endByHand(id: string): Promise<void> {
  const { client, taskQueue } = world.temporal;
  await world.run(id).terminate('a test');
  const query = `WorkflowType = 'terminalLease' AND ExecutionStatus = 'Running' AND TaskQueue = '${taskQueue}'`;
  await until(async () => {
    for await (const { workflowId, memo } of client.workflow.list({ query }))
      if ((memo as LeaseMemo | undefined)?.holder.transactionId === id)
        return client.workflow
          .getHandle(workflowId)
          .terminate('a test')
          .then(() => true);
    return false;
  });
}

beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startLedgerWorld({ RETRY_WITHIN: '1s', CALLBACK_VALID_FOR: '1s', DISPATCH_WITHIN: '5s' });
  await until(async () => (await countKeyConnections()) > 0);
  const projector = world.project();
  world.till.approves();
  approved = await takeSale();
  world.getnet.answers({ kind: 'refused', reason: 'terminal_unknown' });
  notSent = await takeSale();
  world.till.keepsWaiting();
  unknown = await takeSale();
  await world.run(notSent.id).result();
  await world.shows(approved.id, ({ status }) => status === 'approved');
  await world.shows(notSent.id, ({ status }) => status === 'not_sent');
  await world.shows(unknown.id, ({ status }) => status !== 'dispatching');
  for (const { id } of [approved, notSent]) await world.ended(id);
  await projector.stop();
  await endByHand(unknown.id);
  await Promise.all([approved, notSent, unknown].map(({ id }) => world.forget(id, 1)));
  world.till.approves();
});
afterAll(() => world.close());

const sentFor = (id: string) => world.getnet.sent.filter((customId) => customId.startsWith(id)).length;

describe('a key that Temporal has forgotten', () => {
  it('is repeated: the ledger answers with the transaction, and nothing is sent', async () => {
    const { key, request, body, id } = approved;
    const again = await world.api.start(request, { key });
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(again.body).toEqual(body);
    expect((await world.api.get(`/v1/transactions/${id}`)).body).toEqual(body);
    expect(sentFor(id)).toBe(1);
  });

  it('is repeated with another body: 422, and nothing is sent', async () => {
    const { key, request, id } = approved;
    const other = await world.api.start({ ...request, reference: 'another' }, { key });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(sentFor(id)).toBe(1);
  });

  it('was not sent: its problem comes again with `new_key`, and nothing is sent', async () => {
    const { key, request, body, id } = notSent;
    expect(body).toMatchObject({ code: 'provider-rejected', retry: 'same_key' });
    const again = await world.api.start(request, { key });
    expect(again).toMatchObject({ status: 502, body: { code: 'provider-rejected', retry: 'new_key' } });
    expect(sentFor(id)).toBe(1);
  });

  it('had no outcome when Temporal forgot it: needs attention, money unknown, and nothing is sent', async () => {
    const { key, request, id } = unknown;
    const again = await world.api.start(request, { key });
    expect(again.body).toMatchObject({ status: 'needs_attention', outcome: { moneyMoved: 'unknown' } });
    expect(sentFor(id)).toBe(1);
  });

  it('is followed by its link: its states, and then the end of the stream', async () => {
    const { body } = approved;
    const follow = async (headers: Readonly<Record<string, string>>) => {
      const authorization = `Bearer ${keys.chile}`;
      const reply = await fetch(`${world.api.url}${body.links.events}`, {
        headers: { authorization, ...headers },
      });
      const parser = new EventParser<{ readonly status: string }>();
      parser.take(await reply.text());
      return { statuses: parser.events.map(({ data }) => data.status), comments: parser.comments };
    };
    const { statuses, comments } = await follow({});
    expect(statuses.at(-1)).toBe('approved');
    expect(comments).toEqual(expect.arrayContaining(['end']));
    expect((await follow({ 'last-event-id': String(statuses.length) })).statuses).toEqual([]);
  });

  it('belongs to another merchant: reading it by id is 404, and so are its events', async () => {
    const events = await world.api.get(`/v1/transactions/${approved.id}/events`, { as: keys.argentina });
    expect(events.status).toBe(404);
    const reply = await world.api.get(`/v1/transactions/${approved.id}`, { as: keys.argentina });
    expect(reply.status).toBe(404);
  });
});

describe('a new key', () => {
  /** The ledger as keys ask it: it finds out for itself whether Postgres is there. */
  const isUp = () => until(() => world.api.resolve(KeyLedger).isUp);

  /** From now on: how long each question may take, and whether it was answered before anything else could happen. */
  function watchQuestions() {
    const questions: { readonly limitMs: number; readonly isWaited: boolean }[] = [];
    const ledger = world.api.resolve(KeyLedger);
    const ask = ledger.askBriefly.bind(ledger);
    ledger.askBriefly = async (limitMs, question) => {
      let isWaited = true;
      const answer = ask(limitMs, question).finally(() => (isWaited = false));
      await new Promise((next) => setImmediate(next));
      questions.push({ limitMs, isWaited });
      return answer;
    };
    return questions;
  }

  it('the ledger is away: the sale goes on as without one, and that is counted', async () => {
    await world.postgres.stop();
    const sale = await world.till.sale(world.till.takeNewTerminal());
    await world.postgres.start();
    expect((await world.till.read(sale.id)).body.status).toBe('approved');
    expect(await world.api.metrics()).toMatch(/api_ledger_away_total [1-9]/);
    await isUp();
  });

  it('the ledger is away: reading a forgotten transaction is 503, not 404', async () => {
    await world.postgres.stop();
    const reply = await world.api.get(`/v1/transactions/${approved.id}`);
    await world.postgres.start();
    expect(reply).toMatchObject({
      status: 503,
      body: { code: 'ledger-unavailable', moneyMoved: 'unknown', retry: 'same_key' },
    });
    expect(reply.headers.get('retry-after')).toMatch(/^[0-9]+$/);
    await isUp();
    expect((await world.api.get(`/v1/transactions/${approved.id}`)).body).toEqual(approved.body);
  });

  it('the ledger hangs: one sale waits for it, 150 ms at most, and the next ones do not', async () => {
    await isUp();
    const { pid } = world.postgres;
    if (pid === undefined) throw new Error('no Postgres runs');
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
    const all = [pid, ...children];
    for (const one of all) process.kill(one, 'SIGSTOP');
    const questions = watchQuestions();
    for (let n = 0; n < 5; n += 1) {
      const sale = await world.api.start(buildSaleBody(world.till.takeNewTerminal()), { prefer: 'wait=20' });
      expect(sale.body.status).toBe('approved');
    }
    for (const one of all) process.kill(one, 'SIGCONT');
    expect(questions.map(({ isWaited }) => isWaited)).toEqual([true, false, false, false, false]);
    expect(new Set(questions.map(({ limitMs }) => limitMs))).toEqual(new Set([150]));
    await isUp();
  });
});
