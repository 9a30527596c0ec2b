import { describe, expect, it } from '@jest/globals';
import { withUndoEnding, addGrantedUndo } from '../../src/domain/undo-list.js';
import { sumReturned } from '../../src/domain/undo.js';
import type { Undo, UndoClaim } from '../../src/domain/undo.js';
import { findExcess } from '../../src/domain/undos-by-number.js';
import {
  after,
  buildReturn,
  at,
  buildVoid,
  byNumbers,
  clp,
  named,
  own,
  refusal,
  shift,
} from './support/undos.js';

const reason = (undos: readonly Undo[], claim: UndoClaim) => refusal(undos, claim)?.reason;
const sale = own('sale', 1_000);

describe('undos by a code that several sales may have', () => {
  it('made by number before the sale was proven: counted when it is undone by its id', () => {
    const undos = after([buildReturn('foreign', 600), 'done']);
    expect(reason(undos, buildReturn('a', 401, { of: sale }))).toBe('amount-exceeds-original');
    expect(reason(undos, buildReturn('a', 400, { of: sale }))).toBeUndefined();
  });

  it('one by number and one by id at once: the second is refused, whichever it is', () => {
    expect(reason(after([buildReturn('foreign', 600), 'open']), buildReturn('a', 1, { of: sale }))).toBe(
      'not-settled',
    );
    expect(reason(after([buildReturn('a', 1, { of: sale }), 'open']), buildReturn('foreign', 600))).toBe(
      'not-settled',
    );
  });

  it('another sale with the code, or a larger amount: not concerned', () => {
    const undos = after([buildReturn('a', 600, { of: own('other', 1_000) }), 'open']);
    expect(reason(undos, buildReturn('b', 900, { of: sale }))).toBeUndefined();
    expect(reason(undos, buildReturn('foreign', 1_001))).toBeUndefined();
  });
});

describe('an undo by number that is still open, when a sale of ours is undone by its id', () => {
  const openSince = (claim: UndoClaim, since: string): readonly Undo[] => [
    { ...claim, state: 'open', since },
  ];

  it.each<[string, UndoClaim, string, boolean]>([
    ['a return of all of it', buildReturn('foreign', 1_000), at, true],
    ['a return of more than the sale charged', buildReturn('foreign', 1_001), at, false],
    ['a return that names no amount', buildReturn('foreign'), at, true],
    ['a void, whatever amount its caller named', buildVoid('foreign', { amount: clp(1_001) }), at, true],
    ['a minute before the sale, as far as clocks differ', buildReturn('foreign', 1), shift(-60_000), true],
    ['longer before the sale', buildReturn('foreign', 1), shift(-60_001), false],
  ])('%s: whether it may be of that sale (%#)', (_, claim, ...[since, blocks]) => {
    const wish = buildReturn('a', 1, { of: sale });
    expect(reason(openSince(claim, since), wish)).toBe(blocks ? 'not-settled' : undefined);
  });

  it('nobody knows what the sale charged: it may be of that sale', () => {
    const undos = openSince(buildReturn('foreign', 1_001), at);
    expect(reason(undos, buildReturn('a', 1, { of: own('sale') }))).toBe('not-settled');
  });

  it('a void by number, whatever amount it names: it may be of a sale whose undo is open', () => {
    const undos = after([buildReturn('a', 1, { of: sale }), 'open']);
    expect(reason(undos, buildVoid('foreign', { amount: clp(1_001) }))).toBe('not-settled');
  });

  it('remembered under the sale’s own name: it is of the sale, whenever it was and whatever it returned', () => {
    const undos = openSince(buildReturn('early', 1_001), shift(-3_600_000));
    expect(refusal(undos, buildReturn('a', 1, { of: sale }), { sale: named(sale) })?.reason).toBe(
      'not-settled',
    );
  });
});

describe('a void by the terminal’s number, which starts again with each batch', () => {
  const batchSince = shift(0);
  const ended = (claim: UndoClaim, over: Partial<Undo>): readonly Undo[] => [
    { ...claim, state: 'done', since: shift(-5), ...over },
  ];

  it.each<[string, readonly Undo[], string | undefined]>([
    ['voided before the batch was closed', ended(buildVoid('a'), { endedAt: shift(-1) }), undefined],
    ['voided as the batch was closed', ended(buildVoid('a'), { endedAt: shift(0) }), 'already-reversed'],
    ['voided after it', ended(buildVoid('a'), { endedAt: shift(1) }), 'already-reversed'],
    ['voided before it, as far as the grant tells', ended(buildVoid('a'), {}), undefined],
    [
      'granted before it, and nobody knows how it ended',
      ended(buildVoid('a'), { state: 'open' }),
      'not-settled',
    ],
    ['returned in part before it', ended(buildReturn('a', 5), { endedAt: shift(-1) }), 'not-reversible'],
  ])('%s: %#', (_, undos, expected) => {
    expect(reason(undos, buildVoid('foreign', { batchSince }))).toBe(expected);
  });

  it('no batch was closed: an old void of the number is of the sale', () => {
    expect(reason(ended(buildVoid('a'), { endedAt: shift(-1) }), buildVoid('foreign'))).toBe(
      'already-reversed',
    );
  });
});

