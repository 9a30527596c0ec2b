import { describe, expect, it } from '@jest/globals';
import { sortLateNews, waitsForPerson } from '../../src/domain/late-attempts.js';
import type { LateCase } from '../../src/domain/late-decision.js';
import { approved, declined } from '../support/terms.js';

const foundAt = '2026-01-15T14:00:00.000Z';
const reported = { moneyMoved: 'no' } as const;
const build = (name: string, finding: LateCase['finding'], isBeingVerified = false) => ({
  name,
  late: { type: 'sale', amount: undefined, reported, finding, isBeingVerified } as unknown as LateCase,
});

const charge = { moneyMoved: 'yes', verdict: approved('900001'), foundAt } as const;
const waiting = build('a charge that nobody has decided about', { ...charge, action: 'ask' });
const kept = build('a charge that the merchant keeps', { ...charge, action: 'keep' });
const agreed = build('a decline that agrees', { moneyMoved: 'no', verdict: declined(), foundAt });
const unverified = build('nothing is known yet', undefined, true);

describe('news about several attempts of one transaction', () => {
  it.each([
    ['what nobody has decided about waits for a person', waiting, true],
    ['what is being verified does, too', unverified, true],
    ['what the merchant keeps does not', kept, false],
    ['neither does what agrees', agreed, false],
  ])('%s', (_, news, isWaiting) => {
    expect(waitsForPerson(news)).toBe(isWaiting);
  });

  it.each([
    ['what waits comes first', [agreed, kept, waiting], [waiting, agreed, kept]],
    ['of what does not wait, what is shown comes first', [agreed, kept], [kept, agreed]],
    ['of what waits, what is shown comes first', [unverified, waiting], [waiting, unverified]],
    ['nothing is shown: they keep their order', [agreed, unverified], [unverified, agreed]],
  ])('%s', (_, known, sorted) => {
    const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name);
    expect(names(sortLateNews(known))).toEqual(names(sorted));
  });
});
