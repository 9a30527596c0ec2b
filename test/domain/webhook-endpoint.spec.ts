import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildWebhookBody, buildWebhookId, pickPauseMs } from '../../src/domain/webhook-delivery.js';
import type { WebhookEvent } from '../../src/domain/webhook-delivery.js';
import {
  callNext,
  computeWatermark,
  forgetOldest,
  newEndpoint,
  numberEvent,
  recordReport,
  skipNumber,
} from '../../src/domain/webhook-endpoint.js';
import type { EndpointRecord } from '../../src/domain/webhook-endpoint.js';

const at = '2026-01-15T13:30:58.004Z';
const event = (key: string, transactionId?: string): WebhookEvent => ({
  type: 'transaction.approved',
  key,
  at,
  data: '{}',
  ...(transactionId && { transactionId }),
});

/** Announces events in their order. */
function announced(events: readonly WebhookEvent[], from: EndpointRecord = newEndpoint) {
  return events.reduce((record, one) => numberEvent(record, one).record, from);
}

const delivered = (sequence: number, isRedelivery = false) =>
  ({ kind: 'delivered', sequence, at, isRedelivery }) as const;
const failed = (sequence: number) => ({ kind: 'failed', sequence, at }) as const;
const gone = (sequence: number) => ({ kind: 'gone', sequence, at }) as const;

