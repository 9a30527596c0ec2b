import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { composeProjector } from '../../src/ledger/compose.js';
import type { ComposedProjector } from '../../src/ledger/compose.js';
import { INDEX_LAG_MS } from '../../src/api/store/index-lag.js';
import { proveComplete } from '../../src/ledger/projector/completeness.js';
import { Projection } from '../../src/ledger/projector/projection.js';
import type { ReadOne } from '../../src/ledger/projector/transaction-reader.js';
import { Tail } from '../../src/ledger/projector/tail.js';
import { buildSaleBody } from '../api/support/running-api.js';
import { keys } from '../api/support/shop.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { startLedgerWorld } from './support/ledger-world.js';
import type { LedgerWorld } from './support/ledger-world.js';

let world: LedgerWorld;
let composed: ComposedProjector;
beforeAll(async () => {
  TransactionWorld.silenceLogs();
  world = await startLedgerWorld();
  const { url, api, log } = world;
  composed = composeProjector({ url, settings: api.settings, log });
  const tail = new Tail(composed.parts);
  while (!(await tail.step()));
});
afterAll(async () => {
  await composed.close();
  await world.close();
});

/** One pass of a projector. Transactions that a fault names cannot be read. */
const prove = (broken: ReadonlySet<string> = new Set()) => {
  const { parts } = composed;
  const good = parts.projection;
  const read: ReadOne = (id) => {
    if (broken.has(id)) throw new Error('it cannot be read');
    return composed.read(id);
  };
  const bad = new Projection({ ...parts, read });
  const chosen = { ...parts, projection: broken.size === 0 ? good : bad };
  return proveComplete(chosen, new Tail(chosen));
};

const exportTotal = async (query: string) => {
  const reply = await fetch(`${world.api.url}/v1/exports/transactions?format=jsonl${query}`, {
    headers: { authorization: `Bearer ${keys.chile}` },
  });
  const last = (await reply.text()).trimEnd().split('\n').at(-1) ?? '';
  return (
    JSON.parse(last) as {
      total: { asOf: string | null; since: string | null; complete: boolean; count: number };
    }
  ).total;
};

const readAsOf = async () => (await world.list()).body.asOf;

describe('how far the ledger can be relied on', () => {
  it('no projector ever ran: the list is stale, and an export is not complete', async () => {
    expect((await world.list()).body).toEqual({ items: [], nextCursor: null, asOf: null, stale: true });
    expect(await exportTotal('&to=2020-01-01')).toMatchObject({ asOf: null, complete: false });
  });

  it('everything was read: the list has its time, and an export that ends before it is complete', async () => {
    const { id } = await world.till.sale(world.till.takeNewTerminal());
    const before = Date.now();
    expect(await prove()).toBe(true);
    const { body } = await world.list();
    expect(body.stale).toBe(false);
    const asOf = body.asOf ?? '';
    expect(Date.parse(asOf)).toBeGreaterThanOrEqual(before - INDEX_LAG_MS);
    expect(Date.parse(asOf)).toBeLessThanOrEqual(Date.now() - INDEX_LAG_MS);
    expect(body.items.map((one) => one.id)).toContain(id);
    const later = new Date(Date.parse(asOf) + 1).toISOString();
    const from = new Date(before - 86_400_000).toISOString();
    expect(await exportTotal(`&from=${from}&to=${asOf}`)).toMatchObject({ asOf, complete: true });
    expect(await exportTotal(`&from=${from}&to=${later}`)).toMatchObject({ asOf, complete: false });
    expect(await exportTotal('')).toMatchObject({ complete: false, count: 1 });
  });

  it('a period begins before the ledger can know of it, or has no beginning: its file is not complete', async () => {
    const asOf = (await readAsOf()) ?? '';
    const { since } = await exportTotal('');
    const remembered = Date.now() - composed.parts.retentionMs;
    expect(Date.parse(since ?? '')).toBeGreaterThan(remembered);
    const earlier = new Date(Date.parse(since ?? '') - 1).toISOString();
    expect(await exportTotal(`&from=${since ?? ''}&to=${asOf}`)).toMatchObject({ complete: true });
    expect(await exportTotal(`&from=${earlier}&to=${asOf}`)).toMatchObject({ complete: false });
    expect(await exportTotal('&from=2025-11-01&to=2025-12-01')).toMatchObject({ complete: false });
    expect(await exportTotal(`&to=${asOf}`)).toMatchObject({ complete: false });
  });

  it('a run that could retry was terminated: its row is unknown, and does not hold `asOf` back', async () => {
    world.getnet.answers({ kind: 'refused', reason: 'terminal_unknown' });
    const projector = world.project();
    const { body } = await world.api.start(buildSaleBody(world.till.takeNewTerminal()));
    const id = body.transactionId ?? body.id;
    await world.shows(id, ({ status }) => status === 'not_sent');
    await world.run(id).terminate('by hand');
    expect(await world.shows(id, ({ status }) => status === 'needs_attention')).toMatchObject({
      outcome: { moneyMoved: 'unknown' },
    });
    await projector.stop();
    expect(await prove()).toBe(true);
    world.till.approves();
  });

  it('a transaction cannot be read: `asOf` stays until it can be read', async () => {
    const { id } = await world.till.sale(world.till.takeNewTerminal());
    const before = await readAsOf();
    expect(await prove(new Set([id]))).toBe(false);
    // Its end lies in no window of time any more.
    await world.query(`update projection_marks set at = now() + interval '1 minute' where name = 'ended'`);
    expect(await prove(new Set([id]))).toBe(false);
    expect(await readAsOf()).toBe(before);
    expect(await prove()).toBe(true);
    expect((await world.list()).body.items.map((one) => one.id)).toContain(id);
    expect(Date.parse((await readAsOf()) ?? '')).toBeGreaterThan(Date.parse(before ?? ''));
  });

  it('two projectors end in the wrong order, or one clock is late: `asOf` never goes back', async () => {
    const before = await readAsOf();
    await world.query(`update projection_marks set at = at + interval '1 hour' where name = 'complete'`);
    expect(await prove()).toBe(true);
    expect(Date.parse((await readAsOf()) ?? '') - Date.parse(before ?? '')).toBe(3_600_000);
  });

  it('no projector has run for a while: the list is still answered, and says that it is stale', async () => {
    await world.query(`update projection_marks set at = now() - interval '3 minutes'`);
    const { status, body } = await world.list();
    expect([status, body.stale]).toEqual([200, true]);
    expect(body.items).not.toEqual([]);
  });

  it('a backup older than Temporal’s memory was restored, or no projector ran for so long: what it was before has a hole, and no file over it is complete', async () => {
    const DAY_MS = 86_400_000;
    const { retentionMs } = composed.parts;
    const oldMs = Date.now() - retentionMs - 10 * DAY_MS;
    const moments = { since: oldMs - 100 * DAY_MS, ended: oldMs, complete: oldMs };
    for (const [name, atMs] of Object.entries(moments))
      await world.query(
        `update projection_marks set at = '${new Date(atMs).toISOString()}' where name = '${name}'`,
      );
    const period = (fromMs: number, toMs: number) =>
      exportTotal(`&from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}`);
    expect(await period(oldMs - DAY_MS, oldMs)).toMatchObject({ complete: true });
    const tail = new Tail(composed.parts);
    while (!(await tail.step()));
    expect(await prove()).toBe(true);
    expect(await period(oldMs - DAY_MS, oldMs + DAY_MS)).toMatchObject({ complete: false });
    expect(await period(Date.now() - retentionMs + DAY_MS, Date.now() - 60_000)).toMatchObject({
      complete: true,
    });
  });
});
