import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseTransactionId } from '../../src/domain/ids.js';
import type { CustomId, TransactionId } from '../../src/domain/ids.js';
import { withUndoEnding, addGrantedUndo, chooseUndoState } from '../../src/domain/undo-list.js';
import { computeLeftToReturn, findRefusal, sumReturned } from '../../src/domain/undo.js';
import type { AttemptReport, RunReport, UndoSources } from '../../src/domain/undo-list.js';
import { openRecord } from '../../src/domain/record.js';
import type { Status } from '../../src/domain/status.js';
import { buildUndoInput, buildUndoneSale } from '../support/terms.js';
import type { Undo, UndoClaim, UndoState, UndoneSale } from '../../src/domain/undo.js';

const at = '2026-01-15T13:30:41.120Z';
const sale: UndoneSale = {
  name: 'tx_0123456789abcdefghi',
  merchant: 'demo-cl',
  transactionId: 'tx_0123456789abcdefghi' as TransactionId,
  terminalId: 'cl-till-1',
  amount: { value: 1_000, currency: 'CLP' },
  rememberUntil: 0,
};

function buildId(n: number): TransactionId {
  const id = parseTransactionId(`tx_${String(n).padStart(19, '0')}`);
  if (id === undefined) throw new Error(`${n} makes no transaction id`);
  return id;
}

function claim(n: number, over: Partial<UndoClaim> = {}): UndoClaim {
  const id = buildId(n);
  return {
    transactionId: id,
    customId: id as string as CustomId,
    type: 'void',
    terminalId: 'cl-till-1',
    ...over,
  };
}

const aReturn = (n: number, value: number, over: Partial<UndoClaim> = {}) =>
  claim(n, { type: 'return', amount: { value, currency: 'CLP' }, ...over });

/** The list after the claims came to their ends, one after the other. */
function applyUndos(...steps: readonly (readonly [UndoClaim, Undo['state']])[]): readonly Undo[] {
  return steps.reduce<readonly Undo[]>(
    (undos, [one, state]) =>
      withUndoEnding(addGrantedUndo(undos, one, at), { customId: one.customId, state }, at),
    [],
  );
}

const reasonFor = (undos: readonly Undo[], wish: UndoClaim, of = sale) =>
  findRefusal({ sale: of, undos }, wish)?.reason;

const undo = openRecord(buildUndoInput(buildUndoneSale()).accepted);
const undoCustomId = undo.accepted.customId;

function buildReport(status: Status, { isDoubted = false, isOtherAttempt = false } = {}): AttemptReport {
  const accepted = isOtherAttempt
    ? { ...undo.accepted, attempt: 2, customId: `${undoCustomId}-2` as CustomId }
    : undo.accepted;
  return { snapshot: { ...undo, accepted, status }, doubts: isDoubted ? [undoCustomId] : [] };
}

