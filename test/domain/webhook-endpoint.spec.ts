import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildWebhookBody, buildWebhookId, pickPauseMs } from '../../src/domain/webhook-delivery.js';
import type { WebhookEvent } from '../../src/domain/webhook-delivery.js';
import { EndpointNumbers } from '../../src/domain/webhook-numbers.js';
import { newEndpoint } from '../../src/domain/webhook-endpoint.js';
import type { DeliveryReport, EndpointRecord } from '../../src/domain/webhook-endpoint.js';

const at = '2026-01-15T13:30:58.004Z';
const event = (key: string, transactionId?: string): WebhookEvent => ({
  type: 'transaction.approved',
  key,
  at,
  data: '{}',
  ...(transactionId && { transactionId }),
});

/** Announces events in their order. */
function announced(events: readonly WebhookEvent[], from: EndpointRecord = newEndpoint): EndpointNumbers {
  const book = new EndpointNumbers(from);
  for (const one of events) book.number(one);
  return book;
}

const delivered = (sequence: number, isRedelivery = false) =>
  ({ kind: 'delivered', sequence, at, isRedelivery }) as const;
const failed = (sequence: number) => ({ kind: 'failed', sequence, at }) as const;
const gone = (sequence: number) => ({ kind: 'gone', sequence, at }) as const;
const listStates = (book: EndpointNumbers) => book.toRecord().open.map(({ state }) => state);

