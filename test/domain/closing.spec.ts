import { describe, expect, it } from '@jest/globals';
import { findClosingObstacle, listUnsettled } from '../../src/domain/closing.js';
import { openRecord, recordProof, requestAttention } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { TransactionType } from '../../src/domain/transaction-type.js';
import { approved, declined, saleInput } from '../support/terms.js';

function did(type: TransactionType, ending: 'approved' | 'declined' | 'unknown'): Snapshot {
  const { accepted } = saleInput();
  const record = openRecord({ ...accepted, type });
  if (ending === 'unknown') return requestAttention(record, 'nobody knows', accepted.createdAt);
  const proof = ending === 'approved' ? approved() : declined();
  return recordProof(record, { proof, source: 'status_query' }, accepted.createdAt);
}

describe('a terminal that is to be closed as it was compared', () => {
  const report = did('details', 'approved');
  const { transactionId } = report.accepted;
  const judge = (...since: readonly Snapshot[]) =>
    findClosingObstacle({ transactions: since, isBroken: false, isCut: false }, transactionId);

  it('nothing since the report, or nothing that moved money: closed', () => {
    expect(judge(report)).toBeUndefined();
    expect(judge(did('poll', 'approved'), did('sale', 'declined'), report)).toBeUndefined();
  });

  it.each(['sale', 'void', 'return'] as const)(
    'a %s since the report, approved or open: not closed',
    (type) => {
      for (const ending of ['approved', 'unknown'] as const) {
        const payment = did(type, ending);
        expect(judge(payment, report)).toContain(payment.accepted.transactionId);
      }
    },
  );

  it('the way back does not lead to the report: not closed', () => {
    expect(judge(did('poll', 'approved'))).toContain('not known');
    expect(judge()).toContain(transactionId);
  });

  it('payments without a proven outcome are named; reports without one are not', () => {
    const open = did('return', 'unknown');
    const all = [did('sale', 'approved'), open, did('details', 'unknown')];
    expect(listUnsettled(all)).toEqual([open.accepted.transactionId]);
  });
});
