import { describe, expect, it } from '@jest/globals';
import {
  chooseContradiction,
  findLateContradiction,
  findProof,
  isProvenBy,
  mustUndoLateCharge,
} from '../../src/domain/late-result.js';
import { mergeFindings } from '../../src/domain/late-merge.js';
import { isWaiting } from '../../src/domain/late-decision.js';
import type { Late, LateDecision, LateFinding } from '../../src/domain/late-result.js';
import { moneyAnswers } from '../../src/domain/status.js';
import type { MoneyMoved } from '../../src/domain/status.js';
import type { TransactionType } from '../../src/domain/transaction-type.js';
import { approved, declined, requireIdPosTxs } from '../support/terms.js';

const ours = requireIdPosTxs('900001');
const other = requireIdPosTxs('900002');
const third = requireIdPosTxs('900003');
const at = '2026-01-15T14:00:00.000Z';

const words = { reason: 'asked the shop', evidence: 'its till roll', actor: 'support' };
const decided = (action: LateDecision['action']): LateDecision => ({
  ...words,
  verdict: 'approved',
  action,
  actors: ['support'],
  at,
});

const found = (moneyMoved: MoneyMoved, idPosTxs = ours, foundAt = at): LateFinding => {
  const verdict = moneyMoved === 'yes' ? approved(idPosTxs) : declined();
  return moneyMoved === 'unknown'
    ? { moneyMoved, verdict: { kind: 'not_found' }, foundAt, idPosTxs }
    : { moneyMoved, verdict, foundAt, idPosTxs };
};

describe('what is proven after the end', () => {
  it.each<[told: MoneyMoved, MoneyMoved, contradicts: boolean]>([
    ['yes', 'yes', false],
    ['yes', 'no', true],
    ['yes', 'unknown', false],
    ['no', 'yes', true],
    ['no', 'no', false],
    ['no', 'unknown', false],
    ['unknown', 'yes', true],
    ['unknown', 'no', true],
    ['unknown', 'unknown', false],
  ])('told %s, found %s about the same number: contradicts: %s', (told, moneyMoved, contradicts) => {
    const late = findLateContradiction({ moneyMoved: told, idPosTxs: ours }, found(moneyMoved));
    expect(late).toEqual(contradicts ? { moneyMoved, at, action: 'ask' } : undefined);
  });

  it.each(moneyAnswers)('told %s, another number charged: the customer pays for that too', (told) => {
    const late = findLateContradiction({ moneyMoved: told, idPosTxs: ours }, found('yes', other));
    expect(late).toMatchObject({ moneyMoved: 'yes' });
  });

  it.each(moneyAnswers)('told %s, another number did not charge: that says nothing about ours', (told) => {
    expect(findLateContradiction({ moneyMoved: told, idPosTxs: ours }, found('no', other))).toBeUndefined();
  });

  it('the policy is the one of the time when the news came', () => {
    const late = findLateContradiction({ moneyMoved: 'no' }, { ...found('yes'), action: 'keep' });
    expect(late).toMatchObject({ action: 'keep' });
  });

  it('the number of one side is not known: taken as the same command', () => {
    const { idPosTxs: _, ...unnumbered } = {
      ...found('no'),
      verdict: { kind: 'silent', cause: '' } as const,
    };
    expect(findLateContradiction({ moneyMoved: 'yes' }, found('no'))).toMatchObject({ moneyMoved: 'no' });
    expect(findLateContradiction({ moneyMoved: 'yes', idPosTxs: ours }, unnumbered)).toMatchObject({
      moneyMoved: 'no',
    });
  });

  it('what was done about it stands beside it, and nothing that was not done', () => {
    const undo = { state: 'done' } as const;
    const late = findLateContradiction({ moneyMoved: 'no' }, { ...found('yes'), undo });
    expect(late).toStrictEqual({ moneyMoved: 'yes', at, action: 'ask', undo });
    const kept = findLateContradiction({ moneyMoved: 'no' }, { ...found('yes'), decision: decided('keep') });
    expect(kept).toStrictEqual({ moneyMoved: 'yes', at, action: 'ask', decision: decided('keep') });
  });

  it('a record of before names no number: the verdict does', () => {
    const { idPosTxs: _, ...old } = found('yes', other);
    expect(findLateContradiction({ moneyMoved: 'yes', idPosTxs: ours }, old)).toMatchObject({
      moneyMoved: 'yes',
    });
  });
});

