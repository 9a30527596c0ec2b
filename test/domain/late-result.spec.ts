import { describe, expect, it } from '@jest/globals';
import {
  findContradiction,
  isProvenBy,
  mergeFindings,
  mustUndoLateCharge,
} from '../../src/domain/late-result.js';
import type { LateFinding } from '../../src/domain/late-result.js';
import { moneyAnswers } from '../../src/domain/status.js';
import type { MoneyMoved } from '../../src/domain/status.js';
import { approved, declined, requireIdPosTxs } from '../support/terms.js';

const ours = requireIdPosTxs('900001');
const other = requireIdPosTxs('900002');
const at = '2026-01-15T14:00:00.000Z';

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
    const late = findContradiction({ moneyMoved: told, idPosTxs: ours }, found(moneyMoved));
    expect(late).toEqual(contradicts ? { moneyMoved, at, action: 'ask' } : undefined);
  });

  it.each(moneyAnswers)('told %s, another number charged: the customer pays for that too', (told) => {
    const late = findContradiction({ moneyMoved: told, idPosTxs: ours }, found('yes', other));
    expect(late).toMatchObject({ moneyMoved: 'yes' });
  });

  it.each(moneyAnswers)('told %s, another number did not charge: that says nothing about ours', (told) => {
    expect(findContradiction({ moneyMoved: told, idPosTxs: ours }, found('no', other))).toBeUndefined();
  });

  it('the policy is the one of the time when the news came', () => {
    const late = findContradiction({ moneyMoved: 'no' }, { ...found('yes'), action: 'keep' });
    expect(late).toMatchObject({ action: 'keep' });
  });

  it('a record of before names no number: the verdict does', () => {
    const { idPosTxs: _, ...old } = found('yes', other);
    expect(findContradiction({ moneyMoved: 'yes', idPosTxs: ours }, old)).toMatchObject({
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

  it('no charge, and then one by another number: the charge counts', () => {
    expect(mergeFindings(found('no'), found('yes', other))).toMatchObject({ idPosTxs: other });
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
  });
});

describe('the policy to undo', () => {
  const late = { moneyMoved: 'yes', at, action: 'undo' } as const;

  it('a sale that was told not to have charged, and did: undone', () => {
    expect(mustUndoLateCharge('sale', { moneyMoved: 'no' }, late)).toBe(true);
    expect(mustUndoLateCharge('promo_sale', { moneyMoved: 'no' }, late)).toBe(true);
  });

  it.each([
    ['another policy', mustUndoLateCharge('sale', { moneyMoved: 'no' }, { ...late, action: 'ask' })],
    ['a second charge', mustUndoLateCharge('sale', { moneyMoved: 'yes' }, late)],
    ['nobody was told', mustUndoLateCharge('sale', { moneyMoved: 'unknown' }, late)],
    ['nothing charged', mustUndoLateCharge('sale', { moneyMoved: 'no' }, { ...late, moneyMoved: 'no' })],
    ['a return', mustUndoLateCharge('return', { moneyMoved: 'no' }, late)],
  ])('%s: a person decides', (_, isUndone) => expect(isUndone).toBe(false));
});

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, place) =>
    permutations(items.filter((_, index) => index !== place)).map((rest) => [item, ...rest]),
  );
}
