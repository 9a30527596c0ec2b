import { describe, expect, it } from '@jest/globals';
import type { TransactionId } from '../../src/domain/ids.js';
import { openRecord } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { Status } from '../../src/domain/status.js';
import {
  describeObstacle,
  findDispatchedAtMs,
  findObstacle,
  hasClosedBatch,
  listPreceding,
  stopAtSale,
  walkBack,
} from '../../src/domain/terminal-chain.js';
import type { TerminalWalk } from '../../src/domain/terminal-chain.js';
import type { Accepted } from '../../src/domain/transaction.js';
import { saleInput, buildTerminalResult } from '../support/terms.js';

const createdAt = '2026-01-15T14:00:00.000Z';

/** What a terminal did, and after what. */
function did(
  { accepted, ...over }: Partial<Omit<Snapshot, 'accepted'>> & { readonly accepted?: Partial<Accepted> },
  after: readonly Snapshot[] = [],
): Snapshot {
  const [previous, ...before] = after.map((one) => one.accepted.transactionId);
  const record = openRecord({
    ...saleInput().accepted,
    createdAt,
    ...(previous && { previous }),
    ...accepted,
  });
  return { ...record, status: 'approved', ...(before.length > 0 && { before }), ...over };
}
const numbered = (operationId: number) =>
  ({ moneyMoved: 'yes', result: buildTerminalResult({ operationId }) }) as const;
const close = (status: Status, after: readonly Snapshot[] = []) =>
  did({ accepted: { type: 'close' }, status }, after);
const idOf = ({ accepted }: Snapshot) => accepted.transactionId;

const first = did({});
const sale = did({ outcome: numbered(7) }, [first]);
const voidable = { ...sale.accepted, operationId: 7 };

describe('what had the terminal before a transaction', () => {
  it('each attempt names one: all of them, each once, and never the transaction itself', () => {
    const repeated = did({}, [first, sale]);
    const own = { ...repeated, before: [idOf(sale), idOf(repeated), idOf(first)] };
    expect(listPreceding(own)).toEqual([idOf(first), idOf(sale)]);
  });

  it('the first of a terminal names none; a later attempt of it may', () => {
    expect(listPreceding(first)).toEqual([]);
    expect(listPreceding({ ...first, before: [idOf(sale)] })).toEqual([idOf(sale)]);
  });

  it('when it had the terminal: its latest dispatch, not what came after; unknown where its run does not say', () => {
    const states = (['dispatching', 'not_sent', 'dispatching', 'approved'] as const).map((status, place) => ({
      n: place + 1,
      at: `2026-01-15T14:00:0${place}.000Z`,
      status,
    }));
    expect(findDispatchedAtMs({ states })).toBe(Date.parse('2026-01-15T14:00:02.000Z'));
    expect(findDispatchedAtMs({ states: states.slice(3) })).toBeUndefined();
  });
});

describe('the way back through what a terminal did', () => {
  const left = did({}, [sale]);
  const right = did({}, [sale]);
  const last = did({}, [left, right]);
  const all = [last, left, right, sale, first];
  const walk = (maxTransactions: number, forgotten?: Snapshot) => {
    const read = async (id: TransactionId) => all.find((one) => idOf(one) === id && one !== forgotten);
    return walkBack(read, [idOf(last)], { isEnd: () => false, maxTransactions });
  };

  it('several ways lead to one transaction: it is read once, and the latest come first', async () => {
    expect(await walk(5)).toEqual({ transactions: all, isBroken: false, isCut: false });
  });

  it('two transactions came each after the other, by their attempts: the walk ends', async () => {
    const one = did({}, [first]);
    const two = did({}, [one]);
    const both = [{ ...one, before: [idOf(two)] }, two, first];
    const readOne = async (id: TransactionId) => both.find((each) => idOf(each) === id);
    const walked = await walkBack(readOne, [idOf(two)], { isEnd: () => false, maxTransactions: 3 });
    expect(walked).toEqual({ transactions: [two, both[0], first], isBroken: false, isCut: false });
  });

  it('there is one more than may be read: the rest is not read, and the walk says so', async () => {
    expect(await walk(4)).toEqual({ transactions: all.slice(0, 4), isBroken: false, isCut: true });
  });

  it('one is forgotten: the walk says so, however much it reads by another way', async () => {
    expect(await walk(5, left)).toEqual({
      transactions: [last, right, sale, first],
      isBroken: true,
      isCut: false,
    });
  });

  it.each<[string, boolean, Partial<Snapshot>]>([
    ['ended more than a minute before', true, { finalAt: '2026-01-15T13:58:59.999Z' }],
    ['ended within a minute, which clocks may differ by', false, { finalAt: '2026-01-15T13:59:00.000Z' }],
    ['ended after', false, { finalAt: '2026-01-15T14:10:00.000Z' }],
    ['not ended', false, { status: 'in_progress' }],
    [
      'never sent, so that its key may have come back later',
      false,
      { status: 'not_sent', finalAt: '2026-01-15T12:00:00.000Z' },
    ],
  ])('before a void, a transaction %s: whether the walk ends there is %s', (_, ends, over) => {
    expect(stopAtSale(voidable)(did(over))).toBe(ends);
    expect(stopAtSale(voidable)({ ...sale, ...over })).toBe(true);
  });
});