describe('a further callback was verified', () => {
  it.each(moneyAnswers)('found %s first and nothing then: the first stays', (moneyMoved) => {
    expect(mergeFindings(found(moneyMoved), found('unknown')).moneyMoved).toBe(moneyMoved);
  });

  it('a charge, and then that the terminal reversed it: the newer proof counts', () => {
    expect(mergeFindings(found('yes'), found('no')).moneyMoved).toBe('no');
  });

  it('a charge, and then that another number charged nothing: the charge stays', () => {
    expect(mergeFindings(found('yes'), found('no', other)).moneyMoved).toBe('yes');
  });

  it.each(['yes', 'no'] as const)(
    'it was given back, and is then found %s: what was given back stays',
    (then) => {
      const undo = { state: 'done' } as const;
      expect(mergeFindings({ ...found('yes'), undo }, found(then))).toEqual({ ...found(then), undo });
      expect(mergeFindings({ ...found('yes'), undo }, found('yes', other)).undo).toBeUndefined();
    },
  );

  it('no charge, and then one by another number: the charge counts', () => {
    expect(mergeFindings(found('no'), found('yes', other))).toMatchObject({ idPosTxs: other });
  });

  it('the first news: known as it came', () => {
    expect(mergeFindings(undefined, found('no'))).toEqual(found('no'));
  });

  it('two numbers did not charge: the later news count', () => {
    const latest = found('no', other);
    expect(mergeFindings(found('no'), latest)).toBe(latest);
  });

  it('a charge that a person had given back is proven once more: what was done about it stays known', () => {
    const undo = { state: 'done' } as const;
    const later = '2026-01-15T15:00:00.000Z';
    const before: LateFinding = { ...found('yes'), decision: decided('undo'), undo };
    const merged = mergeFindings(before, found('yes', ours, later));
    expect(merged).toStrictEqual({ ...before, foundAt: later });
    const kept = mergeFindings({ ...found('yes'), decision: decided('keep') }, found('yes'));
    expect(kept).toStrictEqual({ ...found('yes'), decision: decided('keep') });
  });

  it.each<[string, MoneyMoved, readonly [LateFinding, LateFinding]]>([
    ['nobody knows of one, the told one charged nothing', 'no', [found('unknown', other), found('no')]],
    ['nobody knows of one, the told one charged', 'yes', [found('unknown', other), found('yes')]],
    ['nobody knows what was told, one charged nothing', 'unknown', [found('unknown', other), found('no')]],
    ['one charged, the told one did so too', 'yes', [found('yes', other), found('yes')]],
    ['the told one was reversed, another charged nothing', 'yes', [found('no'), found('no', other)]],
    [
      'a person said of one that it charged, the told one charged nothing',
      'no',
      [{ ...found('yes', other), evidence: 'operator', decision: decided('keep') }, found('no')],
    ],
  ])('%s: the earlier finding stays', (_, moneyMoved, [before, latest]) => {
    expect(mergeFindings(before, latest, { moneyMoved, idPosTxs: ours })).toBe(before);
  });

  it.each<[string, MoneyMoved, readonly [LateFinding, LateFinding]]>([
    ['nobody knows of one, and another charged', 'no', [found('unknown', other), found('yes', third)]],
    [
      'nobody knows of one, and the told one charged after all',
      'no',
      [found('unknown', other), found('yes')],
    ],
    ['nobody knows of one, and the told one was reversed', 'yes', [found('unknown', other), found('no')]],
    [
      'the told one charged nothing, and of another nobody knows',
      'no',
      [found('no'), found('unknown', other)],
    ],
  ])('%s: that counts', (_, moneyMoved, [before, latest]) => {
    expect(mergeFindings(before, latest, { moneyMoved, idPosTxs: ours })).toMatchObject(latest);
  });

  it.each(['keep', 'undo'] as const)(
    'a person decided to %s one charge: another one waits anew',
    (action) => {
      const both = mergeFindings({ ...found('yes'), decision: decided(action) }, found('yes', other));
      expect(both).toMatchObject(found('yes', other));
      expect(both.decision).toBeUndefined();
      expect(isWaiting(both, { moneyMoved: 'no', idPosTxs: ours })).toBe(true);
    },
  );

  it('a person said that it charged, when no number was known: the proof that says the same keeps the decision', () => {
    const { idPosTxs: _, ...unnumbered } = found('unknown');
    const said = {
      ...unnumbered,
      moneyMoved: 'yes',
      evidence: 'operator',
      decision: decided('keep'),
    } as const;
    expect(mergeFindings(said, found('yes'))).toStrictEqual({ ...found('yes'), decision: decided('keep') });
  });

  it('in whatever order news of two numbers come, a charge that was not reversed is never lost', () => {
    const news = [found('yes', other), found('no'), found('unknown'), found('unknown', other)];
    for (const order of permutations(news)) {
      const [first, ...more] = order;
      const last = more.reduce<LateFinding | undefined>(
        (before, latest) => mergeFindings(before, latest),
        first,
      );
      expect(last).toMatchObject({ moneyMoved: 'yes', idPosTxs: other });
    }
  });

  it('only a proven charge by the number needs no further question', () => {
    expect(isProvenBy(found('yes'), ours)).toBe(true);
    expect(isProvenBy(found('yes'), undefined)).toBe(true);
    expect(isProvenBy(found('yes'), other)).toBe(false);
    expect(isProvenBy(found('no'), ours)).toBe(false);
    expect(isProvenBy(found('unknown'), ours)).toBe(false);
    expect(isProvenBy({ ...found('yes'), evidence: 'operator' }, ours)).toBe(false);
  });

  it.each<[string, boolean, LateFinding]>([
    ['Getnet approved', true, found('yes')],
    ['Getnet declined', true, found('no')],
    ['Getnet said nothing', false, found('unknown')],
    ['a person’s word', false, { ...found('unknown'), moneyMoved: 'yes', evidence: 'operator' }],
    ['an approval that proves nothing about the money', false, { ...found('yes'), moneyMoved: 'unknown' }],
  ])('%s: it holds a proof is %s', (_, isProof, finding) => {
    expect(findProof(finding)).toBe(isProof ? finding.verdict : undefined);
  });
});

