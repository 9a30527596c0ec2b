import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Exports } from '../../src/api/exports/exports.service.js';
import type { Caller } from '../../src/config/merchants/merchants.js';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { buildSaleBody } from '../api/support/running-api.js';
import { keys } from '../api/support/shop.js';
import { until } from '../support/until.js';
import { startLedgerWorld } from './support/ledger-world.js';
import type { LedgerWorld } from './support/ledger-world.js';

const COLUMNS =
  'id,reference,type,status,terminalId,branch,amountMinor,amount,currency,returnedMinor,moneyMoved,authorizationCode,operationId,idPosTxs,cardBrand,cardLast4,createdAt,finalAt,finalAtLocal,lateMoneyMoved';

let world: LedgerWorld;
beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startLedgerWorld();
  world.project();
});
afterAll(async () => {
  for (const one of opened) await one.close();
  await world.close();
});

const exported = async (query: string, as: string = keys.chile) => {
  const reply = await fetch(`${world.api.url}/v1/exports/transactions${query}`, {
    headers: { authorization: `Bearer ${as}` },
  });
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
};

const open = (exports: Exports, caller: { readonly merchant: string; readonly country: 'CL' | 'AR' }) =>
  exports.open(caller as Caller, {});

const opened: LedgerDatabase[] = [];
const database = () => {
  const one = new LedgerDatabase({ url: world.url, name: 'test' });
  opened.push(one);
  return one;
};

