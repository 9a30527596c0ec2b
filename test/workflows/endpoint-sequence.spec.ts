import { describe, expect, it } from '@jest/globals';
import { newEndpoint } from '../../src/domain/webhook-endpoint.js';
import { EndpointSequence } from '../../src/workflows/endpoint-sequence.js';

const at = '2026-01-15T13:30:58.004Z';
const name = { merchant: 'shop', endpoint: 'main' };
/** The oldest beyond so many is given up. */
const MOST_UNDELIVERED = 12_000;
/** So many deliveries are opened and called at a time. */
const BATCH = 20;

function announce(sequence: EndpointSequence, key: string, transactionId: string): void {
  const event = { type: 'transaction.approved', key, transactionId, at, data: '{}' } as const;
  sequence.take({ version: 1, kind: 'announced', event });
}

describe('the sequence of an endpoint that has more to open than it opens at a time', () => {
  it('an event is delivered before the next of its transaction is open: that one is opened with its turn', () => {
    const sequence = new EndpointSequence({ version: 1, ...name, record: newEndpoint });
    announce(sequence, 'first', 'tx_1');
    for (let other = 2; other <= BATCH; other += 1) announce(sequence, `other_${other}`, `tx_${other}`);
    announce(sequence, 'second', 'tx_1');
    expect(sequence.work.takeToOpen(BATCH)).toHaveLength(BATCH);
    const report = { kind: 'delivered', sequence: 1, at, isRedelivery: false } as const;
    sequence.take({ version: 1, kind: 'reported', report });
    // There is no run yet that the call could reach.
    expect(sequence.work.takeToCall(BATCH)).toEqual([BATCH + 1]);
    expect(sequence.work.takeToOpen(BATCH)).toMatchObject([{ sequence: BATCH + 1, watermark: 2 }]);
  });

  it('the oldest of too many is given up: the next of its transaction is called with the next report', () => {
    const sequence = new EndpointSequence({ version: 1, ...name, record: newEndpoint });
    const delivered = (number: number) => {
      const report = { kind: 'delivered', sequence: number, at, isRedelivery: false } as const;
      sequence.take({ version: 1, kind: 'reported', report });
    };
    announce(sequence, 'first', 'tx_1');
    announce(sequence, 'second', 'tx_1');
    for (let other = 3; other <= MOST_UNDELIVERED; other += 1)
      announce(sequence, `other_${other}`, `tx_${other}`);
    delivered(3);
    expect(sequence.work.takeToCall(BATCH)).toEqual([]);
    for (const other of ['last', 'one too many']) announce(sequence, other, `tx_${other}`);
    delivered(4);
    expect(sequence.work.takeToCall(BATCH)).toEqual([2]);
  });
});
