import { describe, expect, it } from '@jest/globals';
import type { CustomId } from '../../src/domain/ids.js';
import type { Undo } from '../../src/domain/undo.js';
import { listDecidingNames, listUndoNames, mergeUndos } from '../../src/domain/undos-by-number.js';
import { buildReturn, at, byNumbers, named, own, shift } from './support/undos.js';

const sale = own('sale', 1_000);
const granted = (name: string, over: Partial<Undo> = {}): Undo => ({
  ...buildReturn(name, 600),
  state: 'done',
  since: at,
  ...over,
});
const names = (undos: readonly Undo[]) => undos.map(({ customId }) => customId);

describe('the names by which a sale’s undos are remembered', () => {
  it('its own name comes first, then that of its code, then the others', () => {
    expect(listUndoNames({ name: 'sale' })).toStrictEqual(['sale']);
    expect(listUndoNames({ name: 'sale', codeName: 'code' })).toEqual(['sale', 'code']);
    expect(listUndoNames({ name: 'sale', codeName: 'code', otherNames: ['old', 'older'] })).toEqual([
      'sale',
      'code',
      'old',
      'older',
    ]);
  });
});

describe('the names that have to agree to an undo', () => {
  it('those of its code by each of its days, then its own', () => {
    const days = { codeName: 'code/1', codeNames: ['code/2'] };
    expect(listDecidingNames({ name: 'sale' })).toEqual(['sale']);
    expect(listDecidingNames({ name: 'sale', ...days, otherNames: ['old'] })).toEqual([
      'code/1',
      'code/2',
      'sale',
    ]);
    expect(listUndoNames({ name: 'sale', ...days, otherNames: ['old'] })).toEqual([
      'sale',
      'code/1',
      'code/2',
      'old',
    ]);
  });
});

describe('undos that are remembered by several names of a sale', () => {
  it('the same undo by two names: once, as its own name has it', () => {
    const mine = [granted('a'), granted('b')];
    const others = [granted('a', { state: 'open' }), granted('c')];
    const merged = mergeUndos(named(sale), mine, others);
    expect(names(merged)).toEqual(['a', 'b', 'c']);
    expect(merged[0]).toBe(mine[0]);
  });

  it('the same undo by two other names, of which one has not heard of its end: once, as it ended', () => {
    const [open, done] = [granted('a', { state: 'open' }), granted('a')];
    expect(mergeUndos(named(sale), [], [open, done])).toEqual([done]);
    expect(mergeUndos(named(sale), [], [done, open])).toEqual([done]);
  });

  it('all that its own name remembers is of it', () => {
    const early = granted('a', { since: shift(-3_600_000), of: own('other') });
    expect(mergeUndos(named(sale), [early], [])).toEqual([early]);
  });

  it.each<[string, Partial<Undo>, boolean]>([
    ['of that sale', { of: sale }, true],
    ['of another sale with the numbers', { of: own('other', 1_000) }, false],
    ['by its numbers', {}, true],
    ['by its numbers, long before the sale', { since: shift(-3_600_000) }, false],
    ['by its numbers, of more than the sale charged', { ...buildReturn('x', 1_001) }, false],
  ])('remembered by another name, %s: whether it counts (%#)', (_, over, counts) => {
    const other = granted('x', { ...over, customId: 'x' as CustomId });
    expect(mergeUndos(named(sale), [], [other])).toEqual(counts ? [other] : []);
  });

  it('nobody knows what the sale charged: a return of any amount by its numbers counts', () => {
    const other = granted('x', { ...buildReturn('x', 1_001) });
    expect(mergeUndos(named(own('sale')), [], [other])).toEqual([other]);
  });
});

describe('undos by another name of a sale that was made elsewhere', () => {
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
  const hour = 3_600_000;

  it.each<[string, Partial<Undo>, boolean]>([
    ['open for days', { state: 'open', since: ago(48 * hour) }, true],
    ['ended within the hour, granted before', { since: ago(2 * hour), endedAt: ago(hour - 60_000) }, true],
    ['failed within the hour', { state: 'failed', since: ago(60_000) }, true],
    ['ended more than an hour ago', { since: ago(2 * hour), endedAt: ago(hour + 60_000) }, false],
    ['granted more than an hour ago, without a time of its end', { since: ago(hour + 60_000) }, false],
    ['of a sale of ours, within the hour', { of: sale, since: ago(60_000) }, true],
  ])('%s: whether it counts (%#)', (_, over, counts) => {
    const other = granted('x', over);
    const { createdAt: _when, ...timeless } = named(sale);
    for (const foreign of [byNumbers, { ...byNumbers, createdAt: at }, timeless])
      expect(mergeUndos(foreign, [], [other])).toEqual(counts ? [other] : []);
  });
});
