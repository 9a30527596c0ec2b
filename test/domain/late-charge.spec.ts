import { describe, expect, it } from '@jest/globals';
import { buildCustomId } from '../../src/domain/ids.js';
import { listOtherCharges, warnMaybeChargedTwice, withLateCharges } from '../../src/domain/late-charge.js';
import { REPORTED_NOT_SENT_BEFORE, openRecord, recordNotSent, recordProof } from '../../src/domain/record.js';
import type { LateCharge } from '../../src/domain/record.js';
import { approved, requireIdPosTxs, saleInput } from '../support/terms.js';

const { accepted } = saleInput();
const { transactionId } = accepted;
const at = '2026-01-15T13:30:58.004Z';
const source = 'status_query';
const refused = recordNotSent(openRecord(accepted), { reason: 'terminal-busy' }, at);

/** By an attempt that Getnet had refused. */
function charge(attempt: number): LateCharge {
  const idPosTxs = requireIdPosTxs(`90000${attempt}`);
  const customId = buildCustomId({ transactionId, attempt });
  return { proof: approved(idPosTxs), source, idPosTxs, accepted: { ...accepted, attempt, customId } };
}

describe('a charge by an attempt that was reported as not sent', () => {
  it('it becomes the outcome, under its own number, and says that it was reported before', () => {
    const charged = withLateCharges(refused, [charge(1)], at);
    expect(charged).toMatchObject({ status: 'approved', idPosTxs: '900001' });
    expect(charged.outcome).toMatchObject({ moneyMoved: 'yes', warning: REPORTED_NOT_SENT_BEFORE });
  });

  it('a second one: the first stays the outcome, and the other is named', () => {
    const charged = withLateCharges(refused, [charge(1), charge(2)], at);
    expect(charged).toMatchObject({ status: 'approved', idPosTxs: '900001', accepted: { attempt: 1 } });
    expect(charged.outcome.warning).toBe(
      `${REPORTED_NOT_SENT_BEFORE}; charged-twice: ${transactionId}-2 was approved too, as 900002, after Getnet had refused it; give one of the two back`,
    );
  });

  it('the present attempt was approved, or a report completed: that stays, and the other is named', () => {
    for (const type of ['sale', 'poll'] as const) {
      const proven = recordProof(openRecord({ ...accepted, type }), { proof: approved(), source }, at);
      const charged = withLateCharges(proven, [charge(2)], at);
      expect(charged).toMatchObject({ status: proven.status, idPosTxs: '900001' });
      expect(charged.outcome.warning).toMatch(/^charged-twice: .+-2 was approved too, as 900002/);
    }
  });

  it('those that are not the outcome are verified beside it, under their own attempt and number', () => {
    const charges = [charge(1), charge(2)];
    expect(listOtherCharges(withLateCharges(refused, charges, at), charges)).toEqual([
      {
        version: 1,
        customId: `${transactionId}-2`,
        idPosTxs: '900002',
        claims: 'approved',
        digest: '900002: charged',
      },
    ]);
  });

  it('none: nothing changes', () => {
    expect(withLateCharges(refused, [], at)).toBe(refused);
    expect(listOtherCharges(refused, [])).toEqual([]);
  });

  it('nobody could tell whether it charged: that is said', () => {
    expect(warnMaybeChargedTwice(accepted.customId)).toBe(
      `whether ${transactionId} charged as well is not known: check the terminal for a second charge`,
    );
  });
});
