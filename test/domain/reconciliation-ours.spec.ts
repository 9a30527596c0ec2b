import { describe, expect, it } from '@jest/globals';
import type { TransactionId } from '../../src/domain/ids.js';
import { collectOurs, endsPast } from '../../src/domain/reconciliation-ours.js';
import type { ReconciliationPast } from '../../src/domain/reconciliation-ours.js';
import { openRecord, recordProof, requestAttention } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { Accepted } from '../../src/domain/transaction.js';
import { approved, declined, saleInput, buildUndoneSale } from '../support/terms.js';
import { buildLineAbout, buildOurSale } from './support/reconciliation-terms.js';

type Ending = 'approved' | 'declined' | 'unknown';

function transaction(over: Partial<Accepted>, ending: Ending = 'approved'): Snapshot {
  const record = openRecord({ ...saleInput().accepted, ...over });
  if (ending === 'unknown') return requestAttention(record, 'nobody knows', record.accepted.createdAt);
  const proof = ending === 'approved' ? approved() : declined();
  return recordProof(record, { proof, source: 'status_query' }, record.accepted.createdAt);
}

const NOON = '2026-01-15T15:00:00.000Z';
const DAY_BEFORE = '2026-01-14T15:00:00.000Z';
const { merchant } = saleInput().accepted;

function collect(
  batch: readonly Snapshot[],
  over: Partial<ReconciliationPast> & { readonly isBroken?: boolean; readonly isCut?: boolean } = {},
) {
  const { isBroken = false, isCut = false, ...rest } = over;
  return collectOurs({
    country: 'CL',
    merchant,
    report: undefined,
    reportedAtMs: Date.parse(NOON),
    batch: { transactions: batch, isBroken, isCut },
    earlier: { transactions: [], isBroken: false, isCut: false },
    ...rest,
  });
}

const listStates = ({ ours }: ReturnType<typeof collect>) =>
  ours.map(({ state, batch }) => `${state} ${batch}`);

