import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isEmptyVerdict,
  isLifecycleOver,
  computeQueryDelayMs,
  shouldQueryTerminal,
} from '../../src/domain/query-ladder.js';
import type { QueryProgress } from '../../src/domain/query-ladder.js';
import type { TimeLimits } from '../../src/domain/policy.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { approved, declined, saleInput } from '../support/terms.js';

const minute = 60_000;
const limits: TimeLimits = {
  dispatchWithin: 20_000,
  getnetTimeout: 15_000,
  lifecycleWindow: 90_000,
  lifecycleLimit: 5 * minute,
  attentionAfter: 15 * minute,
  retryWithin: 24 * 60 * minute,
  callbackValidFor: 24 * 60 * minute,
};
const at = (elapsedMs: number, callback?: QueryProgress['callback']): QueryProgress => ({
  elapsedMs,
  ageMs: elapsedMs + 1_000,
  callback,
});

describe('when to ask Getnet for the status', () => {
  it.each([
    ['a callback has just come', at(3_000, { ageMs: 0, queries: 0 }), 0],
    ['no callback yet', at(0), 94_500],
    ['half way through the first window', at(45_000), 49_500],
    ['the first query has just been made', at(94_500), 15_000],
    ['after the first window', at(95_000), 15_000],
    ['after the lifecycle limit', at(5 * minute), 15_000],
    ['long after the lifecycle limit', at(10 * minute), 5 * minute],
    ['a person is needed as of now', { ...at(15 * minute - 1_000), ageMs: 15 * minute }, 15 * minute],
    [
      'a person is needed, and the terminal may still work on it',
      { ...at(4 * minute), ageMs: 16 * minute },
      15_000,
    ],
    ['a person is needed', at(15 * minute), 15 * minute],
    ['a person has been needed for a day', at(24 * 60 * minute), 6 * 60 * minute],
    ['the query after a callback said in process', at(3_000, { ageMs: 10, queries: 1 }), 700],
    ['twenty seconds after a callback', at(23_000, { ageMs: 20_000, queries: 12 }), 3_000],
    ['a callback long ago: back to the ladder', at(200_000, { ageMs: 190_000, queries: 40 }), 15_000],
  ])('%s', (_, search, expected) => {
    expect(computeQueryDelayMs(search, limits)).toBe(expected);
  });

  it('whatever has happened: the next query is never in the past and never further than the rarest rung', () => {
    const searches = fc.record({
      elapsedMs: fc.nat(40 * 24 * 60 * minute),
      ageMs: fc.nat(40 * 24 * 60 * minute),
      callback: fc.option(fc.record({ ageMs: fc.nat(40 * 24 * 60 * minute), queries: fc.nat(1_000) }), {
        nil: undefined,
      }),
    });
    fc.assert(
      fc.property(searches, (search) => {
        const wait = computeQueryDelayMs(search, limits);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(24 * limits.attentionAfter);
      }),
    );
  });

  it('the lifecycle is over at its limit, not before', () => {
    expect(isLifecycleOver({ elapsedMs: 5 * minute - 1 }, limits)).toBe(false);
    expect(isLifecycleOver({ elapsedMs: 5 * minute }, limits)).toBe(true);
  });
});

describe('when to ask the terminal itself', () => {
  it.each<[Verdict, boolean]>([
    [{ kind: 'not_found' }, true],
    [{ kind: 'silent', cause: 'HTTP 502' }, true],
    [{ kind: 'pending' }, true],
    [{ kind: 'contradiction', fields: ['amount'] }, false],
    [approved(), false],
    [declined(), false],
  ])('%j: leaves it open is %s', (verdict, empty) => {
    expect(isEmptyVerdict(verdict)).toBe(empty);
  });

  it('only where the country’s terminals understand it, and not at the first query that finds nothing', () => {
    const understood = saleInput({ deviceQuery: true }).policy;
    expect([0, 1, 2, 9].map((queries) => shouldQueryTerminal(understood, queries))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(shouldQueryTerminal(saleInput().policy, 9)).toBe(false);
  });
});
