import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newEndpoint } from '../../src/domain/webhook-endpoint.js';
import type { UsedNumber } from '../../src/domain/webhook-endpoint.js';
import { EndpointSequence } from '../../src/workflows/endpoint-sequence.js';

const at = '2026-01-15T13:30:58.004Z';
const name = { merchant: 'shop', endpoint: 'main' };
/** The oldest beyond so many is given up. */
const MAX_UNDELIVERED = 12_000;
/** So many deliveries are opened and called at a time. */
const BATCH = 20;

function announce(sequence: EndpointSequence, key: string, transactionId: string): void {
  const event = { type: 'transaction.approved', key, transactionId, at, data: '{}' } as const;
  sequence.receive({ version: 1, kind: 'announced', event });
}

function deliver(sequence: EndpointSequence, number: number, key?: string): void {
  const report = {
    kind: 'delivered',
    sequence: number,
    ...(key !== undefined && { key }),
    at,
    isRedelivery: false,
  } as const;
  sequence.receive({ version: 1, kind: 'reported', report });
}

describe('the sequence of an endpoint that has more to open than it opens at a time', () => {
  it('an event is delivered before the next of its transaction is open: that one is opened with its turn', () => {
    const sequence = new EndpointSequence({ version: 1, ...name, record: newEndpoint });
    announce(sequence, 'first', 'tx_1');
    for (let other = 2; other <= BATCH; other += 1) announce(sequence, `other_${other}`, `tx_${other}`);
    announce(sequence, 'second', 'tx_1');
    expect(sequence.work.dequeueToOpen(BATCH)).toHaveLength(BATCH);
    deliver(sequence, 1);
    // There is no run yet that the call could reach.
    expect(sequence.work.dequeueToCall(BATCH)).toEqual([BATCH + 1]);
    expect(sequence.work.dequeueToOpen(BATCH)).toMatchObject([{ sequence: BATCH + 1, watermark: 2 }]);
  });

  it('the oldest of too many is given up: the next of its transaction is called with the next report', () => {
    const sequence = new EndpointSequence({ version: 1, ...name, record: newEndpoint });
    announce(sequence, 'first', 'tx_1');
    announce(sequence, 'second', 'tx_1');
    for (let other = 3; other <= MAX_UNDELIVERED; other += 1)
      announce(sequence, `other_${other}`, `tx_${other}`);
    deliver(sequence, 3);
    expect(sequence.work.dequeueToCall(BATCH)).toEqual([]);
    for (const other of ['last', 'one too many']) announce(sequence, other, `tx_${other}`);
    deliver(sequence, 4);
    expect(sequence.work.dequeueToCall(BATCH)).toEqual([2]);
  });
});

