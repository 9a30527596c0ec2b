import { expect, it } from '@jest/globals';
import { computeRememberUntil, isOfOtherUse } from '../../src/domain/undo-terms.js';
import type { Undo } from '../../src/domain/undo-terms.js';
import { after, buildReturn, byNumbers } from './support/undos.js';

const bound = (rememberUntil: number) => ({ ...byNumbers, rememberUntil });
const undoUntil = (rememberUntil?: number): readonly Undo[] =>
  after([buildReturn('a', 1, rememberUntil === undefined ? {} : { rememberUntil }), 'done']);

it.each([
  ['the sale alone', { sale: bound(30), undos: [] }, 30],
  ['the sale lasts longer than its undo', { sale: bound(30), undos: undoUntil(20) }, 30],
  ['its undo lasts longer', { sale: bound(30), undos: undoUntil(40) }, 40],
  ['its run was found open', { sale: bound(30), undos: undoUntil(40), rememberUntil: 50 }, 50],
  ['an undo without a bound', { sale: bound(30), undos: undoUntil() }, 30],
])('how long the undos of a sale are remembered, %s', (_, memory, until) => {
  expect(computeRememberUntil(memory)).toBe(until);
});

it.each<[string, string | undefined, string | undefined, boolean]>([
  ['another one', 'first', 'second', true],
  ['the same one', 'first', 'first', false],
  ['it is not known of the undo', undefined, 'second', false],
  ['it is not known of what is compared', 'first', undefined, false],
])('two uses of the key of an undo, %s', (_, ...[one, other, isOther]) => {
  const use = (firstRequest: string | undefined) => (firstRequest === undefined ? {} : { firstRequest });
  expect(isOfOtherUse(use(one), use(other))).toBe(isOther);
});
