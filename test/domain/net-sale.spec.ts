import { describe, expect, it } from '@jest/globals';
import type { CustomId } from '../../src/domain/ids.js';
import { enterStatus, openRecord, recordProof } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { Undo } from '../../src/domain/undo.js';
import { computeNetSale, warnOfGoneUndos } from '../../src/domain/net-sale.js';
import { approved, declined, saleInput } from '../support/terms.js';

const at = '2026-01-15T13:30:41.120Z';
const { accepted } = saleInput();
const paid = recordProof(
  enterStatus(openRecord(accepted), 'in_progress', at),
  { proof: approved(), source: 'status_query' },
  at,
);
const refused = recordProof(openRecord(accepted), { proof: declined(), source: 'status_query' }, at);

function undo(over: Partial<Undo>): Undo {
  const { transactionId } = saleInput().accepted;
  const customId = transactionId as string as CustomId;
  return {
    transactionId,
    customId,
    type: 'return',
    terminalId: 'cl-till-1',
    state: 'done',
    since: at,
    ...over,
  };
}

const part = { value: 990, currency: 'CLP' } as const;

describe('what became of a sale’s money', () => {
  it.each<[string, readonly Undo[], object]>([
    ['nothing was undone', [], { status: 'approved', moneyMoved: 'yes' }],
    ['a void failed', [undo({ type: 'void', state: 'failed' })], { status: 'approved', moneyMoved: 'yes' }],
    [
      'a void is under way',
      [undo({ type: 'void', state: 'open' })],
      { status: 'reversing', moneyMoved: 'yes' },
    ],
    ['it was voided', [undo({ type: 'void' })], { status: 'reversed', moneyMoved: 'no' }],
    [
      'part was returned',
      [undo({ amount: part })],
      { status: 'approved', moneyMoved: 'yes', returned: part },
    ],
    [
      'all was returned',
      [undo({ amount: part }), undo({ amount: { ...part, value: 5_000 } })],
      { status: 'reversed', moneyMoved: 'no' },
    ],
    [
      'part was returned, another return is under way',
      [undo({ amount: part }), undo({ amount: part, state: 'open' })],
      { status: 'reversing', moneyMoved: 'yes', returned: part },
    ],
  ])('%s', (_, undos, expected) => {
    const { snapshot, returned } = computeNetSale(paid, undos);
    const { status, outcome } = snapshot;
    expect({ status, moneyMoved: outcome.moneyMoved, ...(returned && { returned }) }).toEqual(expected);
  });

  it('another amount was charged than asked for: the limit follows what was charged', () => {
    const charged = {
      ...paid,
      outcome: { ...paid.outcome, amountCharged: { value: 990, currency: 'CLP' as const } },
    };
    expect(computeNetSale(charged, [undo({ amount: part })]).snapshot.status).toBe('reversed');
    expect(computeNetSale(paid, [undo({ amount: part })]).snapshot.status).toBe('approved');
  });

  it('an approved operation that moves no amount of its own has nothing to undo', () => {
    const { amount: _, ...bare } = paid.accepted;
    const without = { ...paid, accepted: bare };
    expect(computeNetSale(without, [undo({ type: 'void' })]).snapshot).toBe(without);
  });

  it('a sale that was never approved has nothing to undo', () => {
    expect(computeNetSale(refused, [undo({ type: 'void' })]).snapshot).toBe(refused);
  });
});

describe('a sale that the service itself undoes', () => {
  const since = '2026-01-15T13:32:00.000Z';
  const ended = '2026-01-15T13:33:00.000Z';
  const reversing: Snapshot = { ...paid, reversal: { state: 'open', since } };
  const added = ({ states }: Snapshot) =>
    states.slice(paid.states.length).map(({ at: when, status }) => [when, status]);

  it('its undo is under way: reversing, and the log says since when', () => {
    const { snapshot } = computeNetSale(reversing, [undo({ type: 'void', state: 'open' })]);
    expect(snapshot.status).toBe('reversing');
    expect(added(snapshot)).toEqual([[since, 'reversing']]);
    expect(snapshot.reversal).toEqual(reversing.reversal);
  });

  it('its undo is proven before its own run has looked: reversed, since the undo’s end', () => {
    const { snapshot } = computeNetSale(reversing, [
      undo({ type: 'void', state: 'failed', endedAt: '2026-01-15T13:32:30.000Z' }),
      undo({ endedAt: ended, amount: { value: 5_990, currency: 'CLP' } }),
      undo({ type: 'void', state: 'failed', endedAt: '2026-01-15T13:34:00.000Z' }),
    ]);
    expect(snapshot.status).toBe('reversed');
    expect(snapshot.reversal).toEqual({ state: 'done', since, endedAt: ended });
    expect(added(snapshot)).toEqual([
      [since, 'reversing'],
      [ended, 'reversed'],
    ]);
  });

  it('nobody knows when the undo ended: as soon as it was begun', () => {
    const { snapshot } = computeNetSale(reversing, [undo({ type: 'void' })]);
    expect(snapshot.reversal).toEqual({ state: 'done', since, endedAt: since });
  });

  it('its undo failed, and a person returned all of it: reversed, and what had failed stays said', () => {
    const failed: Snapshot = { ...paid, reversal: { state: 'failed', since, endedAt: ended } };
    expect(computeNetSale(failed, []).snapshot.status).toBe('reversal_failed');
    const { snapshot } = computeNetSale(failed, [undo({ type: 'void', endedAt: ended })]);
    expect(snapshot.status).toBe('reversed');
    expect(snapshot.reversal).toBe(failed.reversal);
  });
});

it('an undo was approved, and is found later to have given nothing back: the status stays, and a warning names it', () => {
  const undone = undo({ type: 'void' });
  const net = computeNetSale(paid, [undone]);
  const warned = warnOfGoneUndos(net, [undone]);
  expect(warned.snapshot.status).toBe('reversed');
  expect(warned.snapshot.outcome.warning).toContain(`undo-gone: the void ${undone.transactionId}`);
  expect(warnOfGoneUndos(net, [])).toEqual(net);
});