describe('what may still be undone of a sale', () => {
  it('nothing undone yet: a void, and a return of any part', () => {
    expect(reasonFor([], claim(1))).toBeUndefined();
    expect(reasonFor([], aReturn(1, 1))).toBeUndefined();
    expect(reasonFor([], aReturn(1, 1_000))).toBeUndefined();
  });

  it('an undo without proven outcome blocks every other, not itself', () => {
    const undos = applyUndos([claim(1), 'open']);
    expect(reasonFor(undos, aReturn(2, 1))).toBe('not-settled');
    expect(reasonFor(undos, claim(2))).toBe('not-settled');
    expect(reasonFor(undos, claim(1))).toBeUndefined();
  });

  it('an undo that was declined or never sent blocks nothing', () => {
    expect(reasonFor(applyUndos([claim(1), 'failed'], [aReturn(2, 9), 'failed']), claim(3))).toBeUndefined();
  });

  it('voided, or returned in full: already reversed', () => {
    expect(reasonFor(applyUndos([claim(1), 'done']), claim(2))).toBe('already-reversed');
    expect(reasonFor(applyUndos([claim(1), 'done']), aReturn(2, 1))).toBe('already-reversed');
    expect(reasonFor(applyUndos([aReturn(1, 400), 'done'], [aReturn(2, 600), 'done']), aReturn(3, 1))).toBe(
      'already-reversed',
    );
  });

  it('returned in part: no void any more, and no more than what is left', () => {
    const undos = applyUndos([aReturn(1, 400), 'done']);
    expect(reasonFor(undos, claim(2))).toBe('not-reversible');
    expect(reasonFor(undos, aReturn(2, 600))).toBeUndefined();
    expect(reasonFor(undos, aReturn(2, 601))).toBe('amount-exceeds-original');
  });

  it('another terminal: no void, but a return', () => {
    expect(reasonFor([], claim(1, { terminalId: 'cl-till-2' }))).toBe('wrong-terminal');
    expect(reasonFor([], aReturn(1, 5, { terminalId: 'cl-till-2' }))).toBeUndefined();
  });

  it('another currency: never', () => {
    const wish = aReturn(1, 5, { amount: { value: 5, currency: 'ARS' } });
    expect(reasonFor([], wish)).toBe('amount-exceeds-original');
  });

  it('a sale not taken here: its amount is not known, but one undo at a time, and none after a void', () => {
    const { amount: _, terminalId: __, transactionId: ___, ...foreign } = sale;
    expect(reasonFor([], aReturn(1, 1e9), foreign)).toBeUndefined();
    expect(reasonFor(applyUndos([aReturn(1, 5), 'open']), aReturn(2, 5), foreign)).toBe('not-settled');
    expect(reasonFor(applyUndos([claim(1), 'done']), aReturn(2, 5), foreign)).toBe('already-reversed');
  });

  it('what is left to return is what a return without an amount gives back', () => {
    expect(
      computeLeftToReturn({ sale, undos: applyUndos([aReturn(1, 400), 'done'], [aReturn(2, 9), 'failed']) }),
    ).toEqual({
      value: 600,
      currency: 'CLP',
    });
    expect(computeLeftToReturn({ sale, undos: applyUndos([aReturn(1, 1_000), 'done']) })).toBeUndefined();
  });
});

describe('the device that took the sale', () => {
  const device = (serialNumber: string) => ({ country: 'CL' as const, serialNumber });
  const taken = { ...sale, device: device('OLD') };

  it('its terminal is another device now: no void there', () => {
    const wish = claim(1, { device: device('NEW') });
    expect(findRefusal({ sale: taken, undos: [] }, wish)).toMatchObject({
      reason: 'wrong-terminal',
      detail: expect.stringContaining('OLD'),
    });
    expect(reasonFor([], { ...wish, type: 'return' }, taken)).toBeUndefined();
  });

  it('the device goes by another name now: it voids what it took', () => {
    expect(reasonFor([], claim(1, { terminalId: 'renamed', device: device('OLD') }), taken)).toBeUndefined();
  });
});

describe('a return of a sale made elsewhere is repeated', () => {
  const foreign: UndoneSale = { name: 'demo-cl/CL/12345', merchant: 'demo-cl', rememberUntil: 0 };
  const undos = applyUndos([aReturn(1, 500), 'done']);
  const asked = (wish: UndoClaim, now = at) => findRefusal({ sale: foreign, undos }, wish, now)?.reason;

  it('the same amount within a day: a duplicate, unless it is meant', () => {
    expect(asked(aReturn(2, 500))).toBe('duplicate-undo');
    expect(asked(aReturn(2, 500, { evenIfRepeated: true }))).toBeUndefined();
  });

  it('another amount, or days later: none', () => {
    expect(asked(aReturn(2, 501))).toBeUndefined();
    expect(asked(aReturn(2, 500), '2026-01-17T13:30:41.120Z')).toBeUndefined();
  });
});

