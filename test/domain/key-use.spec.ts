import { describe, expect, it } from '@jest/globals';
import { isBeforeUse, isOfEarlierUse, isSameUse, nameUse } from '../../src/domain/key-use.js';
import { deriveReversalId } from '../../src/domain/reversal.js';
import { saleInput } from '../support/terms.js';

const { accepted } = saleInput({ id: 'tx_0123456789abcdefghi' });
const { transactionId, createdAt } = accepted;
const first = { ...accepted, acceptanceId: '0f6d2f0a-7a83-4a55-9d0b-1f2e3d4c5b6a' };
const firstAcceptance = { acceptanceId: first.acceptanceId, createdAt };
const later = {
  ...first,
  acceptanceId: 'b7c1d2e3-0000-4000-8000-000000000001',
  createdAt: '2027-02-01T00:00:00.000Z',
};

describe('what names one use of a key', () => {
  it('every attempt of it has the same name, another use has another one', () => {
    const further = { ...later, attempt: 2, firstAcceptance };
    expect(nameUse(first)).toBe(`${transactionId}/0f6d2f0a`);
    expect(nameUse(further)).toBe(nameUse(first));
    expect(nameUse(later)).not.toBe(nameUse(first));
    for (const type of ['void', 'return'] as const)
      expect(deriveReversalId(further, type)).toBe(deriveReversalId(first, type));
    const ids = [first, later, accepted].flatMap((use) => [
      deriveReversalId(use, 'void'),
      deriveReversalId(use, 'return'),
    ]);
    expect(new Set(ids).size).toBe(6);
    for (const id of ids) expect(id).toMatch(/^tx_[0-9A-Za-z]{19}$/);
  });

  it('two acceptances are of the same use, or not', () => {
    expect(isSameUse(first, { ...later, firstAcceptance })).toBe(true);
    expect(isSameUse(first, later)).toBe(false);
  });

  it('exactly a day before its first acceptance: it may be of this use', () => {
    const begin = { createdAt: '2026-01-15T13:30:00.000Z' };
    expect(isBeforeUse('2026-01-14T13:30:00.000Z', begin)).toBe(false);
    expect(isBeforeUse('2026-01-14T13:29:59.999Z', begin)).toBe(true);
  });

  it('nobody asked with a key: its id alone, whatever its attempt', () => {
    const { acceptanceId: _, ...ours } = later;
    expect(nameUse(ours)).toBe(transactionId);
    expect(nameUse({ ...ours, firstAcceptance: { createdAt } })).toBe(transactionId);
  });
});

describe('late news, and the use of the key that they are about', () => {
  const further = { ...later, firstAcceptance };
  const hoursBefore = (hours: number) => new Date(Date.parse(createdAt) - hours * 3_600_000).toISOString();
  const undated = new Date(0).toISOString();

  it.each([
    ['long before the first attempt', hoursBefore(48), further, true],
    ['hours before it: the clock that dated the acceptance may be ahead', hoursBefore(3), further, false],
    ['between two attempts', '2027-01-01T00:00:00.000Z', further, false],
    ['long before a later use', '2027-01-01T00:00:00.000Z', later, true],
    ['not dated, because nobody verified them', undated, later, false],
  ] as const)('%s', (...[, foundAt, begin, isEarlier]) => {
    expect(isOfEarlierUse({ foundAt }, begin)).toBe(isEarlier);
  });

  it('nobody verified them, and a person has decided about them, or proposes to: by that date', () => {
    const resolution = {
      actor: 'olivia',
      verdict: 'approved',
      action: 'keep',
      reason: 'bank-statement',
      evidence: 'in the portal',
    } as const;
    const decide = (at: string) => ({
      foundAt: undated,
      decision: { ...resolution, actors: ['olivia'], at },
    });
    const propose = (at: string) => ({ foundAt: undated, proposal: { ...resolution, at: Date.parse(at) } });
    for (const act of [decide, propose]) {
      expect(isOfEarlierUse(act(later.createdAt), later)).toBe(false);
      expect(isOfEarlierUse(act('2026-12-01T00:00:00.000Z'), later)).toBe(true);
    }
  });
});
