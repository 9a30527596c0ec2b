import { describe, expect, it } from '@jest/globals';
import { withUndoNews } from '../../src/domain/forgotten-sale.js';
import { computeNetSale } from '../../src/domain/net-sale.js';
import type { NetSale } from '../../src/domain/net-sale.js';
import { enterStatus, openRecord, recordProof } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { MoneyMoved, Status } from '../../src/domain/status.js';
import type { Accepted } from '../../src/domain/transaction.js';
import type { Undo } from '../../src/domain/undo.js';
import { approved, buildUndoInput, buildUndoneSale, declined, saleInput } from '../support/terms.js';
import { at, clp, shift } from './support/undos.js';

const source = 'status_query';
const ended = shift(60_000);
const paid = recordProof(openRecord(saleInput().accepted), { proof: approved(), source }, at);

const build = (type: 'void' | 'return', value = 5_990): Accepted => ({
  ...buildUndoInput(buildUndoneSale(), { type, value }).accepted,
  createdAt: at,
});
const voiding = build('void');
const returning = build('return', 990);

const begun = (accepted: Accepted) => enterStatus(openRecord(accepted), 'in_progress', at);
const done = (accepted: Accepted) => recordProof(begun(accepted), { proof: approved(), source }, ended);
const failed = (accepted: Accepted) => recordProof(begun(accepted), { proof: declined(), source }, ended);

const open = ({ transactionId, customId, type, terminal, amount }: Accepted): Undo => ({
  transactionId,
  customId,
  type: type === 'void' ? 'void' : 'return',
  terminalId: terminal.id,
  state: 'open',
  since: at,
  ...(amount && { amount }),
});
const closed = (accepted: Accepted, state: 'done' | 'failed'): Undo => ({
  ...open(accepted),
  state,
  endedAt: ended,
});

const tell = (sale: NetSale, snapshot: Snapshot, late?: MoneyMoved) => withUndoNews(sale, { snapshot, late });
const sold = (...undos: readonly Undo[]) => computeNetSale(paid, undos);

/** What a sale shows of its money. */
const show = (net: NetSale | undefined) =>
  net && {
    status: net.snapshot.status,
    moneyMoved: net.snapshot.outcome.moneyMoved,
    ...(net.returned && { returned: net.returned }),
  };

describe('an undo tells a forgotten sale what became of it', () => {
  it.each<[string, NetSale, Snapshot, object]>([
    [
      'a void is approved: reversed',
      sold(open(voiding)),
      done(voiding),
      { status: 'reversed', moneyMoved: 'no' },
    ],
    [
      'a void is declined: approved again',
      sold(open(voiding)),
      failed(voiding),
      { status: 'approved', moneyMoved: 'yes' },
    ],
    [
      'a return of a part is approved: approved, and part is returned',
      sold(open(returning)),
      done(returning),
      { status: 'approved', moneyMoved: 'yes', returned: clp(990) },
    ],
    [
      'a return of a part is approved, while another is under way: reversing',
      sold(open(returning), open(build('return', 10))),
      done(returning),
      { status: 'reversing', moneyMoved: 'yes', returned: clp(990) },
    ],
  ])('%s', (_, sale, ...[undo, expected]) => {
    expect(show(tell(sale, undo))).toEqual(expected);
  });

  it('only the undo that tells is changed, and it ends when its run ended', () => {
    const other = open(build('return', 10));
    expect(tell(sold(other, open(returning)), done(returning))?.undos).toStrictEqual([
      other,
      closed(returning, 'done'),
    ]);
  });

  it('its run has no end, and a late callback proved it: it ends when it was accepted', () => {
    const undos = tell(sold(open(voiding)), begun(voiding), 'yes')?.undos;
    expect(undos).toStrictEqual([{ ...closed(voiding, 'done'), endedAt: at }]);
  });

  it('Getnet gave back another amount than asked for: that one is counted', () => {
    const undo = done(returning);
    const given = { ...undo, outcome: { ...undo.outcome, amountCharged: clp(500) } };
    const net = tell(sold(open(returning)), given);
    expect(net?.returned).toEqual(clp(500));
    expect(net?.undos).toEqual([{ ...closed(returning, 'done'), amountGiven: clp(500) }]);
  });
});

