import { describe, expect, it } from '@jest/globals';
import {
  describeQuarantine,
  describeUnknown,
  isProofOfOutcome,
  listUnknownInRow,
  markSilence,
} from '../../src/domain/quarantine.js';
import {
  openRecord,
  recordNotSent,
  recordProof,
  recordResolution,
  requestAttention,
} from '../../src/domain/record.js';
import type { TransactionId } from '../../src/domain/ids.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { TransactionType } from '../../src/domain/transaction-type.js';
import { approved, declined, saleInput } from '../support/terms.js';

const source = 'status_query' as const;
const minute = (n: number) => new Date(Date.UTC(2026, 0, 15, 13, n)).toISOString();
const open = (type: TransactionType = 'sale') => openRecord({ ...saleInput().accepted, type });
const unknown = (n: number, type: TransactionType = 'sale') =>
  requestAttention(open(type), 'nobody knows', minute(n));
const charged = (record: Snapshot, n: number) =>
  recordProof(record, { proof: approved(), source }, minute(n));
const settled = (record: Snapshot, verdict: 'approved' | 'declined' | 'not_sent', n: number) =>
  recordResolution(
    record,
    {
      resolution: {
        verdict,
        reason: 'no receipt',
        evidence: 'its roll',
        actor: 'support',
        actors: ['support'],
        at: minute(n),
      },
      accepted: record.accepted,
      idPosTxs: undefined,
    },
    minute(n),
  );
const count = (did: readonly Snapshot[], endedAt?: string) =>
  listUnknownInRow(did, endedAt === undefined ? undefined : Date.parse(endedAt)).length;

describe('unknown outcomes in a row', () => {
  it('sales, voids and returns need a person: all count, the oldest first', () => {
    const did = [unknown(30, 'return'), unknown(20, 'void'), unknown(10)];
    expect(listUnknownInRow(did, undefined).map(({ at }) => at)).toEqual([
      minute(10),
      minute(20),
      minute(30),
    ]);
  });

  it('a report or poll needs a person, or a command is on its way: it does not count', () => {
    expect(count([unknown(3, 'poll'), unknown(2, 'details'), open(), unknown(1)])).toBe(1);
  });

  it.each([
    ['an approval', charged(open(), 15)],
    ['a decline', recordProof(open(), { proof: declined(), source }, minute(15))],
    ['a completed poll', charged(open('poll'), 15)],
    ['a late proof of one of them', charged(unknown(5), 15)],
  ])('%s in between: what was before it counts no more', (_what, proof) => {
    expect(isProofOfOutcome(proof)).toBe(true);
    expect(count([unknown(20), proof, unknown(10)])).toBe(1);
  });

  it('a command was not sent in between: it says nothing about the terminal', () => {
    const refused = recordNotSent(open(), { reason: 'terminal-offline' }, minute(15));
    expect(isProofOfOutcome(refused)).toBe(false);
    expect(count([unknown(20), refused, unknown(10)])).toBe(2);
  });

  it.each(['approved', 'declined', 'not_sent'] as const)(
    'a person says %s: no proof, and it still counts as one that needed a person',
    (verdict) => {
      const resolved = settled(unknown(10), verdict, 15);
      expect(isProofOfOutcome(resolved)).toBe(false);
      expect(count([unknown(20), resolved])).toBe(2);
    },
  );

  it('an earlier quarantine ended: what needed a person before counts no more', () => {
    expect(count([unknown(40), unknown(30), unknown(20), unknown(10)], minute(35))).toBe(1);
    expect(count([unknown(40), unknown(35)], minute(35))).toBe(1);
  });

  it('nobody knows when something was proven: it sets nothing back', () => {
    const { finalAt: _, ...timeless } = charged(open(), 15);
    expect(count([unknown(20), timeless, unknown(10)])).toBe(2);
  });

  it('names the transactions, or none where they are another merchant’s', () => {
    const [did] = listUnknownInRow([unknown(10)], undefined);
    if (did === undefined) throw new Error('nothing was counted');
    const foreign = { ...did, transactionId: 'tx_foreign' as TransactionId, merchant: 'another' };
    const why = describeQuarantine([did, foreign], did.merchant);
    expect(why).toContain(did.transactionId);
    expect(why).not.toContain('tx_foreign');
    expect(describeQuarantine([foreign], did.merchant)).toContain('several transactions');
    const another = { ...did, transactionId: 'tx_another' as TransactionId };
    expect(describeQuarantine([did, another], did.merchant)).toContain(`${did.transactionId}, tx_another`);
    expect(describeUnknown(did)).toBe(`the outcome of ${did.transactionId} stayed unknown`);
  });
});