describe('our side of a comparison', () => {
  it('sales count by how they ended, returns only explain, and reports are nothing', () => {
    const done = [
      transaction({ createdAt: NOON }),
      transaction({ createdAt: NOON }, 'declined'),
      transaction({ createdAt: NOON }, 'unknown'),
      transaction({ createdAt: NOON, type: 'poll' }),
      transaction({ createdAt: NOON, type: 'return' }),
    ];
    const found = collect(done);
    expect(listStates(found)).toEqual(['approved this', 'not_charged this', 'unknown this', 'approved this']);
    expect(found.ours.map(({ isOptional }) => isOptional)).toEqual([false, false, false, true]);
    expect(found.isComplete).toBe(true);
  });

  it.each([
    ['its void is proven', 'approved', 'voided'],
    ['its void was declined', 'declined', 'approved'],
    ['its void has no proven outcome', 'unknown', 'void_open'],
  ] as const)('a sale is as %s', (_, ending, state) => {
    const sale = transaction({ createdAt: NOON });
    const { transactionId } = sale.accepted;
    const undo = transaction(
      { createdAt: NOON, type: 'void', undoes: buildUndoneSale({ transactionId }) },
      ending,
    );
    expect(collect([undo, sale]).ours[0]).toMatchObject({ transactionId, state });
  });

  it('a sale keeps its numbers, and the amount that was charged', () => {
    const [sale] = collect([transaction({ createdAt: NOON })]).ours;
    expect(sale).toMatchObject({
      operationId: 42,
      authorizationCode: '012345',
      amount: { value: 5_990, currency: 'CLP' },
    });
  });

  it('a return that is not approved explains no line: left out', () => {
    const returns = (['declined', 'unknown'] as const).map((ending) =>
      transaction({ createdAt: NOON, type: 'return' }, ending),
    );
    expect(collect(returns).ours).toEqual([]);
  });

  it('a sale was given back by a return: approved, as the terminal lists it all the same', () => {
    const sale = transaction({ createdAt: NOON });
    const { transactionId } = sale.accepted;
    const undo = transaction({ createdAt: NOON, type: 'return', undoes: buildUndoneSale({ transactionId }) });
    expect(listStates(collect([undo, sale]))).toEqual(['approved this', 'approved this']);
  });

  it('one void is proven and another is not: voided, whichever came first', () => {
    const sale = transaction({ createdAt: NOON });
    const undoes = buildUndoneSale({ transactionId: sale.accepted.transactionId });
    const [done, open] = (['approved', 'unknown'] as const).map((ending) =>
      transaction({ createdAt: NOON, type: 'void', undoes }, ending),
    );
    if (!done || !open) throw new Error('There are two voids.');
    for (const voids of [
      [done, open],
      [open, done],
    ])
      expect(listStates(collect([...voids, sale]))).toEqual(['voided this']);
  });

  it('a void of a sale that was made elsewhere voids none of ours', () => {
    const sale = transaction({ createdAt: NOON });
    expect(listStates(collect([transaction({ createdAt: NOON, type: 'void' }), sale]))).toEqual([
      'approved this',
    ]);
  });

  it('we closed the batch: it begins there, and what was before belongs to another', () => {
    const close = transaction({ createdAt: DAY_BEFORE, type: 'close' });
    const former = transaction({ createdAt: DAY_BEFORE });
    const found = collect([transaction({ createdAt: DAY_BEFORE }), close], {
      earlier: { transactions: [former], isBroken: true, isCut: true },
    });
    expect(listStates(found)).toEqual(['approved this', 'approved other']);
    expect(found).toMatchObject({
      closedBy: close.accepted.transactionId,
      since: DAY_BEFORE,
      isComplete: true,
    });
  });

  it('no close of ours is remembered: the batch begins with the day of the first line, else with today', () => {
    const sales = [transaction({ createdAt: NOON }), transaction({ createdAt: DAY_BEFORE })];
    expect(listStates(collect(sales))).toEqual(['approved this', 'approved not_known']);
    const line = buildLineAbout(buildOurSale(1, { createdAtMs: Date.parse(DAY_BEFORE) }));
    const found = collect(sales, { report: { sales: [line] } });
    expect(listStates(found)).toEqual(['approved this', 'approved this']);
    expect(found).toMatchObject({ since: '2026-01-14', closedBy: null });
  });

  it('a line without a real date: its accounting date says the day; one that cannot be read says nothing', () => {
    const since = (realDate: string | null, accountingDate: string | null) =>
      collect([], { report: { sales: [buildLineAbout(buildOurSale(1), { realDate, accountingDate })] } })
        .since;
    expect(since(null, '2026-01-13 10:00:00')).toBe('2026-01-13');
    expect(since('2026-01-14 10:00:00', '2026-01-13 10:00:00')).toBe('2026-01-14');
    expect(since('yesterday', null)).toBe('2026-01-15');
  });

  it('another merchant had closed the batch: it begins there, and the close is not named', () => {
    const close = transaction({ createdAt: DAY_BEFORE, type: 'close', merchant: 'somebody' });
    expect(collect([transaction({ createdAt: NOON }), close])).toMatchObject({
      since: DAY_BEFORE,
      closedBy: null,
    });
  });

  it('a country without a close: read back to the day before the batch begins; with one, to the close', () => {
    const told = { report: undefined, reportedAtMs: Date.parse(NOON) };
    const days = ['2026-01-15', '2026-01-14', '2026-01-13'].map((day) =>
      transaction({ createdAt: `${day}T15:00:00.000Z` }),
    );
    expect(days.map(endsPast({ ...told, country: 'AR' }))).toEqual([false, false, true]);
    expect(days.map(endsPast({ ...told, country: 'CL' }))).toEqual([false, false, false]);
    expect(endsPast({ ...told, country: 'CL' })(transaction({ createdAt: NOON, type: 'close' }))).toBe(true);
  });

  it('more was done than is read, a close is open, or the beginning is forgotten: not complete', () => {
    const today = transaction({ createdAt: NOON });
    expect(collect([today], { isCut: true }).isComplete).toBe(false);
    expect(collect([today, transaction({ createdAt: DAY_BEFORE })], { isCut: true }).isComplete).toBe(true);
    expect(collect([today, transaction({ createdAt: NOON, type: 'close' }, 'unknown')]).isComplete).toBe(
      false,
    );
    const closed = [today, transaction({ createdAt: NOON, type: 'close' })];
    expect(collect(closed, { isCut: true, isBroken: true }).isComplete).toBe(true);
    expect(collect([today], { isBroken: true }).isComplete).toBe(false);
    expect(collect([today, transaction({ createdAt: DAY_BEFORE })], { isBroken: true }).isComplete).toBe(
      true,
    );
  });

  it('another merchant on the same device is not ours', () => {
    const others = [transaction({ createdAt: NOON, merchant: 'somebody' })];
    expect(collect(others).ours).toEqual([]);
    const earlier = { transactions: others, isBroken: false, isCut: false };
    expect(collect([], { earlier }).ours).toEqual([]);
  });

  it('a sale that is found in both batches is of this one', () => {
    const sale = transaction({ createdAt: NOON });
    const ids: readonly TransactionId[] = collect([sale], {
      earlier: { transactions: [sale], isBroken: false, isCut: false },
    }).ours.map(({ transactionId }) => transactionId);
    expect(ids).toEqual([sale.accepted.transactionId]);
  });
});