describe('an undo that the sale did not show', () => {
  const { amount: _, ...bare } = returning;

  it.each<[string, Accepted, Snapshot, readonly Undo[]]>([
    ['a void under way is added as open', voiding, begun(voiding), [open(voiding)]],
    ['a return under way is added as open', returning, begun(returning), [open(returning)]],
    ['a return without an amount is added without one', bare, begun(bare), [open(bare)]],
    ['a void that was approved is added as done', voiding, done(voiding), [closed(voiding, 'done')]],
    [
      'a return that was declined is added as failed',
      returning,
      failed(returning),
      [closed(returning, 'failed')],
    ],
  ])('%s', (_name, { type }, ...[undo, expected]) => {
    const { undos = [] } = tell(sold(), undo) ?? {};
    expect(undos).toStrictEqual(expected);
    expect(undos[0]?.type).toBe(type);
  });

  it('it comes after those that the sale showed, which stay as they were', () => {
    const earlier = closed(returning, 'failed');
    expect(tell(sold(earlier), done(voiding))?.undos).toStrictEqual([earlier, closed(voiding, 'done')]);
  });
});

describe('what else the sale shows', () => {
  it.each<[Status, Snapshot]>([
    ['approved', paid],
    ['reversing', { ...paid, reversal: { state: 'open', since: at } }],
    ['reversed', { ...paid, reversal: { state: 'done', since: at, endedAt: ended } }],
    ['reversal_failed', { ...paid, reversal: { state: 'failed', since: at, endedAt: ended } }],
  ])('%s: a void that is approved leaves it reversed, and its log as it was', (status, snapshot) => {
    const sale = computeNetSale(snapshot, []);
    expect(sale.snapshot.status).toBe(status);
    const net = tell(sale, done(voiding));
    expect(show(net)).toEqual({ status: 'reversed', moneyMoved: 'no' });
    expect(net?.snapshot.states).toEqual(sale.snapshot.states);
    expect(net?.snapshot.accepted).toEqual(paid.accepted);
    expect(net?.snapshot.outcome.result).toEqual(paid.outcome.result);
  });

  it('its late contradiction stays', () => {
    const late = { moneyMoved: 'no', at, action: 'ask' } as const;
    expect(tell({ ...sold(), late }, done(voiding))?.late).toEqual(late);
    expect(tell(sold(), done(voiding))?.late).toBeUndefined();
  });

  it('no amount is known of it: approved, and the money moved', () => {
    const { amount: _, ...bare } = paid.accepted;
    const outcome = { ...paid.outcome, moneyMoved: 'no' } as const;
    const sale = { snapshot: { ...paid, accepted: bare, status: 'reversed', outcome }, undos: [] } as const;
    expect(show(tell(sale, done(voiding)))).toEqual({ status: 'approved', moneyMoved: 'yes' });
  });
});

describe('nothing to tell', () => {
  it.each<[string, NetSale, Snapshot]>([
    ['the undo is open, as the sale shows it', sold(open(voiding)), begun(voiding)],
    ['the undo has failed, as the sale shows it', sold(closed(voiding, 'failed')), failed(voiding)],
    ['the undo was done, and stays done', sold(closed(voiding, 'done')), failed(voiding)],
  ])('%s', (_, sale, undo) => {
    expect(tell(sale, undo)).toBeUndefined();
  });

  it.each<Status>(['declined', 'not_sent', 'needs_attention', 'completed'])(
    'the sale is %s: it was no approved sale',
    (status) => {
      expect(tell({ snapshot: { ...paid, status }, undos: [] }, done(voiding))).toBeUndefined();
    },
  );
});

describe('late callbacks about the undo', () => {
  it.each<[string, MoneyMoved | undefined, object | undefined]>([
    ['none came: it has failed, as shown', undefined, undefined],
    ['one was disproved: it has failed, as shown', 'no', undefined],
    ['one is being verified: it is open again', 'unknown', { status: 'reversing', moneyMoved: 'yes' }],
    ['one proved it: it is done', 'yes', { status: 'reversed', moneyMoved: 'no' }],
  ])('%s', (_, late, expected) => {
    expect(show(tell(sold(closed(voiding, 'failed')), failed(voiding), late))).toEqual(expected);
  });
});

describe('the key of the undo was used again', () => {
  const shown: Undo = { ...open(voiding), firstRequest: 'first' };
  const use = (acceptanceId: string) => done({ ...voiding, acceptanceId });

  it('the run is of the use that the sale shows: it ends the undo', () => {
    expect(show(tell(sold(shown), use('first')))).toEqual({ status: 'reversed', moneyMoved: 'no' });
  });

  it('the run is of a later use: it says nothing about the undo', () => {
    expect(tell(sold(shown), use('second'))).toBeUndefined();
  });
});