describe('the list of undos', () => {
  it('what is done is never undone by a later telling', () => {
    const undos = applyUndos([claim(1), 'done']);
    expect(withUndoEnding(undos, { customId: claim(1).customId, state: 'failed' }, at)).toEqual(undos);
  });

  it('what seemed to have failed may turn out done', () => {
    const undos = withUndoEnding(
      applyUndos([claim(1), 'failed']),
      { customId: claim(1).customId, state: 'done' },
      at,
    );
    expect(undos).toMatchObject([{ state: 'done' }]);
  });

  it('whoever asks, in whatever order, with whatever ends: together never more than the sale, and at most one open', () => {
    const wish = fc.record({
      kind: fc.constantFrom('void' as const, 'return' as const),
      value: fc.integer({ min: 1, max: 1_200 }),
      end: fc.constantFrom('open' as const, 'done' as const, 'failed' as const),
      endsAfter: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 25 }), (wishes) => {
        let undos: readonly Undo[] = [];
        const waiting: { readonly n: number; readonly at: number; readonly end: Undo['state'] }[] = [];
        wishes.forEach(({ kind, value, end, endsAfter }, n) => {
          const one = kind === 'void' ? claim(n) : aReturn(n, value);
          if (findRefusal({ sale, undos }, one) === undefined) {
            undos = addGrantedUndo(undos, one, at);
            waiting.push({ n, at: n + endsAfter, end });
          }
          for (const due of waiting.filter((ending) => ending.at === n)) {
            undos = withUndoEnding(undos, { customId: claim(due.n).customId, state: due.end }, at);
          }
          expect(undos.filter(({ state }) => state === 'open').length).toBeLessThanOrEqual(1);
          const voided = undos.some(({ type, state }) => type === 'void' && state !== 'failed') ? 1_000 : 0;
          const open = undos.filter(({ type, state }) => type === 'return' && state === 'open');
          const asked = open.reduce((sum, { amount }) => sum + (amount?.value ?? 0), 0);
          expect(voided + sumReturned(undos) + asked).toBeLessThanOrEqual(1_000);
        });
      }),
      { numRuns: 500 },
    );
  });
});

describe('how an undo stands, by its run and by a late callback', () => {
  it.each<[RunReport, UndoSources['late'], UndoState | undefined]>([
    ['silent', undefined, undefined],
    ['silent', 'unknown', 'open'],
    ['silent', 'no', undefined],
    ['silent', 'yes', 'done'],
    [{ ...buildReport('needs_attention'), isLost: true }, undefined, 'open'],
    [{ ...buildReport('needs_attention', { isOtherAttempt: true }), isLost: true }, undefined, undefined],
    [{ ...buildReport('needs_attention', { isOtherAttempt: true }), isLost: true }, 'no', 'failed'],
    [undefined, undefined, undefined],
    [undefined, 'unknown', 'open'],
    [undefined, 'no', 'failed'],
    [undefined, 'yes', 'done'],
    [buildReport('in_progress'), undefined, 'open'],
    [buildReport('needs_attention'), 'no', 'open'],
    [buildReport('approved'), undefined, 'done'],
    [buildReport('approved'), 'no', 'done'],
    [buildReport('declined'), undefined, 'failed'],
    [buildReport('declined'), 'unknown', 'open'],
    [buildReport('declined'), 'yes', 'done'],
    [buildReport('not_sent'), undefined, 'failed'],
    [buildReport('not_sent', { isDoubted: true }), undefined, 'open'],
    [buildReport('approved', { isOtherAttempt: true }), undefined, 'failed'],
    [buildReport('in_progress', { isOtherAttempt: true, isDoubted: true }), undefined, 'open'],
  ])('its run says %j, what came late %s: %s', (own, late, expected) => {
    expect(chooseUndoState(undoCustomId, { report: own, late })).toBe(expected);
  });
});
