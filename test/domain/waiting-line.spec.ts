import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addWaiter,
  computeQueuePlace,
  isWaiterOverdue,
  removeWaiter,
} from '../../src/domain/waiting-line.js';
import type { LineView, Waiter } from '../../src/domain/waiting-line.js';
import { saleInput } from '../support/terms.js';

const nowMs = Date.parse('2026-01-15T14:00:00.000Z');
const second = 1_000;
const waiterAt = (joinedAt: number, over: Partial<Waiter> = {}): Waiter => {
  const { transactionId } = saleInput().accepted;
  const run = { workflowId: `tx/${transactionId}`, runId: `run-${transactionId}`, attempt: 1 };
  return { transactionId, merchant: 'demo-cl', ...run, joinedAt, deadline: nowMs + 600 * second, ...over };
};
const [first, middle, last] = [waiterAt(10), waiterAt(20), waiterAt(30)];

describe('the order in which transactions get a busy terminal', () => {
  it('each that joins comes last, whatever its clock says', () => {
    expect(addWaiter([middle, last], first, false)).toEqual([middle, last, first]);
    expect(addWaiter([], first, false)).toEqual([first]);
  });

  it('a signal that is delivered twice: the waiter keeps the place and the deadline of the first one', () => {
    const again = { ...first, joinedAt: 40, deadline: nowMs };
    expect(addWaiter([first, middle], again, false)).toEqual([first, middle]);
    expect(addWaiter([first, middle], again, true)).toEqual([first, middle]);
  });

  it.each<[string, Partial<Waiter>]>([
    ['another attempt of the same run', { attempt: 2 }],
    ['the same attempt in a run that was reset', { runId: 'another-run' }],
  ])('%s: a waiter of its own', (_, over) => {
    const other = { ...first, ...over };
    expect(addWaiter([first], other, false)).toEqual([first, other]);
    expect(removeWaiter([first, other], first)).toEqual([other]);
  });

  it.each<[string, number, number]>([
    ['it was the first', 5, 0],
    ['it was between two', 15, 1],
    ['it came at the same moment as another', 20, 2],
    ['it was the last', 35, 3],
  ])('the queue was lost, and a waiter joins again: %s, and is so again', (_, joinedAt, place) => {
    const line = addWaiter([first, middle, last], waiterAt(joinedAt), true);
    expect(line.findIndex((waiter) => waiter.joinedAt === joinedAt && waiter !== middle)).toBe(place);
    expect(line).toHaveLength(4);
  });

  it('the queue was lost, and all join again in whatever order: they stand as they stood', () => {
    const stood = [first, middle, last, waiterAt(40), waiterAt(50)];
    const anyOrder = fc.shuffledSubarray(stood, { minLength: stood.length });
    fc.assert(
      fc.property(anyOrder, (order) => {
        const line = order.reduce<readonly Waiter[]>((before, one) => addWaiter(before, one, true), []);
        expect(line).toEqual(stood);
      }),
    );
  });

  it('one leaves: the others keep their order; one that is not there changes nothing', () => {
    expect(removeWaiter([first, middle, last], middle)).toEqual([first, last]);
    expect(removeWaiter([first, last], middle)).toEqual([first, last]);
  });

  it('a waiter has five seconds after its deadline to leave by itself', () => {
    expect(isWaiterOverdue({ deadline: nowMs }, nowMs + 4_999)).toBe(false);
    expect(isWaiterOverdue({ deadline: nowMs }, nowMs + 5_000)).toBe(true);
  });
});

describe('what a caller that waits is told of its place', () => {
  const holder = saleInput().accepted.transactionId;
  const hold = { transactionId: holder, since: nowMs - 10 * second, until: nowMs + 300 * second };
  const view = (over: Partial<LineView> = {}): LineView => ({
    waiters: [first, middle, last],
    hold,
    holdsMs: [20 * second],
    ...over,
  });
  const placeOf = ({ transactionId }: Waiter, line: LineView) => {
    const place = computeQueuePlace(transactionId, line, nowMs);
    return place && { ...place, expectedBy: (Date.parse(place.expectedBy) - nowMs) / second };
  };

  it('the holder has half of its time left: each waits for it and for those before', () => {
    expect(placeOf(first, view())).toEqual({ position: 1, ahead: 1, expectedBy: 10 });
    expect(placeOf(middle, view())).toEqual({ position: 2, ahead: 2, expectedBy: 30 });
    expect(placeOf(last, view())).toEqual({ position: 3, ahead: 3, expectedBy: 50 });
  });

  it('nobody holds the terminal: the first has it at once', () => {
    expect(placeOf(first, view({ hold: undefined }))).toEqual({ position: 1, ahead: 0, expectedBy: 0 });
    expect(placeOf(last, view({ hold: undefined }))).toEqual({ position: 3, ahead: 2, expectedBy: 40 });
  });

  it.each<[string, LineView['hold'], number]>([
    ['longer than is usual: it may leave at any moment', { ...hold, since: nowMs - 90 * second }, 0],
    ['and has to leave before that', { ...hold, until: nowMs + 3 * second }, 3],
    ['and should have left', { ...hold, until: nowMs - second }, 0],
  ])('the holder has had the terminal %s', (_, present, expectedBy) => {
    expect(placeOf(first, view({ hold: present }))).toEqual({ position: 1, ahead: 1, expectedBy });
  });

  it('the first has the terminal and is still in the queue: it counts once, for itself and for the others', () => {
    const own = { ...hold, transactionId: first.transactionId };
    expect(placeOf(first, view({ hold: own }))).toEqual({ position: 1, ahead: 0, expectedBy: 0 });
    expect(placeOf(middle, view({ hold: own }))).toEqual({ position: 2, ahead: 1, expectedBy: 10 });
    expect(placeOf(last, view({ hold: own }))).toEqual({ position: 3, ahead: 2, expectedBy: 30 });
  });

  it.each<[string, readonly number[], number]>([
    ['nothing is known of earlier sales: half a minute each', [], 20],
    ['one of the latest sales took very long: the usual one counts', [15, 500, 12], 5],
    ['the latest sales took less and less: not the last one counts', [40, 25, 5], 15],
    ['one took longer and one less: the longer one counts', [60, 30], 50],
  ])('%s', (_, seconds, expectedBy) => {
    expect(placeOf(first, view({ holdsMs: seconds.map((one) => one * second) }))).toMatchObject({
      expectedBy,
    });
  });

  it('its own deadline is earlier than its turn: it is told the deadline', () => {
    const withShortDeadline = { ...last, deadline: nowMs + 7 * second };
    expect(placeOf(withShortDeadline, view({ waiters: [first, middle, withShortDeadline] }))).toEqual({
      position: 3,
      ahead: 3,
      expectedBy: 7,
    });
  });

  it('one before it is overdue: it does not count, and has no place itself', () => {
    const overdue = { ...first, deadline: nowMs - 60 * second };
    const line = view({ waiters: [overdue, middle, last] });
    expect(placeOf(middle, line)).toEqual({ position: 1, ahead: 1, expectedBy: 10 });
    expect(placeOf(overdue, line)).toBeUndefined();
  });

  it('a transaction that does not wait there has no place', () => {
    expect(placeOf(waiterAt(1), view())).toBeUndefined();
    expect(placeOf(first, view({ waiters: [] }))).toBeUndefined();
  });
});
