import { describe, expect, it } from '@jest/globals';
import { computeLeftToReturn, sumReturned } from '../../src/domain/undo.js';
import type { Undo, UndoClaim, UndoneSale } from '../../src/domain/undo.js';
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

const sale: UndoneSale = { ...named(own('sale', 1_000)), terminalId: 'cl-1' };
const device = (serialNumber: string, country: 'CL' | 'AR' = 'CL') => ({ country, serialNumber });
const reason = (wish: UndoClaim, of: UndoneSale) => refusal([], wish, { sale: of })?.reason;

describe('the key of an undo was used before, for another undo of the same sale', () => {
  const first = { ...buildReturn('a', 100), firstRequest: 'first' };
  const second = { ...buildReturn('a', 100), firstRequest: 'second' };
  const ofAttempt2 = (claim: UndoClaim) => ({ ...claim, customId: 'a-2' as UndoClaim['customId'] });

  it.each([
    ['it was done', after([first, 'done']), second],
    ['it failed: late news may prove it', after([first, 'failed']), second],
    ['another attempt of it was permitted', after([ofAttempt2(first), 'failed']), second],
  ] as const)('%s: refused', (_, undos, claim) => {
    expect(refusal(undos, claim, { sale })).toMatchObject({
      reason: 'not-reversible',
      detail: 'its key was used for another return of it before; use a new key',
    });
  });

  it('the key of another undo was used twice: this one is judged by what is left', () => {
    expect(
      refusal(after([first, 'done']), { ...buildReturn('b', 200), firstRequest: 'second' }, { sale }),
    ).toBeUndefined();
  });

  it('a further attempt of the same use: it is judged by the other undos alone', () => {
    expect(refusal(after([first, 'failed']), ofAttempt2(first), { sale })).toBeUndefined();
  });
});

describe('a refused undo says why', () => {
  it.each<[string, readonly Undo[], UndoClaim, string]>([
    [
      'another has no proven outcome',
      after([buildVoid('a'), 'open']),
      buildVoid('b'),
      'a, a void of it, has no proven outcome yet',
    ],
    [
      'it was returned in parts: the last one is named',
      after(
        [buildReturn('a', 400), 'done'],
        [buildReturn('b', 600), 'done'],
        [buildReturn('c', 1), 'failed'],
      ),
      buildReturn('d', 1),
      'it was reversed by b',
    ],
    [
      'it was voided although a part had gone back',
      after([buildReturn('a', 1), 'done'], [buildVoid('b'), 'done']),
      buildReturn('c', 1),
      'it was reversed by b',
    ],
    ['it was voided', after([buildVoid('a'), 'done']), buildReturn('b', 1), 'it was reversed by a'],
    [
      'a part went back, so no void',
      after([buildReturn('a', 400), 'done']),
      buildVoid('b'),
      'part of it was returned, so only the rest can be returned',
    ],
    [
      'more than is left',
      after([buildReturn('a', 400), 'done']),
      buildReturn('b', 601),
      'CLP 600 of it are left to return',
    ],
    [
      'another terminal',
      [],
      buildVoid('a', { terminalId: 'cl-2' }),
      'it was made on cl-1, and only that terminal can void it',
    ],
    [
      'another terminal, and another device',
      [],
      buildVoid('a', { terminalId: 'cl-2', device: device('NEW') }),
      'it was made on cl-1, and only that terminal can void it',
    ],
    [
      'its terminal is another device now',
      [],
      buildVoid('a', { device: device('NEW') }),
      'the device OLD took it as cl-1, which is another device now; only the device that took it can void it',
    ],
  ])('%s', (_, undos, ...[wish, detail]) => {
    expect(refusal(undos, wish, { sale: { ...sale, device: device('OLD') } })?.detail).toBe(detail);
  });

  it('the same return of a sale made elsewhere: it names the earlier one', () => {
    expect(refusal(after([buildReturn('a', 500), 'done']), buildReturn('b', 500))).toEqual({
      reason: 'duplicate-undo',
      detail: 'a has returned the same amount of it already',
    });
  });
});

describe('which terminal may void a sale', () => {
  it('nobody knows where it was made: any', () => {
    expect(reason(buildVoid('a'), byNumbers)).toBeUndefined();
    expect(reason(buildVoid('a', { device: device('NEW') }), byNumbers)).toBeUndefined();
  });

  it.each<[string, Partial<UndoneSale>, Partial<UndoClaim>]>([
    ['the device that took it is not known', {}, { device: device('NEW') }],
    ['the device that is to void it is not known', { device: device('OLD') }, {}],
  ])('%s: the terminal’s name decides', (_, taken, wish) => {
    expect(reason(buildVoid('a', wish), { ...sale, ...taken })).toBeUndefined();
    expect(reason(buildVoid('a', { ...wish, terminalId: 'cl-2' }), { ...sale, ...taken })).toBe(
      'wrong-terminal',
    );
  });

  it('a device of another country with the same serial number is another one', () => {
    const taken = { ...sale, device: device('1') };
    expect(reason(buildVoid('a', { device: device('1', 'AR') }), taken)).toBe('wrong-terminal');
    expect(reason(buildVoid('a', { device: device('1') }), taken)).toBeUndefined();
  });
});

describe('the same amount is returned again', () => {
  const day = 24 * 3_600_000;
  const returned = (over: Partial<Undo>, value?: number): readonly Undo[] => [
    { ...buildReturn('a', value), state: 'done', since: at, ...over },
  ];

  it('of a sale whose amount we know: no repeat, for the rest may be as much', () => {
    const of = own('sale', 1_000);
    expect(refusal(after([buildReturn('a', 400), 'done']), buildReturn('b', 400), { sale })).toBeUndefined();
    expect(
      refusal(after([buildReturn('a', 400, { of }), 'done']), buildReturn('b', 400, { of })),
    ).toBeUndefined();
  });

  const later = (undos: readonly Undo[], wish: UndoClaim, ms: number) =>
    refusal(undos, wish, { now: shift(ms) })?.reason;

  it('of a sale made elsewhere, within a day of its end: a repeat', () => {
    expect(later(returned({}, 5), buildReturn('b', 5), day)).toBe('duplicate-undo');
    expect(later(returned({}, 5), buildReturn('b', 5), day + 1)).toBeUndefined();
    const ended = returned({ endedAt: shift(60_000) }, 5);
    expect(later(ended, buildReturn('b', 5), day + 60_000)).toBe('duplicate-undo');
  });

  it.each<[string, readonly Undo[], UndoClaim, string | undefined]>([
    ['all of it, twice', returned({}), buildReturn('b'), 'duplicate-undo'],
    ['all of it, after a part', returned({}, 5), buildReturn('b'), undefined],
    ['a part, after all of it', returned({}), buildReturn('b', 5), undefined],
  ])('of a sale made elsewhere, %s: %#', (_, undos, ...[wish, expected]) => {
    expect(later(undos, wish, 0)).toBe(expected);
  });
});

describe('how much was returned, and how much is left', () => {
  it('proven returns count: no void, none that is open or failed, and none whose amount nobody knows', () => {
    const undos = after(
      [buildVoid('a', { amount: clp(1_000) }), 'done'],
      [buildReturn('b', 300), 'done'],
      [buildReturn('c', 200), 'open'],
      [buildReturn('d', 100), 'failed'],
      [buildReturn('e'), 'done'],
    );
    expect(sumReturned(undos)).toBe(300);
  });

  it('nobody knows what the sale charged: nor what is left', () => {
    expect(computeLeftToReturn({ sale: byNumbers, undos: [] })).toBeUndefined();
  });
});
