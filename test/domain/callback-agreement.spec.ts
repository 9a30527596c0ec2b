import { describe, expect, it } from '@jest/globals';
import {
  isAgreement,
  namesAnotherNumber,
  saysNothingNew,
  withAttemptFromHint,
} from '../../src/domain/callback-agreement.js';
import type { CallbackClaim } from '../../src/domain/callback-agreement.js';
import { buildCustomId } from '../../src/domain/ids.js';
import type { IdPosTxs } from '../../src/domain/ids.js';
import type { LateFinding } from '../../src/domain/late-result.js';
import { openRecord } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { statuses } from '../../src/domain/status.js';
import type { Status } from '../../src/domain/status.js';
import type { ProofSource } from '../../src/domain/verdict.js';
import { approved, declined as declinedBy, requireIdPosTxs, saleInput } from '../support/terms.js';

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

describe('a callback comes after news that came after the end: whether Getnet is asked again', () => {
  const found = (moneyMoved: LateFinding['moneyMoved'], idPosTxs = ours): LateFinding => ({
    moneyMoved,
    verdict: moneyMoved === 'yes' ? approved(idPosTxs) : declinedBy(idPosTxs),
    foundAt: '2026-01-15T14:00:00.000Z',
    idPosTxs,
  });
  const listKnown = (snapshot: Snapshot, finding: LateFinding, over: Partial<CallbackClaim> = {}) =>
    everyClaim.filter((claims) =>
      saysNothingNew(snapshot, claim(claims, over), { found: finding, isOpen: false }),
    );

  interface News {
    readonly finding: LateFinding;
    /** The number that the callback names. */
    readonly named?: IdPosTxs;
  }
  it.each<[told: Status, News, known: CallbackClaim['claims'][]]>([
    ['declined', { finding: found('yes') }, ['approved', 'in_process', 'nothing']],
    ['declined', { finding: found('yes', other) }, ['declined', 'in_process', 'nothing']],
    ['approved', { finding: found('yes', other) }, ['approved', 'in_process', 'nothing']],
    ['declined', { finding: found('yes', other), named: other }, ['approved', 'in_process', 'nothing']],
    ['declined', { finding: found('no') }, ['declined', 'in_process', 'nothing']],
    ['declined', { finding: found('no', other) }, ['declined', 'in_process', 'nothing']],
    ['declined', { finding: found('unknown') }, []],
    ['declined', { finding: { ...found('yes'), evidence: 'operator' } }, []],
    ['approved', { finding: found('no') }, []],
    ['approved', { finding: found('yes') }, ['approved', 'in_process', 'nothing']],
    ['approved', { finding: found('yes', other), named: other }, ['approved', 'in_process', 'nothing']],
  ])('told %s, then %j: not for a callback that says %j', (told, { finding, named = ours }, known) => {
    expect(listKnown(closed(told), finding, { idPosTxs: named })).toEqual(known);
  });

  it('it names no number, and another number than ours charged: a claim of a decline may be about that one', () => {
    const unnumbered: CallbackClaim = { customId, claims: 'declined' };
    const known = { found: found('yes', other), isOpen: false };
    expect(saysNothingNew(closed('declined'), unnumbered, known)).toBe(false);
  });

  it('Getnet is being asked about an earlier one: for every callback', () => {
    for (const finding of [undefined, found('yes'), found('no')])
      for (const claims of everyClaim)
        expect(saysNothingNew(closed('declined'), claim(claims), { found: finding, isOpen: true })).toBe(
          false,
        );
  });

  it('no news came: judged by what the closed run tells', () => {
    const known = everyClaim.filter((claims) =>
      saysNothingNew(closed('declined'), claim(claims), { found: undefined, isOpen: false }),
    );
    expect(known).toEqual(listAgreeing(closed('declined')));
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
