import { describe, expect, it } from '@jest/globals';
import { findAttentionReason } from '../../src/domain/attention.js';
import { saysNothingNew } from '../../src/domain/callback-agreement.js';
import { findLateRefusal, isWaiting } from '../../src/domain/late-decision.js';
import { mergeFindings } from '../../src/domain/late-merge.js';
import {
  chooseContradiction,
  findLateContradiction,
  findMoneyMovedByAll,
  isProvenBy,
  mustUndoLateCharge,
} from '../../src/domain/late-result.js';
import type { LateDecision, LateFinding } from '../../src/domain/late-result.js';
import { openRecord } from '../../src/domain/record.js';
import type { MoneyMoved } from '../../src/domain/status.js';
import { approved, declined, requireIdPosTxs, saleInput } from '../support/terms.js';

const [first, second, third] = ['900001', '900002', '900003'].map(requireIdPosTxs) as [
  ReturnType<typeof requireIdPosTxs>,
  ReturnType<typeof requireIdPosTxs>,
  ReturnType<typeof requireIdPosTxs>,
];
const at = '2026-01-15T14:00:00.000Z';

const found = (moneyMoved: MoneyMoved, idPosTxs = first, over: Partial<LateFinding> = {}): LateFinding => {
  const verdicts = {
    yes: approved(idPosTxs),
    no: declined(idPosTxs),
    unknown: { kind: 'not_found' },
  } as const;
  return { moneyMoved, verdict: verdicts[moneyMoved], foundAt: at, idPosTxs, ...over };
};
const keep: LateDecision = {
  verdict: 'approved',
  action: 'keep',
  reason: 'asked the shop',
  evidence: 'its till roll',
  actor: 'support',
  actors: ['support'],
  at,
};
/** The shop was told of no charge. */
const reported = { moneyMoved: 'no', idPosTxs: first } as const;
const merge = (...all: readonly LateFinding[]) =>
  all.reduce((before, latest) => mergeFindings(before, latest, reported));