describe('the sequence of an endpoint', () => {
  it('an event is announced twice: it has one number', () => {
    const book = announced([event('a'), event('b')]);
    const before = book.toRecord();
    expect(book.number(event('a'))).toBeUndefined();
    expect(book.toRecord()).toEqual(before);
    expect(book.last).toBe(2);
  });

  it('two events of one transaction: the second waits for the first, and another transaction for neither', () => {
    const book = announced([event('a', 'tx_1'), event('b', 'tx_1'), event('c', 'tx_2')]);
    expect(listStates(book)).toEqual(['sent', 'waiting', 'sent']);
    expect(book.applyReport(delivered(1))).toEqual([2]);
    expect(book.applyReport(delivered(3))).toEqual([]);
  });

  it('the first of a transaction failed for good: the next one goes', () => {
    const book = announced([event('a', 'tx_1'), event('b', 'tx_1'), event('c', 'tx_1')]);
    expect(book.applyReport(failed(1))).toEqual([2]);
    expect(book.toRecord().open[0]).toMatchObject({ state: 'failed', failedAt: at });
    expect(book.watermark).toBe(1);
    book.applyReport(delivered(1));
    expect(book.watermark).toBe(2);
  });

  it('it is gone: everything waits, whatever is delivered, until a redelivery is taken', () => {
    const book = announced([event('a', 'tx_1'), event('b', 'tx_2')]);
    book.applyReport(gone(1));
    book.number(event('c', 'tx_3'));
    expect(listStates(book)).toEqual(['waiting', 'sent', 'waiting']);
    expect(book.applyReport(delivered(2))).toEqual([]);
    expect(book.applyReport(delivered(1, true))).toEqual([3]);
    expect(book.goneSince).toBeUndefined();
  });

  it('one that failed is redelivered and answered 410: it is called first of its transaction when the endpoint is back', () => {
    const book = announced([event('a', 'tx_1'), event('b', 'tx_1'), event('c', 'tx_2')]);
    expect(book.applyReport(failed(1))).toEqual([2]);
    book.applyReport(gone(1));
    book.applyReport(gone(2));
    expect(book.applyReport(delivered(3, true))).toEqual([1]);
    expect(book.applyReport(delivered(1))).toEqual([2]);
  });

  it('a delivered one is redelivered and fails: nothing changes', () => {
    const book = announced([event('a'), event('b')]);
    book.applyReport(delivered(1));
    const before = book.toRecord();
    expect(book.applyReport(failed(1))).toEqual([]);
    expect(book.toRecord()).toEqual(before);
  });

  it('one that failed cannot be redelivered any more: it is forgotten, and holds the watermark no more', () => {
    const keptUntil = '2026-02-15T13:30:58.004Z';
    const book = announced([event('a'), event('b')]);
    book.applyReport({ ...failed(1), keptUntil });
    expect(book.forgetOldest('2026-02-15T13:30:58.003Z')).toEqual([]);
    expect(book.watermark).toBe(1);
    expect(book.forgetOldest(keptUntil)).toEqual([]);
    expect(book.watermark).toBe(2);
    expect(book.toRecord().keys).toEqual(['a', 'b']);
  });

  const manyEvents = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      event(`tx_3kTq0Zr8LmW2cVb91Xd_${n}`, `tx_${String(n).padStart(19, '0')}`),
    );

  it('nobody takes 10,000 events of a day: none is given up, and all are called when the endpoint is back', () => {
    const [first, ...others] = manyEvents(10_000);
    if (first === undefined) throw new Error('there is no event');
    const book = announced([first]);
    book.applyReport(gone(1));
    for (const other of others) book.number(other);
    expect(book.forgetOldest(at)).toEqual([]);
    expect(book.applyReport(delivered(1, true))).toHaveLength(9_999);
  });

  it('too many failed, and too many are not delivered: the oldest of each go, and the record fits into what Temporal takes', () => {
    const keptUntil = '2026-02-15T13:30:58.004Z';
    const book = announced(manyEvents(3_001));
    for (const { sequence } of book.toRecord().open) book.applyReport({ ...failed(sequence), keptUntil });
    for (const { transactionId, ...one } of manyEvents(12_001))
      book.number({
        ...one,
        key: `${one.key}_later`,
        ...(transactionId && { transactionId: `${transactionId}x` }),
      });
    expect(book.forgetOldest(at)).toEqual([3_002]);
    const record = book.toRecord();
    expect(record.open).toHaveLength(15_000);
    expect(book.watermark).toBe(2);
    expect(JSON.stringify(record).length).toBeLessThan(1_900_000);
  });

  it('a number belongs to another delivery: the next one is higher', () => {
    const book = announced([event('a')]);
    book.skip(1, event('a'));
    expect(book.toRecord()).toEqual({ next: 2, open: [], keys: [] });
    expect(book.number(event('a'))?.sequence).toBe(2);
  });

  it('whatever is reported in whatever order: numbers are contiguous, one of a transaction is under way at a time, nothing is forgotten', () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('announce' as const), tx: fc.nat(4) }) },
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('end' as const), pick: fc.nat(), how: fc.nat(9) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('run anew' as const) }) },
    );
    let orders = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        orders += 1;
        let book = new EndpointNumbers(newEndpoint);
        const done = new Set<number>();
        for (const one of steps) {
          const { open, next } = book.toRecord();
          if (one.kind === 'run anew') {
            const record = book.toRecord();
            book = new EndpointNumbers(JSON.parse(JSON.stringify(record)) as EndpointRecord);
            expect(book.toRecord()).toEqual(record);
          } else if (one.kind === 'announce') {
            const numbered = book.number(event(`${next}`, `tx_${one.tx}`));
            expect(numbered?.sequence).toBe(next);
          } else {
            const running = open.filter(({ state }) => state === 'sent');
            const { sequence } = running[one.pick % Math.max(running.length, 1)] ?? {};
            if (sequence === undefined) continue;
            const report: DeliveryReport =
              one.how < 7 ? delivered(sequence) : one.how < 9 ? failed(sequence) : gone(sequence);
            if (report.kind === 'delivered') done.add(sequence);
            book.applyReport(report);
            // Whoever could be called was called.
            expect(new EndpointNumbers(book.toRecord()).callNext()).toEqual([]);
          }
          const underWay = book
            .toRecord()
            .open.filter(({ state }) => state === 'sent')
            .map(({ about }) => about);
          expect(new Set(underWay).size).toBe(underWay.length);
          expect(book.watermark).toBe(book.toRecord().open[0]?.sequence ?? book.last + 1);
        }
        // The endpoint is back: all that waited is called in the end.
        if (book.goneSince !== undefined) {
          done.add(book.watermark);
          book.applyReport(delivered(book.watermark, true));
        }
        for (let guard = 0; guard < 200; guard += 1) {
          const { sequence } = book.toRecord().open.find(({ state }) => state === 'sent') ?? {};
          if (sequence === undefined) break;
          done.add(sequence);
          book.applyReport(delivered(sequence));
        }
        expect(listStates(book).every((state) => state === 'failed')).toBe(true);
        expect(done.size + book.openCount).toBe(book.last);
        expect(book.watermark).toBe(book.listFailed()[0]?.sequence ?? book.last + 1);
      }),
      { numRuns: 2_000 },
    );
    expect(orders).toBeGreaterThanOrEqual(2_000);
  });
});

describe('what a delivery sends, and when', () => {
  it('its body is the same bytes for the same event, and JSON', () => {
    const message = { event: { ...event('a'), data: '{"id":"tx_1"}' }, sequence: 17, watermark: 3 };
    expect(buildWebhookBody(message)).toBe(
      `{"type":"transaction.approved","timestamp":"${at}","sequence":17,"watermark":3,"data":{"id":"tx_1"}}`,
    );
    expect(buildWebhookId(message.event)).toBe('msg_a');
  });

  it('its pauses are never shorter, up to a tenth longer, and after the last there is none', () => {
    expect([0, 0.5, 1].map((chance) => pickPauseMs([1_000], 1, chance))).toEqual([1_000, 1_050, 1_100]);
    expect(pickPauseMs([1_000], 2, 0.5)).toBeUndefined();
  });
});
