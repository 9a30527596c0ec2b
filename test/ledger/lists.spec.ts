import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { TransactionWorld } from '../support/transaction-world.js';
import { buildSaleBody } from '../api/support/running-api.js';
import { keys } from '../api/support/shop.js';
import { until } from '../support/until.js';
import { startLedgerWorld } from './support/ledger-world.js';
import type { LedgerWorld } from './support/ledger-world.js';

let world: LedgerWorld;
beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startLedgerWorld();
  world.project();
});
afterAll(() => world.close());

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** No cursor of ours: bytes that are no text, JSON of every shape, and numbers that no list reaches. */
const nonsense = [
  '%00',
  'abc',
  '..%2F..',
  '%25',
  "'%20or%201=1--",
  '%F0%9F%92%B8',
  'A'.repeat(5_000),
  ...['null', '[]', '{}', '0', '"x"', '[1,', '{"__proto__":{"main":5}}'].map((text) =>
    Buffer.from(text).toString('base64url'),
  ),
  ...[
    [1e300, 'x'],
    [-1, ''],
    ['x', 1],
    [0.5, 'x'],
    [Number.MAX_SAFE_INTEGER, 'tx_\u0000'],
  ].map(base64),
  ...[{ main: 2 ** 53 - 1 }, { main: -1 }, { main: '1' }, { other: 1 }, { constructor: 7 }].map(base64),
  randomBytes(64).toString('base64url'),
];

/** Waits until a terminal's list of one goes on. */
const findCursor = (terminal: string) =>
  until(async () => (await world.list(`?terminalId=${terminal}&limit=1`)).body.nextCursor ?? undefined);

/** A cursor with one of its bytes changed, each of them once, cut, and with something behind it. */
function damage(cursor: string): readonly string[] {
  const bytes = Buffer.from(cursor, 'base64url');
  const changed = [...bytes.keys()].map((place) => {
    const other = Buffer.from(bytes);
    other[place] = (other[place] ?? 0) ^ 1;
    return other;
  });
  const others = [bytes.subarray(0, 12), bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.from('0')])];
  return [...changed, ...others].map((one) => one.toString('base64url'));
}

