import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodePosition, encodePosition } from '../../src/api/events/merchant-cursor.js';
import type { MerchantPosition } from '../../src/api/events/merchant-cursor.js';
import { MerchantProgress } from '../../src/api/events/merchant-progress.js';
import type { TransactionId } from '../../src/domain/ids.js';
import { enterStatus, openRecord } from '../../src/domain/record.js';
import { saleInput } from '../support/terms.js';

const BEGIN_MS = Date.parse('2026-01-15T13:30:00.000Z');
const HOUR_MS = 3_600_000;
/** When the reader is back. */
const NOW_MS = BEGIN_MS + 2 * HOUR_MS;
const limits = { openPlaces: 5, sentMarkPlaces: 4, indexLagMs: 30_000 };
const { accepted } = saleInput();
const beginning: MerchantPosition = {
  sinceMs: BEGIN_MS,
  scannedMs: BEGIN_MS,
  open: new Map(),
  sentMarks: new Set(),
};

/** A sale of which the service knows so much. */
interface Sale {
  readonly id: TransactionId;
  readonly startMs: number;
  isClosed: boolean;
  states: number;
}

function sale(n: number, startMs: number, isClosed = true): Sale {
  const id = `tx_${String(n).padStart(19, '0')}` as TransactionId;
  return { id, startMs, isClosed, states: isClosed ? 2 : 1 };
}

function follow({ id, startMs, isClosed, states }: Sale) {
  const at = new Date(startMs).toISOString();
  const first = openRecord({ ...accepted, transactionId: id, createdAt: at });
  const snapshot = states === 1 ? first : enterStatus(first, 'in_progress', at);
  return { transactionId: id, startMs, view: { snapshot, isClosed, isRenumbered: false } };
}

/** What has been told of each sale, as `<number of the state>`, in order. */
type ReceivedStates = Map<TransactionId, number[]>;

/** The sales of the merchant, and what its reader has been told. */
interface Story {
  readonly sales: readonly Sale[];
  readonly received: ReceivedStates;
}

/**
 * A reader comes with a cursor, which the replica reads, follows what it names, and asks the index for what started since. Whoever
 * else listens there has had what is open found.
 *
 * @returns the cursor of the last event that it reads before it is cut.
 */
function resume(cursor: string, { sales, received }: Story, mostEvents = Infinity): string {
  const position = decodePosition('shop', cursor) ?? beginning;
  const progress = new MerchantProgress(position, limits);
  for (const one of sales)
    if (position.open.has(one.id)) progress.receive({ ...follow(one), startMs: undefined });
  const listed = sales.filter(({ startMs }) => startMs >= position.scannedMs - limits.indexLagMs);
  for (const one of listed.toSorted((before, after) => before.startMs - after.startMs))
    progress.receive(follow(one));
  progress.moveTo(NOW_MS);
  let last = cursor;
  for (let events = 0; events < mostEvents; events += 1) {
    const news = progress.next();
    if (news === undefined) return last;
    const { transactionId } = news.view.snapshot.accepted;
    received.set(transactionId, [...(received.get(transactionId) ?? []), news.n]);
    last = encodePosition('shop', progress.position);
  }
  return last;
}

/** Each state came for the first time after the one before. */
function expectAllReceived(received: ReceivedStates, sales: readonly Sale[]): void {
  for (const { id, states } of sales) {
    const numbers = [...new Set(received.get(id))];
    expect([id, numbers]).toEqual([id, Array.from({ length: states }, (_, before) => before + 1)]);
  }
}

describe('a reader of a merchant’s stream is cut, and more was sent than its cursor holds', () => {
  it('all have ended long ago: each is sent once, however often it is cut', () => {
    const sales = Array.from({ length: 40 }, (_, n) => sale(n, BEGIN_MS + n * 60_000));
    const received: ReceivedStates = new Map();
    let cursor = encodePosition('shop', beginning);
    for (let cuts = 0; cuts < 16; cuts += 1) cursor = resume(cursor, { sales, received }, 5);
    expectAllReceived(received, sales);
    for (const { id } of sales) expect(received.get(id)).toEqual([1, 2]);
  });

  it('many wait, and an older one ends while the reader is disconnected: its end is sent', () => {
    const old = sale(1, BEGIN_MS + 1_000, false);
    const parked = Array.from({ length: 20 }, (_, n) => sale(n + 2, BEGIN_MS + 60_000 * (n + 1), false));
    const sales = [old, ...parked];
    const received: ReceivedStates = new Map();
    const cursor = resume(encodePosition('shop', beginning), { sales, received });
    for (const one of [old, parked[3], parked[19]])
      if (one !== undefined) Object.assign(one, { isClosed: true, states: 2 });
    resume(cursor, { sales, received });
    expectAllReceived(received, sales);
  });

  it('sales of any age start, change and end, and it is cut anywhere: every state is sent, in order', () => {
    const ages = fc.array(fc.tuple(fc.nat(HOUR_MS / 1_000), fc.boolean()), { maxLength: 40 });
    const cuts = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat(39)), { maxLength: 12 });
    fc.assert(
      fc.property(ages, cuts, (all, moves) => {
        const sales = all.map(([seconds, isClosed], n) => sale(n, BEGIN_MS + seconds * 1_000, isClosed));
        const received: ReceivedStates = new Map();
        let cursor = encodePosition('shop', beginning);
        for (const [mostEvents, ends] of moves) {
          cursor = resume(cursor, { sales, received }, mostEvents);
          const one = sales[ends];
          if (one !== undefined) Object.assign(one, { isClosed: true, states: 2 });
        }
        resume(cursor, { sales, received });
        expectAllReceived(received, sales);
      }),
    );
  });
});