describe('several numbers of one command charged, or may have', () => {
  it('two charged: the finding is about the later one, and names the other', () => {
    const both = merge(found('yes', second), found('yes', third));
    expect(both).toStrictEqual({ ...found('yes', third), alsoCharged: [second] });
    expect(merge(both, found('yes', second))).toStrictEqual({
      ...found('yes', second),
      alsoCharged: [third],
    });
  });

  it('the one that the shop knows of is not named', () => {
    const knows = { moneyMoved: 'yes', idPosTxs: first } as const;
    expect(mergeFindings(found('yes', second), found('yes'), knows)).toStrictEqual(found('yes', second));
    expect(mergeFindings(found('yes'), found('yes', second), knows)).toStrictEqual(found('yes', second));
  });

  it.each<[string, Partial<LateFinding>]>([
    ['was given back', { undo: { state: 'done' } }],
    ['is kept', { decision: keep }],
    ['is a person’s word', { evidence: 'operator' }],
  ])('the earlier one %s: only the later one waits', (_, over) => {
    expect(merge(found('yes', second, over), found('yes', third))).toStrictEqual(found('yes', third));
  });

  it('its undo failed: both wait', () => {
    const failed = found('yes', second, { undo: { state: 'failed' } });
    expect(merge(failed, found('yes', third))).toStrictEqual({
      ...found('yes', third),
      alsoCharged: [second],
    });
  });

  it('one is reversed: the other charge stays', () => {
    const both = merge(found('yes', second), found('yes', third));
    expect(merge(both, found('no', second))).toStrictEqual(found('yes', third));
    expect(merge(both, found('no', third))).toMatchObject({ moneyMoved: 'yes', idPosTxs: second });
    expect(merge(both, found('no', third), found('no', second))).toStrictEqual(found('no', second));
  });

  it('one charged, and of another nobody knows: it is named until it is known', () => {
    const open = merge(found('unknown', second), found('yes', third));
    expect(open).toStrictEqual({ ...found('yes', third), alsoOpen: [second] });
    expect(merge(found('yes', third), found('unknown', second))).toStrictEqual(open);
    expect(merge(open, found('no', second))).toStrictEqual(found('yes', third));
    expect(merge(open, found('yes', second))).toStrictEqual({
      ...found('yes', second),
      alsoCharged: [third],
    });
  });

  it('nothing is known of two: neither settles the other', () => {
    const both = merge(found('unknown', second), found('unknown', third));
    expect(both).toMatchObject({ moneyMoved: 'unknown', alsoOpen: [second] });
    expect(merge(both, found('no', third))).toMatchObject({ moneyMoved: 'unknown', idPosTxs: second });
    expect(merge(both, found('no', third), found('no', second))).toStrictEqual(found('no', second));
  });

  it('a number that is another command’s is not named', () => {
    const verdict = { kind: 'contradiction', fields: ['customId'], foreign: true } as const;
    expect(merge(found('yes', second), found('unknown', third, { verdict }))).toStrictEqual(
      found('yes', second),
    );
  });

  it('a charge that the shop was told of is reversed, and of another number nobody knows: whether money moved is not known', () => {
    const knows = { moneyMoved: 'yes', idPosTxs: first } as const;
    const both = mergeFindings(found('no'), found('unknown', second), knows);
    expect(both).toStrictEqual({ ...found('no'), alsoOpen: [second] });
    expect(findMoneyMovedByAll(both)).toBe('unknown');
    expect(findMoneyMovedByAll(found('no'))).toBe('no');
  });

  it('a person keeps both: what is proven again of one of them stays decided, and a third one waits', () => {
    const kept: LateFinding = { ...found('yes', third), alsoCharged: [second], decision: keep };
    expect(merge(kept, found('yes', third))).toStrictEqual(kept);
    expect(isWaiting(kept, reported)).toBe(false);
    expect(merge(kept, found('yes', first))).toStrictEqual(found('yes', first));
    const more: LateFinding = { ...found('yes', third), alsoCharged: [first] };
    expect(merge(kept, more).decision).toBeUndefined();
  });
});

describe('which numbers a merged finding names', () => {
  const silent = (cause: string) => ({ kind: 'silent', cause }) as const;
  const wasCharged = silent('it was found to have charged before');
  const isOpen = silent('it is not known whether it charged');
  const goesOn = { moneyMoved: 'yes', verdict: wasCharged, foundAt: at, idPosTxs: second } as const;

  it.each<[string, LateFinding, LateFinding]>([
    ['charged', { ...found('no', third), alsoCharged: [second] }, goesOn],
    [
      'charged, under a policy',
      { ...found('no', third, { action: 'undo' }), alsoCharged: [second] },
      { ...goesOn, action: 'undo' },
    ],
    [
      'may have charged',
      { ...found('no', third), alsoOpen: [second] },
      { ...goesOn, moneyMoved: 'unknown', verdict: isOpen },
    ],
  ])('nothing was charged by one, and another %s: the finding is about that one, and says why', (...row) => {
    const [, latest, merged] = row;
    expect(merge(found('yes', third), latest)).toStrictEqual(merged);
  });

  it('one charged, another may have, and a third one charged: both others are named', () => {
    const all = merge(found('unknown', second), found('yes', third), found('yes', first));
    expect(all).toStrictEqual({ ...found('yes', first), alsoCharged: [third], alsoOpen: [second] });
  });

  it('the shop knows of one charge, and two others charged: the earlier one is named', () => {
    const knows = { moneyMoved: 'yes', idPosTxs: first } as const;
    expect(mergeFindings(found('yes', second), found('yes', third), knows)).toStrictEqual({
      ...found('yes', third),
      alsoCharged: [second],
    });
  });

  it.each(['alsoCharged', 'alsoOpen'] as const)('more than ten others: ten are kept in %s', (kind) => {
    const others = Array.from({ length: 11 }, (_, index) => requireIdPosTxs(`${910001 + index}`));
    const merged = merge({ ...found('yes', third), [kind]: others }, found('yes', third));
    expect(merged).toStrictEqual({ ...found('yes', third), [kind]: others.slice(0, 10) });
  });

  it.each<[string, LateFinding, Partial<LateFinding>]>([
    [
      'the same charge is proven again: it is still named',
      found('yes', third),
      { decision: keep, alsoOpen: [second] },
    ],
    ['another number charges: it is settled, too', found('yes', first), {}],
  ])('a person keeps a charge next to a number that is not known, and %s', (_, latest, named) => {
    const kept: LateFinding = { ...found('yes', third), alsoOpen: [second], decision: keep };
    expect(merge(kept, latest)).toStrictEqual({ ...latest, ...named });
  });

  it('an answer contradicts our command, and names no other command: its number may have charged', () => {
    const verdict = { kind: 'contradiction', fields: ['amount'] } as const;
    expect(merge(found('yes', second), found('unknown', third, { verdict }))).toStrictEqual({
      ...found('yes', second),
      alsoOpen: [third],
    });
  });
});

