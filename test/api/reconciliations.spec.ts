import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reconciliationSchema } from '../../src/api/reconciliations/reconciliation.schema.js';
import type { Report } from '../../src/domain/verdict.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { until } from '../support/until.js';
import { startApiWorld } from './support/api-world.js';
import type { ApiWorld } from './support/api-world.js';
import { listClasses, drop, reconciliationsIn, quickTimes, support } from './support/reconciliations.js';
import { buildSaleBody } from './support/running-api.js';
import { keys } from './support/shop.js';
import { keepTerminalBook } from './support/terminal-book.js';

const book = keepTerminalBook();
let world: ApiWorld;

beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startApiWorld(book.getnet, { terminals: 12, env: quickTimes });
});
afterAll(() => world.close());

const {
  takeNewTerminal,
  sell,
  start,
  read,
  compared,
  reconcile,
  listCases,
  readCases: casesOf,
} = reconciliationsIn(() => world);

/** What was sent to a terminal, in order. */
const typesAt = (terminalId: string) =>
  book.sent.filter(({ terminal }) => terminal.id === terminalId).map(({ type }) => type);

describe('a reconciliation over REST', () => {
  it('two sales that the terminal lists: running at first, then equal, line by line', async () => {
    const terminalId = takeNewTerminal();
    const sales = [await sell(terminalId, 1000), await sell(terminalId, 2000)];
    const { status, headers, body } = await start(terminalId);
    expect([status, body.status, headers.get('location')]).toEqual([202, 'running', body.links.self]);
    const done = await compared(body.id);
    expect(done).toMatchObject({ status: 'equal', counts: { equal: 2, foreign: 0 }, reason: null });
    expect(done.lines.map(({ transactionId }) => transactionId).toSorted()).toEqual(
      sales.map(({ id }) => id).toSorted(),
    );
    const report = await world.api.get(done.links.report);
    expect(report.body).toMatchObject({ type: 'details', status: 'completed', reference: body.id });
  });

  it('a sale that the terminal forgot, and one taken by hand: missing there and foreign, settled one after the other', async () => {
    const terminalId = takeNewTerminal();
    const kept = await sell(terminalId);
    const lost = await sell(terminalId, 7000);
    book.reports(terminalId, (report) => {
      const [line] = report.sales ?? [];
      const byHand = { ...line, operationId: 99_999, authorizationCode: '777777' } as NonNullable<
        typeof line
      >;
      const left = drop(lost.operationId)(report);
      return { ...left, sales: [...(left.sales ?? []), byHand] };
    });
    const done = await reconcile(terminalId);
    expect(done.status).toBe('different');
    expect(listClasses(done).toSorted()).toEqual(['equal', 'foreign', 'missing_there']);
    expect(done.lines.find((line) => line.class === 'missing_there')).toMatchObject({
      transactionId: lost.id,
      ours: { status: 'approved', amount: { value: 7000 } },
      theirs: null,
    });
    expect(done.lines.at(-1)).toMatchObject({ class: 'equal', transactionId: kept.id });
    const waiting = await casesOf(done.id);
    expect(waiting.map(({ transaction }) => transaction?.id).toSorted()).toEqual(
      [lost.id, undefined].toSorted(),
    );
    expect(waiting[0]).toMatchObject({
      terminalId,
      reason: 'difference',
      acts: [{ act: 'settle_difference', allowed: true }],
    });
    const settle = (body: object) =>
      world.api.post(`/v1/reconciliations/${done.id}/resolution`, { ...support, body });
    expect((await settle({ lines: [2], reason: 'it is equal' })).body).toMatchObject({
      code: 'invalid-request',
    });
    const first = await settle({ lines: [0], reason: 'Taken by hand.' });
    expect(reconciliationSchema.parse(first.body).lines[0]?.settled).toMatchObject({
      by: 'support',
      reason: 'Taken by hand.',
    });
    expect(await listCases(done.id)).toHaveLength(1);
    const all = reconciliationSchema.parse((await settle({ reason: 'Looked into.' })).body);
    expect(all.lines.map(({ settled }) => settled?.reason)).toEqual([
      'Taken by hand.',
      'Looked into.',
      undefined,
    ]);
    expect(
      await world.temporal.client.workflow.getHandle(`reconciliation/${done.id}`).result(),
    ).toBeDefined();
    expect(await read(done.id)).toEqual(all);
    expect(await listCases(done.id)).toEqual([]);
    const again = await settle({ reason: 'Once more.' });
    expect(again.body).toEqual(all);
  });

  it('a declined sale that the terminal lists: missing here', async () => {
    const terminalId = takeNewTerminal();
    await sell(terminalId);
    book.reports(terminalId, (report) => report);
    const started = await world.api.start(buildSaleBody(terminalId));
    book.declines(started.body.id);
    await world.becomes(started.body.id, 'declined');
    const declined = (await world.api.get(`/v1/transactions/${started.body.id}`)).body;
    book.reports(terminalId, (report) => ({
      ...report,
      sales: [
        ...(report.sales ?? []),
        {
          ...(report.sales?.[0] as NonNullable<Report['sales']>[number]),
          operationId: declined.operationId,
          authorizationCode: '5',
        },
      ],
    }));
    expect(listClasses(await reconcile(terminalId))).toEqual(['missing_here', 'equal']);
  });

  it.each<[string, (report: Report) => Report | undefined]>([
    ['a cut report', (report) => ({ ...report, sales: [], cut: true })],
    ['a report without a list', (report) => ({ ...report, sales: null })],
    ['no report', () => undefined],
  ])('%s: incomplete, and nothing is missing there', async (_, edit) => {
    const terminalId = takeNewTerminal();
    await sell(terminalId);
    book.reports(terminalId, edit);
    const done = await reconcile(terminalId);
    expect(done).toMatchObject({ status: 'incomplete', counts: { missing_there: 0, cut: 1 } });
  });

  it('the terminal is busy with a payment: the report waits, and the payment is compared as it ended', async () => {
    const terminalId = takeNewTerminal();
    const sale = await world.api.start(buildSaleBody(terminalId));
    book.keepsOpen(sale.body.id);
    const { body } = await start(terminalId);
    const report = body.links.report.replace('/v1/transactions/', '');
    await world.temporal.knows(`transaction/${report}`);
    await world.becomes(report, 'queued');
    expect((await read(body.id)).status).toBe('running');
    book.answersAgain(sale.body.id);
    const done = await compared(body.id);
    expect(done).toMatchObject({ status: 'equal', counts: { equal: 1 } });
    expect(typesAt(terminalId)).toEqual(['sale', 'details']);
  });

  it('a payment whose outcome nobody learned: unknown and open', async () => {
    const terminalId = takeNewTerminal();
    const sale = await world.api.start(buildSaleBody(terminalId));
    book.keepsOpen(sale.body.id);
    await world.becomes(sale.body.id, 'needs_attention');
    book.reports(terminalId, (report) => ({ ...report, sales: [] }));
    const done = await reconcile(terminalId);
    expect(done.lines).toMatchObject([{ class: 'unknown_open', transactionId: sale.body.id, theirs: null }]);
  });

  it('with close: compared first, then closed, and the next one begins there', async () => {
    const terminalId = takeNewTerminal();
    await sell(terminalId);
    const { body } = await world.api.post('/v1/reconciliations', {
      ...support,
      body: { terminalId, close: true },
    });
    expect(body).toMatchObject({ status: 'running', closing: { type: 'close', state: 'open' } });
    const done = await compared(body.id);
    expect(done).toMatchObject({
      status: 'equal',
      closing: { type: 'close', state: 'closed', reason: null },
    });
    expect(typesAt(terminalId)).toEqual(['sale', 'details', 'close']);
    book.reports(terminalId, (report) => ({ ...report, sales: [] }));
    const next = await reconcile(terminalId);
    expect(next).toMatchObject({
      status: 'equal',
      lines: [],
      batch: { closedBy: done.closing?.transactionId },
    });
    book.reports(terminalId, (report) => report);
    expect(listClasses(await reconcile(terminalId))).toEqual(['other_batch']);
  });

  it('a payment comes between the report and the close: not closed over it, but compared again', async () => {
    const terminalId = takeNewTerminal();
    const { body } = await world.api.post('/v1/reconciliations', {
      ...support,
      body: { terminalId, close: true },
    });
    const reportId = `tx_${body.id.slice('rc_'.length)}`;
    book.keepsOpen(reportId);
    await until(() => typesAt(terminalId).length > 0);
    const sale = await world.api.start(buildSaleBody(terminalId, { onBusy: 'wait' }));
    await world.becomes(sale.body.id, 'queued');
    book.answersAgain(reportId);
    const done = await compared(body.id);
    expect(done).toMatchObject({ status: 'equal', counts: { equal: 1 }, closing: { state: 'closed' } });
    expect(typesAt(terminalId)).toEqual(['details', 'sale', 'details', 'close']);
  });

  it('a payment without a proven outcome: 409 not-settled, and nothing is sent', async () => {
    const terminalId = takeNewTerminal();
    const sale = await world.api.start(buildSaleBody(terminalId));
    book.keepsOpen(sale.body.id);
    const refused = await world.api.post('/v1/reconciliations', {
      ...support,
      body: { terminalId, close: true },
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'not-settled']);
    expect(refused.body.detail).not.toContain('evenIfUnsettled');
    expect(typesAt(terminalId)).toEqual(['sale']);
    book.answersAgain(sale.body.id);
  });

  it('Argentina: the shift is closed, the sales stay listed, and the next comparison is equal again', async () => {
    const argentina = { as: keys.argentinaSupport };
    const terminalId = 'ar-1';
    const amount = { value: 120_000, currency: 'ARS' };
    await world.api.start(buildSaleBody(terminalId, { amount }), { as: keys.argentina, prefer: 'wait=20' });
    const ask = async (close: boolean) => {
      const { body } = await world.api.post('/v1/reconciliations', {
        ...argentina,
        body: { terminalId, close },
      });
      return compared(body.id, argentina);
    };
    const closed = { type: 'shift', state: 'closed' };
    expect(await ask(true)).toMatchObject({ status: 'equal', counts: { equal: 1 }, closing: closed });
    expect(typesAt(terminalId)).toEqual(['sale', 'details', 'shift']);
    expect(await ask(false)).toMatchObject({ status: 'equal', counts: { equal: 1 }, closing: null });
  });

  it('who may not: 403 for the till, 404 for another merchant or an unknown id, 422 for a wrong body', async () => {
    const terminalId = takeNewTerminal();
    expect((await world.api.post('/v1/reconciliations', { body: { terminalId } })).status).toBe(403);
    const { body } = await start(terminalId);
    expect((await world.api.get(`/v1/reconciliations/${body.id}`)).status).toBe(403);
    for (const id of ['rc_0000000000000000000', 'nobody'])
      expect((await world.api.get(`/v1/reconciliations/${id}`, support)).body).toMatchObject({
        code: 'not-found',
      });
    const wrong = [{}, { terminalId: 'ar-1' }, { terminalId, more: 1 }];
    const codes = wrong.map(
      async (one) => (await world.api.post('/v1/reconciliations', { ...support, body: one })).body,
    );
    expect((await Promise.all(codes)).map(({ code }) => code)).toEqual([
      'invalid-request',
      'unknown-terminal',
      'invalid-request',
    ]);
  });
});
