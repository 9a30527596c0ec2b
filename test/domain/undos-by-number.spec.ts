import { describe, expect, it } from '@jest/globals';
import type { CustomId, TransactionId } from '../../src/domain/ids.js';
import { withUndoEnding, addGrantedUndo } from '../../src/domain/undo-list.js';
import { findRefusal, sumReturned } from '../../src/domain/undo.js';
import type { OwnSale, Undo, UndoClaim, UndoneSale } from '../../src/domain/undo.js';
import { findExcess } from '../../src/domain/undos-by-number.js';

const at = '2026-01-15T13:30:41.120Z';
const code: UndoneSale = { name: 'demo-cl/CL/12345', merchant: 'demo-cl', rememberUntil: 0 };
const clp = (value: number) => ({ value, currency: 'CLP' as const });
const own = (name: string, value: number): OwnSale => ({
  transactionId: name as TransactionId,
  createdAt: at,
  amount: clp(value),
});

function aReturn(name: string, value: number, over: Partial<UndoClaim> = {}): UndoClaim {
  const id = name as TransactionId;
  const customId = name as CustomId;
  return { transactionId: id, customId, type: 'return', terminalId: 'cl-1', amount: clp(value), ...over };
}

const after = (...steps: readonly (readonly [UndoClaim, Undo['state']])[]): readonly Undo[] =>
  steps.reduce<readonly Undo[]>(
    (undos, [claim, state]) =>
      withUndoEnding(addGrantedUndo(undos, claim, at), { customId: claim.customId, state }, at),
    [],
  );
const reason = (undos: readonly Undo[], claim: UndoClaim) =>
  findRefusal({ sale: code, undos }, claim, at)?.reason;

describe('undos by a code that several sales may have', () => {
  it('made by number before the sale was proven: counted when it is undone by its id', () => {
    const undos = after([aReturn('foreign', 600), 'done']);
    expect(reason(undos, aReturn('a', 401, { of: own('sale', 1_000) }))).toBe('amount-exceeds-original');
    expect(reason(undos, aReturn('a', 400, { of: own('sale', 1_000) }))).toBeUndefined();
  });

  it('one by number and one by id at once: the second is refused, whichever it is', () => {
    expect(
      reason(after([aReturn('foreign', 600), 'open']), aReturn('a', 1, { of: own('sale', 1_000) })),
    ).toBe('not-settled');
    expect(
      reason(after([aReturn('a', 1, { of: own('sale', 1_000) }), 'open']), aReturn('foreign', 600)),
    ).toBe('not-settled');
  });

  it('another sale with the code, or a larger amount: not concerned', () => {
    const undos = after([aReturn('a', 600, { of: own('other', 1_000) }), 'open']);
    expect(reason(undos, aReturn('b', 900, { of: own('sale', 1_000) }))).toBeUndefined();
    expect(reason(undos, aReturn('foreign', 1_001))).toBeUndefined();
  });
});

describe('what really went back', () => {
  it('a return gave back less than was asked for: the rest may still go back', () => {
    const claim = aReturn('a', 600, { of: own('sale', 1_000) });
    const undos = withUndoEnding(
      addGrantedUndo([], claim, at),
      { customId: claim.customId, state: 'done', amountGiven: clp(500) },
      at,
    );
    expect(sumReturned(undos)).toBe(500);
    expect(reason(undos, aReturn('b', 500, { of: own('sale', 1_000) }))).toBeUndefined();
  });

  it('more went back than was charged, as was proven later: said, under the sale and under its code', () => {
    const of = own('sale', 1_000);
    const undos = after([aReturn('a', 600, { of }), 'done'], [aReturn('b', 600, { of }), 'done']);
    expect(findExcess({ sale: code, undos })).toContain('CLP 1,200');
    const named: UndoneSale = { ...code, ...of, name: 'sale', transactionId: of.transactionId };
    expect(findExcess({ sale: named, undos })).toContain('a, b');
    expect(findExcess({ sale: named, undos: undos.slice(1) })).toBeUndefined();
  });
});