describe('an undo by number of a sale that we know', () => {
  it('a part of it went back by its id: refused, and the id to use is named', () => {
    const undos = after([buildReturn('foreign', 1), 'done'], [buildReturn('a', 600, { of: sale }), 'done']);
    expect(refusal(undos, buildReturn('b', 300))).toEqual({
      reason: 'not-reversible',
      detail:
        'its numbers belong to sale. Send originalTransactionId instead; if sale is not an approved sale of this service, undo it at the terminal',
    });
    expect(refusal(undos, buildReturn('b', 300, { of: sale }))).toBeUndefined();
    expect(refusal(undos, buildReturn('b', 300), { sale: named(sale) })).toBeUndefined();
  });

  it('only undos by number are known: it is not ours', () => {
    expect(refusal(after([buildReturn('foreign', 600), 'done']), buildReturn('b', 300))).toBeUndefined();
  });
});

describe('what really went back', () => {
  it('a return gave back less than was asked for: the rest may still go back', () => {
    const claim = buildReturn('a', 600, { of: sale });
    const undos = withUndoEnding(
      addGrantedUndo([], claim, at),
      { customId: claim.customId, state: 'done', amountGiven: clp(500) },
      at,
    );
    expect(sumReturned(undos)).toBe(500);
    expect(reason(undos, buildReturn('b', 500, { of: sale }))).toBeUndefined();
  });

  it('more went back than was charged, as was proven later: said, under the sale and under its code', () => {
    const undos = after(
      [buildReturn('a', 600, { of: sale }), 'done'],
      [buildReturn('b', 600, { of: sale }), 'done'],
    );
    const words =
      'more-given-back-than-charged: a, b gave back CLP 1,200 of sale, which charged CLP 1,000. Check the receipts and collect the difference.';
    expect(findExcess({ sale: byNumbers, undos })).toBe(words);
    expect(findExcess({ sale: named(sale), undos })).toBe(words);
    expect(findExcess({ sale: named(sale), undos: undos.slice(1) })).toBeUndefined();
  });

  const done = (...claims: readonly UndoClaim[]) => after(...claims.map((claim) => [claim, 'done'] as const));

  it.each<[string, readonly Undo[]]>([
    [
      'exactly all of it went back',
      done(buildReturn('a', 400, { of: sale }), buildReturn('b', 600, { of: sale })),
    ],
    [
      'the rest failed',
      after([buildReturn('a', 600, { of: sale }), 'done'], [buildReturn('b', 600, { of: sale }), 'failed']),
    ],
    ['nobody knows what one gave back', done(buildReturn('a', 600, { of: sale }), buildReturn('b'))],
    [
      'a void gave back less, and the rest was returned',
      done(buildVoid('a', { of: sale }), buildReturn('b', 600, { of: sale })).map((undo) =>
        undo.type === 'void' ? { ...undo, amountGiven: clp(400) } : undo,
      ),
    ],
  ])('%s: no warning', (_, undos) => {
    expect(findExcess({ sale: byNumbers, undos })).toBeUndefined();
    expect(findExcess({ sale: named(sale), undos })).toBeUndefined();
  });

  it('two sales with one code, each given back once: no warning', () => {
    const undos = done(
      buildReturn('a', 600, { of: sale }),
      buildReturn('b', 600, { of: own('other', 1_000) }),
    );
    expect(findExcess({ sale: byNumbers, undos })).toBeUndefined();
  });

  it('nobody knows what was charged: no warning', () => {
    const undos = done(buildReturn('a', 600, { of: own('sale') }), buildReturn('b', 600));
    expect(findExcess({ sale: byNumbers, undos })).toBeUndefined();
    expect(findExcess({ sale: named(own('sale')), undos })).toBeUndefined();
  });

  it('returned, and voided too: a void gives back all of it', () => {
    const undos = done(buildReturn('a', 1, { of: sale }), buildVoid('b', { of: sale }));
    expect(findExcess({ sale: byNumbers, undos })).toContain('gave back CLP 1,001 of sale');
  });

  it('only its failed undo names the sale: what went back by its numbers is counted all the same', () => {
    const undos = [
      ...after([buildReturn('a', 1, { of: sale }), 'failed']),
      ...done(buildReturn('b', 600), buildReturn('c', 600)),
    ];
    expect(findExcess({ sale: byNumbers, undos })).toContain('b, c gave back CLP 1,200 of sale');
  });

  it('under the sale’s own name all are of it, even those that name no sale and seem too early', () => {
    const undos = done(buildReturn('a', 600), buildReturn('b', 600)).map((undo) => ({
      ...undo,
      since: shift(-3_600_000),
    }));
    expect(findExcess({ sale: named(sale), undos })).toContain('gave back CLP 1,200 of sale');
    expect(findExcess({ sale: byNumbers, undos })).toBeUndefined();
  });
});