describe('what is done about several charges', () => {
  const both: LateFinding = { ...found('yes', third), alsoCharged: [second], action: 'undo' };
  const open: LateFinding = { ...found('yes', third), alsoOpen: [second], action: 'undo' };
  const closed = { ...openRecord(saleInput().accepted), status: 'declined', idPosTxs: first } as const;

  it.each([both, open])('the service gives none back, and a person is asked', (finding) => {
    const late = findLateContradiction(reported, finding);
    expect(late).toMatchObject({ idPosTxs: third });
    if (late === undefined) return;
    expect(mustUndoLateCharge('sale', reported, late)).toBe(false);
    expect(isWaiting(finding, reported)).toBe(true);
    expect(isWaiting({ ...finding, undo: { state: 'done' } }, reported)).toBe(true);
    const ended = { hasEnded: false, isBeingVerified: false, isLeaseEndedByHand: false };
    const given = { ...late, undo: { state: 'done' } } as const;
    expect(findAttentionReason({ snapshot: closed, late: given, ...ended })).toBe('late_result');
    expect(chooseContradiction([{ ...late, ...late, action: 'keep' }, given])).toBe(given);
  });

  it('the policy is keep: nobody is asked', () => {
    expect(isWaiting({ ...both, action: 'keep' }, reported)).toBe(false);
  });

  it.each<[LateFinding, string]>([
    [both, '900003 and 900002 both charged.'],
    [open, 'Whether 900002 charged is not known.'],
  ])('a person asks for an undo: refused, with the numbers', (finding, why) => {
    const { accepted } = saleInput();
    const late = {
      type: accepted.type,
      amount: accepted.amount,
      reported,
      finding,
      isBeingVerified: false,
    };
    expect(findLateRefusal(late, { verdict: 'approved', action: 'undo' }, Date.now())).toMatchObject({
      kind: 'NotUndoable',
      why: expect.stringContaining(why),
    });
    expect(findLateRefusal(late, { verdict: 'approved', action: 'keep' }, Date.now())).toBeUndefined();
  });

  it('about each number that charged only a reversal is news', () => {
    expect([first, second, third].map((number) => isProvenBy(both, number))).toEqual([false, true, true]);
    const { customId } = closed.accepted;
    const hint = { customId, claims: 'declined', idPosTxs: second } as const;
    const numberless = { ...closed, idPosTxs: second };
    expect(saysNothingNew(numberless, hint, { found: both, isOpen: false })).toBe(false);
    expect(saysNothingNew(closed, { ...hint, claims: 'approved' }, { found: both, isOpen: false })).toBe(
      true,
    );
  });
});