describe('GET /v1/transactions', () => {
  it('a sale is answered as approved: within a second it is in the list, exactly as GET shows it', async () => {
    const { id } = await world.till.sale(world.till.takeNewTerminal());
    const startedAt = performance.now();
    const listed = await world.shows(id, ({ status }) => status === 'approved');
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(listed).toEqual((await world.till.read(id)).body);
  });

  it('a sale is voided: the list shows its net effect, and the void', async () => {
    const terminal = world.till.takeNewTerminal();
    const { id } = await world.till.sale(terminal);
    const { body: voided } = await world.till.voids(id, terminal);
    const { body: read } = await world.till.read(id);
    expect(read.status).toBe('reversed');
    // It may have been read while the end of the void was on its way, and is read again then.
    const sale = await world.shows(id, (one) => isDeepStrictEqual(one, read));
    expect(sale.outcome.moneyMoved).toBe('no');
    expect(await world.shows(voided.id, ({ status }) => status === 'approved')).toMatchObject({
      undoes: { transactionId: id },
    });
    const undone = await world.list(`?terminalId=${terminal}&undone=true`);
    expect(undone.body.items.map((one) => one.id)).toEqual([id]);
  });

  it('a sale is returned in part: it stays approved, and says what went back', async () => {
    const terminal = world.till.takeNewTerminal();
    const { id } = await world.till.sale(terminal);
    await world.till.returns(id, terminal, 1_000);
    await world.shows(id, ({ returned }) => returned?.value === 1_000);
    // It may have been read while the end of the return was on its way, and is read again then.
    const { body } = await world.till.read(id);
    await world.shows(id, (one) => isDeepStrictEqual(one, body));
  });

  it('filters are given: only what all of them mean is listed', async () => {
    const terminal = world.till.takeNewTerminal();
    world.till.approves();
    const { body: big } = await world.till.start(
      buildSaleBody(terminal, { amount: { value: 9_990, currency: 'CLP' }, reference: 'A,1 %' }),
    );
    world.till.declines();
    const { body: small } = await world.till.start(buildSaleBody(terminal, { reference: 'B' }));
    await world.shows(big.id, ({ status }) => status === 'approved');
    await world.shows(small.id, ({ status }) => status === 'declined');
    const listIds = async (query: string) =>
      (await world.list(`?terminalId=${terminal}&${query}`)).body.items.map((one) => one.id);
    expect(await listIds('')).toEqual([small.id, big.id]);
    expect(await listIds('status=approved')).toEqual([big.id]);
    expect(await listIds('status=approved,declined')).toEqual([small.id, big.id]);
    expect(await listIds('type=void')).toEqual([]);
    expect(await listIds(`reference=${encodeURIComponent('A,1 %')}`)).toEqual([big.id]);
    expect(await listIds(`authorizationCode=${big.authorizationCode}`)).toEqual([big.id]);
    expect(await listIds(`idPosTxs=${big.idPosTxs}`)).toEqual(expect.arrayContaining([big.id]));
    expect(await listIds('minAmount=5991')).toEqual([big.id]);
    expect(await listIds('maxAmount=5990')).toEqual([small.id]);
    expect(await listIds(`from=${small.createdAt}`)).toEqual([small.id]);
    expect(await listIds(`to=${small.createdAt}`)).toEqual([big.id]);
    expect(await listIds('undone=true')).toEqual([]);
    expect((await world.list('', keys.argentina)).body.items).toEqual([]);
  });

  it('pages of one are asked for: each transaction once, newest first, and null at the end', async () => {
    const terminal = world.till.takeNewTerminal();
    world.till.declines();
    const ids: string[] = [];
    for (let count = 0; count < 4; count += 1)
      ids.unshift((await world.till.start(buildSaleBody(terminal))).body.id);
    await world.shows(ids[0] ?? '', ({ status }) => status === 'declined');
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = `?terminalId=${terminal}&limit=1${cursor && `&cursor=${cursor}`}`;
      const { body } = await world.list(query);
      seen.push(...body.items.map((one) => one.id));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(ids);
  });

  it('a cursor is used with another filter, or made up: 422, and no page that leaves something out', async () => {
    const terminal = world.till.takeNewTerminal();
    world.till.declines();
    for (let count = 0; count < 2; count += 1) await world.till.start(buildSaleBody(terminal));
    const nextCursor = await findCursor(terminal);
    for (const query of [
      `?limit=1&cursor=${nextCursor}`,
      '?cursor=abc',
      `?terminalId=${terminal}&cursor=AAAA${nextCursor}`,
    ])
      expect(await world.list(query)).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
  });

  it('cursors are nonsense, damaged, or used by another merchant: each is refused, and nothing fails', async () => {
    const terminal = world.till.takeNewTerminal();
    world.till.declines();
    for (let count = 0; count < 2; count += 1) await world.till.start(buildSaleBody(terminal));
    const good = await findCursor(terminal);
    for (const cursor of [...nonsense, ...damage(good)])
      expect(await world.list(`?terminalId=${terminal}&limit=1&cursor=${cursor}`)).toMatchObject({
        status: 422,
        body: { code: 'invalid-request', errors: [{ field: 'cursor' }] },
      });
    const { status } = await world.list(`?terminalId=${terminal}&limit=1&cursor=${good}`, keys.argentina);
    expect(status).toBe(422);
  });

  it.each(['/v1/webhook-deliveries', '/v1/operator/attention'])(
    '%s is asked for with nonsense for a cursor: 422, or a page of the caller’s own, and never a failure',
    async (path) => {
      for (const cursor of nonsense) {
        const { status } = await world.api.get(`${path}?cursor=${cursor}`, { as: keys.chileSupport });
        expect([200, 422]).toContain(status);
      }
    },
  );

  it.each([
    ['limit', 'limit=501'],
    ['limit', 'limit=0'],
    ['status', 'status=paid'],
    ['from', 'from=yesterday'],
    ['from', 'from=0000-01-01T00:00:00Z'],
    ['to', 'to=9999-12-31T23:59:59-14:00'],
    ['reference', 'reference=a%00b'],
    ['colour', 'colour=red'],
    ['undone', 'undone=maybe'],
    ['terminalId', 'terminalId=a&terminalId=b'],
  ])('%s is wrong: 422 names it (%s)', async (field, query) => {
    const { status, body } = await world.list(`?${query}`);
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'invalid-request', errors: [{ field }] });
  });
});

describe('GET /v1/terminals', () => {
  it('a sale was voided: the last operation is the void, and the sale of another terminal is its own', async () => {
    const [terminal, other] = [world.till.takeNewTerminal(), world.till.takeNewTerminal()];
    const { id } = await world.till.sale(terminal);
    const { body: voided } = await world.till.voids(id, terminal);
    const { id: beside } = await world.till.sale(other);
    await world.shows(voided.id, ({ status }) => status === 'approved');
    await world.shows(beside, ({ status }) => status === 'approved');
    const { body } = await world.api.get<{ items: { id: string; lastOperation: object | null }[] }>(
      '/v1/terminals',
    );
    const findLastOperation = (name: string) => body.items.find((one) => one.id === name)?.lastOperation;
    const { createdAt } = voided;
    expect(findLastOperation(terminal)).toEqual({
      transactionId: voided.id,
      type: 'void',
      status: 'approved',
      createdAt,
    });
    expect(findLastOperation(other)).toMatchObject({
      transactionId: beside,
      type: 'sale',
      status: 'approved',
    });
  });
});