describe('several attempts contradict what was told', () => {
  const late = (moneyMoved: MoneyMoved, over: Partial<Late> = {}): Late => ({
    moneyMoved,
    at,
    action: 'ask',
    ...over,
  });
  const keptCharge = late('yes', { action: 'keep' });
  const keptDecline = late('no', { action: 'keep' });

  it.each<[string, readonly Late[], Late]>([
    ['a charge that is kept, a decline that waits', [keptCharge, late('no')], late('no')],
    ['a decline and a charge that wait', [late('no'), late('yes')], late('yes')],
    ['two declines that wait', [late('no'), late('no', { at: 'later' })], late('no')],
    ['a decline and a charge that are kept', [keptDecline, keptCharge], keptCharge],
    ['two declines that are kept', [keptDecline, { ...keptDecline, at: 'later' }], keptDecline],
    ['a charge that a person keeps', [late('yes', { decision: decided('keep') }), late('no')], late('no')],
    [
      'a charge that is given back',
      [late('yes', { action: 'undo', undo: { state: 'open' } }), late('no')],
      late('no'),
    ],
    [
      'a charge that could not be given back',
      [late('no'), late('yes', { action: 'undo', undo: { state: 'failed' } })],
      late('yes', { action: 'undo', undo: { state: 'failed' } }),
    ],
  ])('%s: shown is what a person has to do, then a charge, then the first', (_, found, shown) => {
    expect(chooseContradiction(found)).toEqual(shown);
  });
});

describe('the policy to undo', () => {
  const late = { moneyMoved: 'yes', at, action: 'undo' } as const;

  it('a sale that was told not to have charged, and did: undone', () => {
    expect(mustUndoLateCharge('sale', { moneyMoved: 'no' }, late)).toBe(true);
    expect(mustUndoLateCharge('promo_sale', { moneyMoved: 'no' }, late)).toBe(true);
  });

  it.each<[string, TransactionType, MoneyMoved, Partial<Late>]>([
    ['another policy', 'sale', 'no', { action: 'ask' }],
    ['a second charge', 'sale', 'yes', {}],
    ['nobody was told', 'sale', 'unknown', {}],
    ['nothing charged', 'sale', 'no', { moneyMoved: 'no' }],
    ['a return', 'return', 'no', {}],
    ['a person keeps it', 'sale', 'no', { decision: decided('keep') }],
  ])('%s: the service gives nothing back', (_, type, ...[told, over]) => {
    expect(mustUndoLateCharge(type, { moneyMoved: told }, { ...late, ...over })).toBe(false);
  });

  it('the policy is to ask, and a person decides to give the charge back: undone', () => {
    const asked = { ...late, action: 'ask', decision: decided('undo') } as const;
    expect(mustUndoLateCharge('sale', { moneyMoved: 'no' }, asked)).toBe(true);
  });
});

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, place) =>
    permutations(items.filter((_, index) => index !== place)).map((rest) => [item, ...rest]),
  );
}