describe('the sequence of an endpoint', () => {
  it('an event is announced twice: it has one number', () => {
    const record = announced([event('a'), event('b')]);
    const again = numberEvent(record, event('a'));
    expect(again).toEqual({ record, isHeld: false });
    expect(record.next).toBe(3);
  });

  it('two events of one transaction: the second waits for the first, and another transaction for neither', () => {
    const record = announced([event('a', 'tx_1'), event('b', 'tx_1'), event('c', 'tx_2')]);
    expect(record.open.map(({ state }) => state)).toEqual(['sent', 'waiting', 'sent']);
    const first = recordReport(record, delivered(1));
    expect(first.turns).toEqual([2]);
    expect(recordReport(first.record, delivered(3)).turns).toEqual([]);
  });

  it('the first of a transaction failed for good: the next one goes', () => {
    const { record, turns } = recordReport(
      announced([event('a', 'tx_1'), event('b', 'tx_1'), event('c', 'tx_1')]),
      failed(1),
    );
    expect(turns).toEqual([2]);
    expect(record.open[0]).toMatchObject({ state: 'failed', failedAt: at });
    expect(computeWatermark(record)).toBe(1);
    expect(computeWatermark(recordReport(record, delivered(1)).record)).toBe(2);
  });

  it('it is gone: everything waits, whatever is delivered, until a redelivery is taken', () => {
    const away = recordReport(announced([event('a', 'tx_1'), event('b', 'tx_2')]), gone(1)).record;
    const later = announced([event('c', 'tx_3')], away);
    expect(later.open.map(({ state }) => state)).toEqual(['waiting', 'sent', 'waiting']);
    expect(recordReport(later, delivered(2)).turns).toEqual([]);
    const back = recordReport(later, delivered(1, true));
    expect(back.turns).toEqual([3]);
    expect(back.record.goneSince).toBeUndefined();
  });

  it('a delivered one is redelivered and fails: nothing changes', () => {
    const { record } = recordReport(announced([event('a'), event('b')]), delivered(1));
    expect(recordReport(record, failed(1))).toEqual({ record, turns: [] });
  });

  it('one that failed cannot be redelivered any more: it is forgotten, and holds the watermark no more', () => {
    const keptUntil = '2026-02-15T13:30:58.004Z';
    const { record } = recordReport(announced([event('a'), event('b')]), { ...failed(1), keptUntil });
    expect(forgetOldest(record, '2026-02-15T13:30:58.003Z')).toEqual({ record, givenUp: [] });
    const after = forgetOldest(record, keptUntil);
    expect(after.givenUp).toEqual([]);
    expect(computeWatermark(after.record)).toBe(2);
    expect(after.record.keys).toEqual(['a', 'b']);
  });

  const manyEvents = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      event(`tx_3kTq0Zr8LmW2cVb91Xd_${n}`, `tx_${String(n).padStart(19, '0')}`),
    );

  it('nobody takes 10,000 events of a day: none is given up, and all are called when the endpoint is back', () => {
    const [first, ...others] = manyEvents(10_000);
    if (first === undefined) throw new Error('there is no event');
    const away = recordReport(announced([first]), gone(1)).record;
    const { record, givenUp } = forgetOldest(announced(others, away), at);
    expect(givenUp).toEqual([]);
    expect(recordReport(record, delivered(1, true)).turns).toHaveLength(9_999);
  });

  it('too many failed, and too many are not delivered: the oldest of each go, and the record fits into what Temporal takes', () => {
    const keptUntil = '2026-02-15T13:30:58.004Z';
    const fail = (record: EndpointRecord, sequence: number) =>
      recordReport(record, { ...failed(sequence), keptUntil }).record;
    const some = announced(manyEvents(3_001));
    const failing = some.open.reduce((record, { sequence }) => fail(record, sequence), some);
    const all = announced(
      manyEvents(12_001).map(({ transactionId, ...one }) => ({
        ...one,
        key: `${one.key}_later`,
        ...(transactionId && { transactionId: `${transactionId}x` }),
      })),
      failing,
    );
    const { record, givenUp } = forgetOldest(all, at);
    expect(givenUp).toEqual([3_002]);
    expect(record.open).toHaveLength(15_000);
    expect(computeWatermark(record)).toBe(2);
    expect(JSON.stringify(record).length).toBeLessThan(1_900_000);
  });

  it('a number belongs to another delivery: the next one is higher', () => {
    const record = skipNumber(announced([event('a')]), 1);
    expect(record).toMatchObject({ next: 2, open: [] });
    expect(numberEvent({ ...record, keys: [] }, event('a')).sequence).toBe(2);
  });

  it('whatever is reported in whatever order: numbers are contiguous, one of a transaction is under way at a time, nothing is forgotten', () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('announce' as const), tx: fc.nat(4) }) },
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('end' as const), pick: fc.nat(), how: fc.nat(9) }),
      },
    );
    let orders = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        orders += 1;
        let record: EndpointRecord = newEndpoint;
        const called = new Set<number>();
        const done = new Set<number>();
        for (const one of steps) {
          if (one.kind === 'announce') {
            const numbered = numberEvent(record, event(`${record.next}`, `tx_${one.tx}`));
            expect(numbered.sequence).toBe(record.next);
            record = numbered.record;
            if (!numbered.isHeld) called.add(record.next - 1);
          } else {
            const running = record.open.filter(({ state }) => state === 'sent');
            const { sequence } = running[one.pick % Math.max(running.length, 1)] ?? {};
            if (sequence === undefined) continue;
            const report =
              one.how < 7 ? delivered(sequence) : one.how < 9 ? failed(sequence) : gone(sequence);
            if (report.kind === 'delivered') done.add(sequence);
            const { record: next, turns } = recordReport(record, report);
            for (const turn of turns) called.add(turn);
            // Whoever could be called was called.
            expect(callNext(next).turns).toEqual([]);
            record = next;
          }
          const underWay = record.open.filter(({ state }) => state === 'sent').map(({ about }) => about);
          expect(new Set(underWay).size).toBe(underWay.length);
        }
        // The endpoint is back: all that waited is called in the end.
        if (record.goneSince !== undefined) {
          const back = recordReport(record, delivered(record.open[0]?.sequence ?? 1, true));
          done.add(record.open[0]?.sequence ?? 1);
          for (const turn of back.turns) called.add(turn);
          record = back.record;
        }
        for (let guard = 0; guard < 200; guard += 1) {
          const { sequence } = record.open.find(({ state }) => state === 'sent') ?? {};
          if (sequence === undefined) break;
          done.add(sequence);
          const { record: next, turns } = recordReport(record, delivered(sequence));
          for (const turn of turns) called.add(turn);
          record = next;
        }
        const failedOnes = record.open.map(({ sequence, state }) => [sequence, state] as const);
        expect(failedOnes.every(([, state]) => state === 'failed')).toBe(true);
        expect(done.size + failedOnes.length).toBe(record.next - 1);
        expect(computeWatermark(record)).toBe(failedOnes[0]?.[0] ?? record.next);
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
