import { describe, expect, it } from '@jest/globals';
import { isAgreement, namesAnotherNumber, withAttemptFromHint } from '../../src/domain/callback-agreement.js';
import type { CallbackClaim } from '../../src/domain/callback-agreement.js';
import { buildCustomId } from '../../src/domain/ids.js';
import { openRecord } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { statuses } from '../../src/domain/status.js';
import type { Status } from '../../src/domain/status.js';
import type { ProofSource } from '../../src/domain/verdict.js';
import { requireIdPosTxs, saleInput } from '../support/terms.js';

const ours = requireIdPosTxs('900001');
const other = requireIdPosTxs('900002');
const { accepted } = saleInput();
const { customId, transactionId } = accepted;
const secondAttempt = buildCustomId({ transactionId, attempt: 2 });

const closed = (status: Status, evidence: ProofSource = 'status_query'): Snapshot => ({
  ...openRecord(accepted),
  status,
  idPosTxs: ours,
  outcome: { moneyMoved: status === 'approved' ? 'yes' : 'no', evidence },
});
const claim = (claims: CallbackClaim['claims'], over: Partial<CallbackClaim> = {}): CallbackClaim => ({
  customId,
  claims,
  idPosTxs: ours,
  ...over,
});
const everyClaim = ['approved', 'declined', 'in_process', 'nothing'] as const;
const listAgreeing = (snapshot: Snapshot, over: Partial<CallbackClaim> = {}) =>
  everyClaim.filter((claims) => isAgreement(snapshot, claim(claims, over)));

describe('a callback comes after the end: whether Getnet is asked again', () => {
  it.each<[Status, ProofSource, readonly CallbackClaim['claims'][]]>([
    ['approved', 'status_query', ['approved', 'in_process', 'nothing']],
    ['declined', 'status_query', ['declined', 'in_process', 'nothing']],
    ['completed', 'status_query', ['approved', 'in_process', 'nothing']],
    ['approved', 'operator', ['approved']],
    ['declined', 'operator', ['declined']],
  ])('%s, by %s: not for a callback that says %j', (status, evidence, agreeing) => {
    expect(listAgreeing(closed(status, evidence))).toEqual(agreeing);
  });

  it.each(statuses.filter((status) => !['approved', 'declined', 'completed'].includes(status)))(
    '%s: nothing is proven, so for every callback',
    (status) => {
      expect(listAgreeing(closed(status))).toEqual([]);
    },
  );

  it('the callback is of another attempt, or names another number: for every callback', () => {
    expect(listAgreeing(closed('approved'), { customId: secondAttempt })).toEqual([]);
    expect(listAgreeing(closed('approved'), { idPosTxs: other })).toEqual([]);
  });

  it('the callback names no number: judged by what it claims', () => {
    const unnumbered: CallbackClaim = { customId, claims: 'approved' };
    expect(isAgreement(closed('approved'), unnumbered)).toBe(true);
    expect(isAgreement(closed('declined'), unnumbered)).toBe(false);
  });

  it('only two numbers that are both known can differ', () => {
    expect(namesAnotherNumber({ idPosTxs: ours }, claim('nothing', { idPosTxs: other }))).toBe(true);
    expect(namesAnotherNumber({ idPosTxs: ours }, claim('nothing'))).toBe(false);
    expect(namesAnotherNumber({}, claim('nothing'))).toBe(false);
    expect(namesAnotherNumber({ idPosTxs: ours }, { customId, claims: 'nothing' })).toBe(false);
  });
});

describe('what Getnet is asked about after a callback', () => {
  const declined = closed('declined');

  it('the callback is of the attempt and the number that the outcome speaks of: about these', () => {
    expect(withAttemptFromHint(declined, claim('approved'))).toBe(declined);
    expect(withAttemptFromHint(declined, { customId, claims: 'approved' })).toBe(declined);
  });

  it('the callback names another number: about the attempt, without the number that is proven', () => {
    const asked = withAttemptFromHint(declined, claim('approved', { idPosTxs: other }));
    expect(asked).toEqual({ ...declined, idPosTxs: undefined });
    expect(asked).not.toHaveProperty('idPosTxs');
  });

  it('the callback is of another attempt: about that one, without the number of this one', () => {
    const asked = withAttemptFromHint(declined, claim('approved', { customId: secondAttempt }));
    expect(asked.accepted).toEqual({ ...accepted, customId: secondAttempt, attempt: 2 });
    expect(asked).not.toHaveProperty('idPosTxs');
    expect(asked.status).toBe('declined');
  });
});
