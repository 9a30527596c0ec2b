import { describe, expect, it, jest } from '@jest/globals';
import { MerchantProgress } from '../../src/api/events/merchant-progress.js';
import type { MerchantPosition } from '../../src/api/events/merchant-cursor.js';
import { MerchantWatch } from '../../src/api/store/merchant-watch.js';
import type { FollowedRun, MerchantWatchParts } from '../../src/api/store/merchant-watch.js';
import type { TransactionId } from '../../src/domain/ids.js';
import { enterStatus, openRecord, requestAttention } from '../../src/domain/record.js';
import { saleInput } from '../support/terms.js';

const NOW_MS = Date.parse('2026-01-15T13:30:00.000Z');
const LONG_AGO_MS = NOW_MS - 600_000;

const numbered = (n: number) => `tx_${String(n).padStart(19, '0')}` as TransactionId;
const { accepted } = saleInput();

/** A transaction that was accepted then, with one state. */
function run(n: number, startMs: number, isClosed = true): FollowedRun {
  const createdAt = new Date(startMs).toISOString();
  const snapshot = openRecord({ ...accepted, transactionId: numbered(n), createdAt });
  return { transactionId: numbered(n), startMs, view: { snapshot, isClosed, isRenumbered: false } };
}

const position = (over: Partial<MerchantPosition> = {}): MerchantPosition => ({
  sinceMs: LONG_AGO_MS - 60_000,
  scannedMs: NOW_MS,
  open: new Map(),
  sentMarks: new Set(),
  ...over,
});

describe('what a reader of a merchant’s stream is sent', () => {
  it('another reader causes old transactions to be listed: those that ended long ago are not sent again', () => {
    const progress = new MerchantProgress(position());
    progress.receive(run(1, LONG_AGO_MS));
    expect(progress.next()).toBeUndefined();
  });

  it('it started long ago, and not all of its states were sent: the rest is sent', () => {
    const progress = new MerchantProgress(position({ open: new Map([[numbered(1), 0]]) }));
    progress.receive(run(1, LONG_AGO_MS));
    expect(progress.next()).toMatchObject({ name: 'state', n: 1 });
  });

  it('it started a moment ago: it is sent, and not again after a resume', () => {
    const progress = new MerchantProgress(position());
    progress.receive(run(1, NOW_MS - 1_000));
    expect(progress.next()).toMatchObject({ name: 'state', n: 1 });
    const resumed = new MerchantProgress(progress.position);
    resumed.receive(run(1, NOW_MS - 1_000));
    expect(resumed.next()).toBeUndefined();
  });

  it('it has had several states since: each is sent, in order', () => {
    const progress = new MerchantProgress(position());
    const started = run(1, NOW_MS - 1_000);
    if (started.view === undefined) throw new Error('there is nothing to tell');
    const at = new Date(NOW_MS).toISOString();
    const moved = enterStatus(started.view.snapshot, 'in_progress', at);
    const snapshot = requestAttention(moved, 'nobody knows', at);
    progress.receive({ ...started, view: { ...started.view, snapshot } });
    const received = [progress.next(), progress.next(), progress.next(), progress.next()];
    expect(received.map((news) => news?.n)).toEqual([1, 2, 3, undefined]);
  });

  it('another reader’s cursor names it and the index does not yet: nothing is sent until the index lists it', () => {
    const progress = new MerchantProgress(position());
    const named = { ...run(1, NOW_MS - 1_000), startMs: undefined };
    progress.receive(named);
    expect(progress.next()).toBeUndefined();
    progress.receive(run(1, NOW_MS - 1_000));
    expect(progress.next()).toMatchObject({ name: 'state', n: 1 });
  });

  it('the first scans fail for longer than the index is behind: the first that succeeds lists from the beginning of the watch', async () => {
    const wanted: unknown[] = [];
    const clock = jest.spyOn(Date, 'now').mockReturnValue(NOW_MS);
    const list = jest.fn<MerchantWatchParts['list']>(async (asked) => {
      wanted.push(asked);
      return [];
    });
    const open = () => ({ view: undefined, listen: () => () => undefined, close: () => undefined });
    const watch = new MerchantWatch({ list, open, indexLagMs: 30_000 });
    for (const minutes of [1, 2, 3]) {
      clock.mockReturnValue(NOW_MS + minutes * 60_000);
      list.mockRejectedValueOnce(new Error('the index is away'));
      await expect(watch.scan()).rejects.toThrow('away');
    }
    await watch.scan();
    await watch.scan();
    clock.mockRestore();
    expect(wanted).toEqual([
      { startedSinceMs: NOW_MS - 30_000, withOpen: true },
      { startedSinceMs: NOW_MS + 150_000, withOpen: false },
    ]);
  });

  it('the first read of a new transaction takes minutes: it counts from when it was listed, and is sent', () => {
    const progress = new MerchantProgress(position());
    const found: FollowedRun[] = [];
    const watch = new MerchantWatch({
      list: async () => [],
      open: () => ({ view: undefined, listen: () => () => undefined, close: () => undefined }),
      indexLagMs: 30_000,
    });
    watch.listen((one) => {
      found.push(one);
      progress.receive(one);
    });
    watch.follow({ transactionId: numbered(1), startMs: NOW_MS });
    expect(found).toMatchObject([{ transactionId: numbered(1), view: undefined }]);
    progress.moveTo(NOW_MS + 600_000);
    progress.receive(run(1, NOW_MS));
    expect(progress.next()).toMatchObject({ name: 'state', n: 1 });
  });
});