const splitLines = (text: string) => text.split('\n').filter((line) => line !== '');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('GET /v1/exports/transactions', () => {
  it('sales were approved, voided, returned in part and declined: every one is a row, and the last line proves the file', async () => {
    const { till } = world;
    const terminal = till.takeNewTerminal();
    const kept = await till.sale(terminal);
    const voided = await till.sale(terminal);
    await till.voids(voided.id, terminal);
    const returned = await till.sale(terminal);
    await till.returns(returned.id, terminal, 990);
    till.declines();
    const declined = (await till.start(buildSaleBody(terminal, { reference: '=HYPERLINK("http://x")' })))
      .body;
    await world.shows(voided.id, ({ status }) => status === 'reversed');
    await world.shows(returned.id, ({ returned: part }) => part?.value === 990);
    await world.shows(declined.id, ({ status }) => status === 'declined');

    const { status, headers, text } = await exported(`?terminalId=${terminal}`);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const [header, ...rows] = splitLines(text);
    const total = rows.pop() ?? '';
    expect(header).toBe(COLUMNS);
    expect(rows).toHaveLength(6);
    expect(total).toEqual(
      expect.stringMatching(
        new RegExp(
          `^#total,count=6,CLP=${5_990 + 5_000},unknown=0,late=0,asOf=(?:none|2\\S+Z),complete=false,since=(?:none|2\\S+Z),sha256=${sha256(text.slice(0, text.lastIndexOf('#')))}$`,
        ),
      ),
    );
    const findRow = (id: string) => rows.find((row) => row.startsWith(id))?.split(',') ?? [];
    expect(findRow(kept.id).slice(1, 11)).toEqual([
      '',
      'sale',
      'approved',
      terminal,
      '10001',
      '5990',
      '5990',
      'CLP',
      '0',
      'yes',
    ]);
    expect(findRow(voided.id).slice(3, 4).concat(findRow(voided.id).slice(9, 11))).toEqual([
      'reversed',
      '5990',
      'no',
    ]);
    expect(findRow(returned.id).slice(9, 11)).toEqual(['990', 'yes']);
    expect(rows.find((row) => row.startsWith(declined.id))).toContain(`"'=HYPERLINK(""http://x"")"`);
    const { body } = await till.read(kept.id);
    expect(findRow(kept.id).slice(11, 18)).toEqual([
      body.authorizationCode,
      String(body.operationId),
      body.idPosTxs,
      body.card?.brand,
      body.card?.last4,
      body.createdAt,
      body.finalAt,
    ]);
    expect(Date.parse(findRow(kept.id)[18] ?? '')).toBe(
      Math.floor(Date.parse(body.finalAt ?? '') / 1_000) * 1_000,
    );
    expect(findRow(kept.id)[18]).toMatch(/-0[34]:00$/);
  });

  it('JSON lines are asked for: an object a line, and the totals with the hash at the end', async () => {
    const terminal = world.till.takeNewTerminal();
    const { id } = await world.till.sale(terminal);
    await world.shows(id, ({ status }) => status === 'approved');
    const { headers, text } = await exported(`?format=jsonl&terminalId=${terminal}`);
    expect(headers.get('content-type')).toContain('application/x-ndjson');
    const [row = '', total = ''] = splitLines(text);
    expect(Object.keys(JSON.parse(row) as object).join(',')).toBe(COLUMNS);
    expect(JSON.parse(row)).toMatchObject({ id, amountMinor: 5_990, amount: '5990', reference: null });
    expect(JSON.parse(total)).toMatchObject({
      total: { count: 1, sums: { CLP: 5_990 }, complete: false, sha256: sha256(`${row}\n`) },
    });
  });

  it('a sale in Argentina: centavos, a decimal number with two digits, and another merchant’s file has nothing of it', async () => {
    world.till.approves();
    const { body } = await world.till.saleOfTheOther('ar-1');
    await until(async () => {
      const { body: page } = await world.list('', keys.argentina);
      return page.items.some(({ id, status }) => id === body.id && status === 'approved');
    });
    const { text } = await exported('?branch=10001', keys.argentina);
    expect(splitLines(text)[1]?.split(',').slice(6, 9)).toEqual(['120000', '1200.00', 'ARS']);
    expect(text).toContain(',ARS=120000,');
    expect((await exported('')).text).not.toContain(body.id);
  });

  it('a period without a sale: no rows, and a total of zero', async () => {
    const { text } = await exported('?from=2020-01-01&to=2020-01-02');
    expect(text.replace(/asOf=[^,]+,complete=\w+,since=[^,]+,/, '')).toBe(
      `${COLUMNS}\n#total,count=0,CLP=0,unknown=0,late=0,sha256=${sha256(`${COLUMNS}\n`)}\n`,
    );
  });

  it('`from` is inclusive and `to` exclusive', async () => {
    const terminal = world.till.takeNewTerminal();
    const { id } = await world.till.sale(terminal);
    const { createdAt } = await world.shows(id, ({ status }) => status === 'approved');
    const later = new Date(Date.parse(createdAt) + 1).toISOString();
    const count = async (query: string) =>
      Number(/count=(\d+)/.exec((await exported(`?terminalId=${terminal}&${query}`)).text)?.[1]);
    expect(await count(`from=${createdAt}`)).toBe(1);
    expect(await count(`from=${later}`)).toBe(0);
    expect(await count(`to=${createdAt}`)).toBe(0);
    expect(await count(`to=${later}`)).toBe(1);
  });

  it('a terminal was closed twice: the export of a shift has what had the terminal since the closing before, and the closing', async () => {
    const { till } = world;
    const terminal = till.takeNewTerminal();
    const first = await till.sale(terminal);
    const close = async () => (await till.start({ type: 'close', terminalId: terminal })).body.id;
    const firstClose = await close();
    const second = await till.sale(terminal);
    const key = randomUUID();
    world.getnet.answers({ kind: 'refused', reason: 'terminal_busy' });
    await till.start(buildSaleBody(terminal), { key });
    till.approves();
    const secondClose = await close();
    const { body: later } = await till.start(buildSaleBody(terminal), { key });
    await till.sale(till.takeNewTerminal());
    await world.shows(later.id, ({ status }) => status === 'approved');
    const exportShift = (closing: string) => exported(`?shift=${closing}`);
    // The leases are known a moment after what they were held for.
    const whole = (closing: string) =>
      until(async () => {
        const { text } = await exportShift(closing);
        const ids = splitLines(text).flatMap((line) => /^tx_[^,]+/.exec(line) ?? []);
        return ids.length >= 2 && ids;
      });
    expect(await whole(firstClose)).toEqual([first.id, firstClose]);
    expect(await whole(secondClose)).toEqual([second.id, secondClose]);
    expect((await exportShift(later.id)).status).toBe(422);
    const { status, text } = await exported(`?shift=${firstClose}`, keys.argentina);
    expect([status, JSON.parse(text)]).toMatchObject([422, { errors: [{ field: 'shift' }] }]);
  });

  it('a closing found the terminal busy, another one closed it, and its key was repeated: the sale is in the shift of the one that closed it first', async () => {
    const { till } = world;
    const terminal = till.takeNewTerminal();
    const key = randomUUID();
    const close = async (named = {}) => till.start({ type: 'close', terminalId: terminal }, named);
    const sale = await till.sale(terminal);
    world.getnet.answers({ kind: 'refused', reason: 'terminal_busy' });
    expect((await close({ key })).status).toBe(409);
    till.approves();
    const { body: first } = await close();
    const { body: repeated } = await close({ key });
    await world.shows(repeated.id, ({ status }) => status === 'completed');
    const listIds = (closing: string, count: number) =>
      until(async () => {
        const { text } = await exported(`?shift=${closing}`);
        const ids = splitLines(text).flatMap((line) => /^tx_[^,]+/.exec(line) ?? []);
        return ids.length >= count && ids;
      });
    expect(await listIds(first.id, 2)).toEqual([sale.id, first.id]);
    expect(await listIds(repeated.id, 1)).toEqual([repeated.id]);
  });

  it('an export of the merchant is being read: a second one is 429, another merchant’s is not, and its end makes room', async () => {
    const exports = new Exports(database());
    const chile = { merchant: 'demo-cl', country: 'CL' } as const;
    const argentina = { merchant: 'demo-ar', country: 'AR' } as const;
    const first = await open(exports, chile);
    await expect(open(exports, chile)).rejects.toMatchObject({ body: { code: 'rate-limited' } });
    const other = await open(exports, argentina);
    first.content.destroy();
    await once(first.content, 'close');
    const next = await open(exports, chile);
    const ends = [other, next].map(async ({ content }) => once(content, 'error'));
    exports.beforeApplicationShutdown();
    await Promise.all(ends);
  });

  it('the query is wrong: 422; the ledger is away: 503, and no partial file', async () => {
    expect((await exported('?format=xml')).status).toBe(422);
    await world.postgres.stop();
    const { status, text } = await exported('');
    await world.postgres.start();
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ code: 'ledger-unavailable' });
  });
});