describe('what closes a batch', () => {
  const inArgentina = { ...saleInput().accepted.terminal, country: 'AR' } as const;

  it.each<[string, boolean, Snapshot]>([
    ['a close that was completed', true, close('completed')],
    ['a close of which nothing is known', false, close('needs_attention')],
    ['a poll', false, did({ accepted: { type: 'poll' }, status: 'completed' })],
    [
      'in Argentina nothing',
      false,
      did({ accepted: { type: 'close', terminal: inArgentina }, status: 'completed' }),
    ],
  ])('%s: %s', (_, closes, snapshot) => {
    expect(hasClosedBatch(snapshot)).toBe(closes);
  });
});

describe('what stands in the way of a void', () => {
  const read = (...transactions: readonly Snapshot[]): TerminalWalk => ({
    transactions,
    isBroken: false,
    isCut: false,
  });

  it.each<[string, boolean, Snapshot]>([
    ['a close that may still be completed', true, close('in_progress', [sale])],
    ['a close of which nothing is known', true, close('needs_attention', [sale])],
    ['a close that was declined', false, close('declined', [sale])],
    ['a sale that was given the same number', true, did({ outcome: numbered(7) }, [sale])],
    [
      'a sale that was given the same number, and had come after one that is forgotten as well',
      true,
      did({ outcome: numbered(7) }, [did({}), sale]),
    ],
    ['a sale without a number', false, did({}, [sale])],
    [
      'a declined sale with the same number',
      false,
      did({ status: 'declined', outcome: numbered(7) }, [sale]),
    ],
    [
      'a return with the same number',
      false,
      did({ accepted: { type: 'return' }, outcome: numbered(7) }, [sale]),
    ],
  ])('%s: %s', (_, stands, later) => {
    const expected = stands ? { kind: 'transaction', transaction: later } : undefined;
    expect(findObstacle(voidable, read(later, sale, first))).toEqual(expected);
  });

  it('a close before the sale, read because a later transaction had an attempt before it: not', () => {
    const closed = close('completed', [first]);
    expect(findObstacle(voidable, read(did({}, [sale, closed]), sale, closed))).toBeUndefined();
  });

  it('the way back does not reach the sale, and there is a close on it: that close', () => {
    const closed = close('completed', [first]);
    const cut = { ...read(did({}, [closed]), closed), isCut: true };
    expect(findObstacle(voidable, cut)).toEqual({ kind: 'transaction', transaction: closed });
  });

  it('the caller is told why', () => {
    const [closed, open, again] = [close('completed'), close('in_progress'), did({ outcome: numbered(7) })];
    const name = (transaction: Snapshot) => describeObstacle({ kind: 'transaction', transaction });
    expect(name(closed)).toContain(`its batch was closed by ${idOf(closed)}`);
    expect(name(open)).toContain(`its batch may have been closed by ${idOf(open)}`);
    expect(name(again)).toContain(`has given its number to ${idOf(again)} since`);
    expect(describeObstacle({ kind: 'not_known', why: 'cut' })).toContain('more than 300 things since');
    expect(describeObstacle({ kind: 'not_known', why: 'broken' })).toContain('is not known any more');
  });
});