describe('nothing was heard of a command', () => {
  const silent: Snapshot = { ...unknown(15), accepted: { ...open().accepted, createdAt: minute(0) } };
  const { transactionId } = silent.accepted;
  const mark = (others: readonly Snapshot[], endedAt?: string) => {
    const past = { transactions: [silent, ...others], endedAtMs: endedAt ? Date.parse(endedAt) : undefined };
    return markSilence(listUnknownInRow(past.transactions, past.endedAtMs), transactionId, past);
  };
  const isSilent = (others: readonly Snapshot[], endedAt?: string) =>
    mark(others, endedAt).some((one) => one.isSilent);

  it('nor of anything that the terminal did since: silence, and the reason names it', () => {
    expect(isSilent([])).toBe(true);
    const why = describeQuarantine(mark([]), silent.accepted.merchant);
    expect(why).toContain(`nothing was heard of ${transactionId}`);
    const toAnother = describeQuarantine(mark([]), 'another');
    expect(toAnother).not.toContain(transactionId);
    expect(toAnother).toContain('nothing was heard of a transaction: no acknowledgement');
    expect(mark([]).map(describeUnknown)[0]).toContain(`nothing was heard of ${transactionId}`);
  });

  it('two are silent: the reason names both', () => {
    const [one] = mark([]);
    if (one === undefined) throw new Error('nothing was counted');
    const other = { ...one, transactionId: 'tx_other' as TransactionId };
    expect(describeQuarantine([one, other], one.merchant)).toContain(`${transactionId}, tx_other:`);
  });

  it('another outcome is unknown as well: only the silent one is marked', () => {
    const marked = mark([unknown(20)]).filter((one) => one.isSilent);
    expect(marked.map((one) => one.transactionId)).toEqual([transactionId]);
  });

  it('the terminal did other things first: what counts is what was proven since the silent one was accepted', () => {
    const past = { transactions: [charged(open(), 7), silent] };
    const inRow = listUnknownInRow([silent], undefined);
    expect(markSilence(inRow, transactionId, past)).toEqual(inRow);
  });

  it('it is not among what the terminal did: nothing is marked', () => {
    const inRow = listUnknownInRow([silent], undefined);
    expect(markSilence(inRow, transactionId, { transactions: [] })).toEqual(inRow);
  });

  it.each([
    ['another sale was proven since', [charged(open(), 7)], undefined, false],
    ['another sale was proven before it was accepted', [charged(open(), -3)], undefined, true],
    ['another sale was proven as it was accepted', [charged(open(), 0)], undefined, true],
    ['a poll was completed since', [charged(open('poll'), 20)], undefined, false],
    ['a quarantine ended since', [], minute(20), false],
    ['a quarantine ended since, before a person was needed', [], minute(5), false],
    ['a quarantine ended as it was accepted', [], minute(0), true],
    ['a quarantine ended before', [], minute(-5), true],
    ['another one is unknown, too', [unknown(20)], undefined, true],
  ] as const)('%s', (...[, others, endedAt, expected]) => {
    expect(isSilent(others, endedAt)).toBe(expected);
  });
});
