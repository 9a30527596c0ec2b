import { describe, expect, it } from '@jest/globals';
import {
  findClosingObstacle,
  hasClosedTerminal,
  listUnsettled,
  nameToMerchant,
} from '../../src/domain/closing.js';
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
    findClosingObstacle({
      since: { transactions: since, isBroken: false, isCut: false },
      report: transactionId,
      merchant: report.accepted.merchant,
    });

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

  it('payments since the last closing without a proven outcome count; reports and earlier ones do not', () => {
    const open = did('return', 'unknown');
    const former = did('sale', 'unknown');
    const all = [did('sale', 'approved'), open, did('details', 'unknown'), did('close', 'approved'), former];
    expect(listUnsettled(all)).toEqual([open]);
    expect(listUnsettled([did('close', 'declined'), former])).toEqual([former]);
    expect(listUnsettled([did('close', 'approved'), former])).toEqual([]);
  });

  it('a shift closes a terminal in Argentina, a batch one in Chile', () => {
    const shift = did('shift', 'approved');
    const terminal = { ...shift.accepted.terminal, country: 'AR' as const };
    expect(hasClosedTerminal({ ...shift, accepted: { ...shift.accepted, terminal } })).toBe(true);
    expect([shift, did('close', 'approved')].map(hasClosedTerminal)).toEqual([false, true]);
  });

  it('another merchant’s payment on the same device: counted, and never named', () => {
    const own = did('sale', 'unknown');
    const sale = did('sale', 'unknown');
    const other = { ...sale, accepted: { ...sale.accepted, merchant: 'somebody' } };
    const { merchant } = own.accepted;
    expect(nameToMerchant([other], merchant)).toBe('one that is not yours');
    expect(nameToMerchant([other, other], merchant)).toBe('2 that are not yours');
    expect(nameToMerchant([own, other], merchant)).toBe(
      `${own.accepted.transactionId} (needs_attention) and 1 more`,
    );
    expect(judge(other, report)).not.toContain(other.accepted.transactionId);
  });

  it('the merchant’s own payments are named with their states, the first five of them', () => {
    const own = Array.from({ length: 7 }, () => did('sale', 'unknown'));
    const names = own.map(({ accepted }) => `${accepted.transactionId} (needs_attention)`);
    const name = (count: number) => nameToMerchant(own.slice(0, count), report.accepted.merchant);
    expect(name(2)).toBe(`${names[0]}, ${names[1]}`);
    expect(name(5)).toBe(names.slice(0, 5).join(', '));
    expect(name(7)).toBe(`${names.slice(0, 5).join(', ')} and 2 more`);
  });
});
