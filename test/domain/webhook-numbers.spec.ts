import { describe, expect, it } from '@jest/globals';
import { EndpointNumbers } from '../../src/domain/webhook-numbers.js';
import { withTry } from '../../src/domain/webhook-delivery.js';
import type { DeliveryTry } from '../../src/domain/webhook-delivery.js';
import { newEndpoint } from '../../src/domain/webhook-endpoint.js';
import type { DeliveryReport } from '../../src/domain/webhook-endpoint.js';

const at = '2026-01-15T13:30:58.004Z';
const day = (n: number) => new Date(Date.UTC(2026, 1, n)).toISOString();
const delivered = (sequence: number, isRedelivery = false): DeliveryReport => ({
  kind: 'delivered',
  sequence,
  at,
  isRedelivery,
});
const failed = (sequence: number, keptUntil?: string): DeliveryReport => ({
  kind: 'failed',
  sequence,
  at,
  ...(keptUntil !== undefined && { keptUntil }),
});
const gone = (sequence: number): DeliveryReport => ({ kind: 'gone', sequence, at });

/** A book with one event for each name: of a transaction, or of none where the name is empty. */
function bookOf(...transactions: readonly string[]): EndpointNumbers {
  const book = new EndpointNumbers(newEndpoint);
  for (const about of transactions) announce(book, about);
  return book;
}

function announce(book: EndpointNumbers, about: string, key = `event_${book.last + 1}`) {
  const transaction = about === '' ? {} : { transactionId: about };
  return book.number({ type: 'transaction.approved', key, at, data: '{}', ...transaction });
}

const listOpen = (book: EndpointNumbers) =>
  book.toRecord().open.map(({ sequence, state }) => [sequence, state]);

describe('an endpoint that answered 410', () => {
  it('a delivery that was under way is taken: the next of its transaction waits all the same', () => {
    const book = bookOf('tx_1', 'tx_1', 'tx_2');
    expect(book.applyReport(gone(3))).toEqual([]);
    expect(book.applyReport(delivered(1))).toEqual([]);
    expect(book.applyReport(failed(2))).toEqual([]);
    expect(listOpen(book)).toEqual([
      [2, 'failed'],
      [3, 'waiting'],
    ]);
  });

  it('it is back: an event of no transaction is called as well, and of each transaction the first', () => {
    const book = bookOf('tx_1');
    book.applyReport(gone(1));
    for (const about of ['', 'tx_2', 'tx_2', '']) announce(book, about);
    expect(book.applyReport(delivered(1, true))).toEqual([2, 3, 5]);
    expect(book.applyReport(delivered(3))).toEqual([4]);
  });

  it('one had failed, is redelivered and gets the 410: it is kept for longer than failed ones, and called when the endpoint is back', () => {
    const book = bookOf('tx_1', 'tx_1', 'tx_2');
    book.applyReport(failed(1, day(2)));
    book.applyReport(gone(1));
    book.applyReport(failed(2, day(2)));
    expect(book.forgetOldest(day(3))).toEqual([]);
    expect(listOpen(book)).toEqual([
      [1, 'waiting'],
      [3, 'sent'],
    ]);
    expect(book.applyReport(delivered(3, true))).toEqual([1]);
    book.forgetOldest(day(9));
    expect(listOpen(book)).toEqual([[1, 'sent']]);
  });

  it('an older one had failed and is redelivered to it: that one goes before what is under way', () => {
    const book = bookOf('tx_1', 'tx_1', 'tx_2');
    book.applyReport(failed(1));
    book.applyReport(gone(1));
    expect(book.applyReport(delivered(3, true))).toEqual([1]);
    expect(book.applyReport(delivered(1))).toEqual([]);
    expect(book.applyReport(delivered(2))).toEqual([]);
    expect(book.openCount).toBe(0);
  });
});