describe('an endpoint was ended by hand, and what it had begun to open is open after the next run has counted', () => {
  const begin = () => new EndpointSequence({ version: 1, ...name, record: newEndpoint });

  /** What is open, as the deliveries know it: an endpoint that opens learns which numbers belong to others. */
  function open(sequence: EndpointSequence, others: readonly UsedNumber[]) {
    const batch = sequence.work.dequeueToOpen(BATCH);
    const isTaken = (number: number) => others.some((other) => other.sequence === number);
    for (const one of batch) if (isTaken(one.sequence)) sequence.renumber(one, others);
    return batch.filter((one) => !isTaken(one.sequence));
  }

  const usedNumber = (over: Partial<UsedNumber> = {}): UsedNumber => ({
    sequence: 1,
    key: 'of before',
    about: 'tx_other',
    state: 'sent',
    ...over,
  });

  it('the first of two of a transaction gets another number: the second waits for it all the same', () => {
    const sequence = begin();
    announce(sequence, 'first', 'tx_1');
    announce(sequence, 'second', 'tx_1');
    expect(open(sequence, [usedNumber()])).toMatchObject([{ sequence: 2 }]);
    expect(sequence.work.dequeueToOpen(BATCH)).toMatchObject([
      { sequence: 3, event: { key: 'first' }, watermark: 1 },
    ]);
    expect(sequence.work.dequeueToCall(BATCH)).toEqual([]);
    deliver(sequence, 3);
    expect(sequence.work.dequeueToCall(BATCH)).toEqual([2]);
  });

  it('its next number belongs to another as well: it still goes first', () => {
    const sequence = begin();
    announce(sequence, 'first', 'tx_1');
    announce(sequence, 'second', 'tx_1');
    open(sequence, [usedNumber()]);
    open(sequence, [usedNumber({ sequence: 3, key: 'of before, too' })]);
    expect(sequence.work.dequeueToOpen(BATCH)).toMatchObject([
      { sequence: 4, event: { key: 'first' }, watermark: 1 },
    ]);
  });

  it('the number belongs to an earlier event of the same transaction: that one goes first', () => {
    const sequence = begin();
    announce(sequence, 'next', 'tx_1');
    open(sequence, [usedNumber({ about: 'tx_1' })]);
    const [again] = sequence.work.dequeueToOpen(BATCH);
    expect(again).toMatchObject({ sequence: 2, event: { key: 'next' } });
    expect(again).not.toHaveProperty('watermark');
    deliver(sequence, 1);
    expect(sequence.work.dequeueToCall(BATCH)).toEqual([2]);
  });

  it('the other is not delivered: it holds the watermark, and is called where it waits for its turn', () => {
    const sequence = begin();
    announce(sequence, 'mine', 'tx_1');
    open(sequence, [usedNumber({ state: 'waiting' })]);
    expect(sequence.watermark).toBe(1);
    expect(sequence.work.dequeueToCall(BATCH)).toEqual([1]);
  });

  it('the other is announced once more: its key is known', () => {
    const sequence = begin();
    announce(sequence, 'mine', 'tx_1');
    open(sequence, [usedNumber()]);
    announce(sequence, 'of before', 'tx_other');
    expect(sequence.memo.last).toBe(2);
  });

  it('the other is delivered: it holds nothing', () => {
    const sequence = begin();
    announce(sequence, 'mine', 'tx_1');
    open(sequence, [{ sequence: 1, key: 'of before' }]);
    expect(sequence.watermark).toBe(2);
  });

  it('the other reports its end before it is known that it has the number: the second waits all the same', () => {
    const sequence = begin();
    announce(sequence, 'first', 'tx_1');
    announce(sequence, 'second', 'tx_1');
    const [first] = sequence.work.dequeueToOpen(BATCH);
    deliver(sequence, 1, 'of before');
    expect(sequence.work.dequeueToCall(BATCH)).toEqual([]);
    if (first) sequence.renumber(first, [usedNumber()]);
    expect(sequence.watermark).toBe(2);
    expect(sequence.work.dequeueToOpen(BATCH)).toMatchObject([{ sequence: 3, event: { key: 'first' } }]);
    deliver(sequence, 3, 'first');
    expect(sequence.work.dequeueToCall(BATCH)).toEqual([2]);
  });

  it('the owner of the number is forgotten: the first of two still goes first', () => {
    const sequence = begin();
    announce(sequence, 'first', 'tx_1');
    announce(sequence, 'second', 'tx_1');
    const [first] = sequence.work.dequeueToOpen(BATCH);
    if (first) sequence.renumber(first, []);
    expect(sequence.work.dequeueToOpen(BATCH)).toMatchObject([{ sequence: 3, watermark: 2 }]);
  });

  it('an earlier version did not record the owner of a number: the event gets the next number', () => {
    const sequence = begin();
    announce(sequence, 'mine', 'tx_1');
    for (const one of sequence.work.dequeueToOpen(BATCH)) sequence.renumber(one, undefined);
    expect(sequence.work.dequeueToOpen(BATCH)).toMatchObject([{ sequence: 2, watermark: 2 }]);
  });

  it('whichever numbers belong to others: each transaction is called one by one, in the order of its announcements', () => {
    const anyOrder = fc.record({
      transactions: fc.array(fc.nat(2), { minLength: 1, maxLength: 12 }),
      takenNumbers: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 8 }),
      batch: fc.integer({ min: 1, max: 12 }),
      picks: fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
      goesOn: fc.boolean(),
    });
    fc.assert(
      fc.property(anyOrder, ({ transactions, takenNumbers, batch, picks, goesOn }) => {
        let sequence = begin();
        for (const [n, tx] of transactions.entries()) announce(sequence, `${n}`, `tx_${tx}`);
        const others = takenNumbers.map((number) => usedNumber({ sequence: number, key: `other ${number}` }));
        const keys = new Map<number, string>();
        const delivered: string[] = [];
        const canSend = new Set<number>();
        for (let round = 0; ; round += 1) {
          const opened = sequence.work.dequeueToOpen(batch);
          for (const one of opened) {
            if (takenNumbers.includes(one.sequence)) sequence.renumber(one, others);
            else {
              keys.set(one.sequence, one.event.key);
              if (one.watermark !== undefined) canSend.add(one.sequence);
            }
          }
          for (const number of sequence.work.dequeueToCall(BATCH)) if (keys.has(number)) canSend.add(number);
          if (goesOn) sequence = new EndpointSequence(sequence.nextInput);
          const ready = [...canSend];
          const number = ready[(picks[round % picks.length] ?? 0) % Math.max(ready.length, 1)];
          if (opened.length === 0 && number === undefined) break;
          if (number === undefined) continue;
          canSend.delete(number);
          delivered.push(keys.get(number) ?? '');
          deliver(sequence, number);
        }
        expect(delivered.toSorted()).toEqual(transactions.map((_, n) => `${n}`).toSorted());
        for (const tx of new Set(transactions)) {
          const ofIt = delivered.filter((key) => transactions[Number(key)] === tx).map(Number);
          expect(ofIt).toEqual(ofIt.toSorted((one, other) => one - other));
        }
      }),
      { numRuns: 500 },
    );
  });
});