describe('reports that come twice, or late', () => {
  it('a delivery is reported as taken twice: nothing changes', () => {
    const book = bookOf('tx_1', 'tx_2');
    book.applyReport(delivered(1));
    const before = book.toRecord();
    expect(book.applyReport(delivered(1))).toEqual([]);
    expect(book.applyReport(gone(77))).toEqual([]);
    expect(book.toRecord().open).toEqual(before.open);
  });

  it('one that had failed is taken in the end: later events of its transaction go one by one', () => {
    const book = bookOf('tx_1');
    book.applyReport(failed(1));
    expect(book.applyReport(delivered(1, true))).toEqual([]);
    expect([announce(book, 'tx_1')?.isHeld, announce(book, 'tx_1')?.isHeld]).toEqual([false, true]);
    expect(book.applyReport(delivered(2))).toEqual([3]);
  });

  it('events of no transaction: none waits for another', () => {
    const book = bookOf('', '', '');
    expect(listOpen(book).map(([, state]) => state)).toEqual(['sent', 'sent', 'sent']);
    expect(book.applyReport(failed(1))).toEqual([]);
  });
});

describe('what is forgotten', () => {
  it.each([
    ['the older one', [10, 20], 10, [2]],
    ['the younger one', [20, 10], 10, [1]],
    ['both, for they go together', [10, 10], 10, []],
    ['neither, for it is too early', [20, 20], 10, [1, 2]],
  ])('two failed, and %s cannot be redelivered any more', (...[, [one, two], today, left]) => {
    const book = bookOf('tx_1', 'tx_2');
    book.applyReport(failed(1, day(one ?? 0)));
    book.applyReport(failed(2, day(two ?? 0)));
    expect(book.forgetOldest(day(today))).toEqual([]);
    expect(listOpen(book).map(([sequence]) => sequence)).toEqual(left);
    book.forgetOldest(day(25));
    expect(listOpen(book)).toEqual([]);
  });

  it('one failed and is to be kept for ever, another is under way: time forgets neither', () => {
    const book = bookOf('tx_1', 'tx_2', 'tx_3');
    book.applyReport(failed(1));
    book.applyReport(failed(3, day(10)));
    book.forgetOldest(day(20));
    expect(listOpen(book)).toEqual([
      [1, 'failed'],
      [2, 'sent'],
    ]);
  });

  it('2,000 failed: the list has room for them, so none is forgotten', () => {
    const book = bookOf(...Array.from({ length: 2_000 }, (_, n) => `tx_${n}`));
    for (let sequence = 1; sequence <= 2_000; sequence += 1) book.applyReport(failed(sequence));
    book.forgetOldest(day(1));
    expect(book.listFailed()).toHaveLength(2_000);
  });

  it('more events than keys are remembered: the oldest key is forgotten, and the others are still recognised', () => {
    const keys = Array.from({ length: 1_999 }, (_, n) => `key_${n}`);
    const book = new EndpointNumbers({ next: 2_000, open: [], keys });
    announce(book, '', 'key_a');
    expect(announce(book, '', 'key_0')).toBeUndefined();
    announce(book, '', 'key_b');
    expect(announce(book, '', 'key_1')).toBeUndefined();
    expect(book.toRecord().keys).toEqual([...keys.slice(1), 'key_a', 'key_b']);
    expect(announce(book, '', 'key_0')?.sequence).toBe(2_002);
  });
});

describe('the record that goes over to the next run', () => {
  it('it has nothing that is not known', () => {
    const book = bookOf('', 'tx_1');
    expect(book.toRecord()).toStrictEqual({
      next: 3,
      open: [
        { sequence: 1, state: 'sent' },
        { sequence: 2, about: 'tx_1', state: 'sent' },
      ],
      keys: ['event_1', 'event_2'],
    });
    book.applyReport(gone(1));
    expect(book.toRecord()).toMatchObject({ goneSince: at });
  });

  it.each([
    ['a higher number belongs to another delivery: the next is higher than that', 9, 10],
    ['a lower one does: the next stays', 2, 4],
  ])('%s', (_what, taken, next) => {
    const book = bookOf('', '', '');
    book.skip(taken, { key: `event_${taken}` });
    expect(announce(book, '')?.sequence).toBe(next);
  });
});

describe('the tries of a delivery', () => {
  it('it is redelivered again and again: the latest sixty tries are kept, the newest last', () => {
    const tries = Array.from({ length: 61 }, (_, n): DeliveryTry => ({ at, status: n, cause: null }));
    const kept = tries.reduce<readonly DeliveryTry[]>((earlier, one) => withTry(earlier, one), []);
    expect(kept).toEqual(tries.slice(1));
    expect(withTry([], { at, status: 200, cause: null })).toHaveLength(1);
  });
});
