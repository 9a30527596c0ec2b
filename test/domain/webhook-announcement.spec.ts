import { describe, expect, it } from '@jest/globals';
import type { Late } from '../../src/domain/late-result.js';
import { enterStatus, openRecord, recordProof } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { announceLate, announceState, announceUndo } from '../../src/domain/webhook-announcement.js';
import type { UndoStage } from '../../src/domain/webhook-announcement.js';
import { approved, saleInput, buildUndoInput, buildUndoneSale } from '../support/terms.js';

const at = '2026-01-15T13:30:41.120Z';
const { accepted } = saleInput({ id: 'tx_0123456789abcdefghi' });
const begun = enterStatus(openRecord(accepted), 'in_progress', at);
const sold = recordProof(begun, { proof: approved(), source: 'status_query' }, at);

/** When its key was first used. */
const used = Date.parse(accepted.createdAt).toString(36);

describe('what a transaction announces of itself', () => {
  const announceAll = (snapshot: Snapshot) => snapshot.states.map((state) => announceState(snapshot, state));

  it('it is on the way, then approved: only the approval is announced, with the transaction', () => {
    expect(announceAll(sold)).toEqual([
      undefined,
      undefined,
      {
        merchant: 'demo-cl',
        type: 'transaction.approved',
        key: `tx_0123456789abcdefghi_${used}_3_approved`,
        at,
        subject: { kind: 'transaction', snapshot: sold },
      },
    ]);
  });
});

it('a key is used again after everything about it was forgotten: its events are not those of the first use', () => {
  const createdAt = '2026-02-20T09:00:00.000Z';
  const again = openRecord({ ...accepted, createdAt });
  const end = recordProof(
    enterStatus(again, 'in_progress', at),
    { proof: approved(), source: 'status_query' },
    at,
  );
  const listKeys = (snapshot: Snapshot) =>
    snapshot.states.flatMap((state) => announceState(snapshot, state)?.key ?? []);
  expect(listKeys(end)).toHaveLength(1);
  expect(listKeys(end)).not.toEqual(listKeys(sold));
});

describe('what a void or return announces of its sale', () => {
  const sale = buildUndoneSale();
  const { accepted: undo } = buildUndoInput(sale);
  const undoUsed = Date.parse(undo.createdAt).toString(36);
  const announce = (stage: UndoStage, by: Partial<Snapshot['accepted']> = {}) =>
    announceUndo(openRecord({ ...undo, ...by }), { customId: undo.customId, stage, at });

  it('it may be sent: its sale is perhaps being reversed', () => {
    expect(announce('reversing')).toEqual({
      merchant: 'demo-cl',
      type: 'transaction.reversing',
      key: `${sale.transactionId}_reversing_${undo.customId}_${undoUsed}`,
      at,
      subject: { kind: 'reversing', transactionId: sale.transactionId },
    });
  });

  it.each(['done', 'failed'] as const)(
    'it ended, %s: whoever tells of it looks how the sale stands',
    (stage) => {
      expect(announce(stage as UndoStage)).toEqual({
        merchant: 'demo-cl',
        type: 'transaction.reversed',
        key: `${sale.transactionId}_${stage}_${undo.customId}_${undoUsed}`,
        at,
        subject: { kind: 'undo_ended', transactionId: sale.transactionId },
      });
    },
  );

  it('another stage, or another attempt: another event', () => {
    const keys = [announce('reversing'), announce('done'), announce('failed' as UndoStage)].map(
      (one) => one?.key,
    );
    expect(new Set(keys).size).toBe(3);
  });

  it('the service undoes the sale: the sale’s own run tells, and nobody tells twice', () => {
    expect(announce('reversing', { isByService: true })).toBeUndefined();
    expect(announce('done', { isByService: true })).toBeUndefined();
  });

  it('a sale, or an undo of a sale that was made elsewhere: there is no sale to tell of', () => {
    expect(announceUndo(sold, { customId: accepted.customId, stage: 'done', at })).toBeUndefined();
    const { transactionId: _, ...elsewhere } = sale;
    expect(announce('done', { undoes: elsewhere as typeof sale })).toBeUndefined();
  });
});

describe('what came after the end', () => {
  it('a charge is found late: it is announced once for each time that something was proven', () => {
    const late: Late = { moneyMoved: 'yes', at, action: 'ask' };
    const announced = announceLate(accepted, { at, late });
    expect(announced).toEqual({
      merchant: 'demo-cl',
      type: 'transaction.late_result',
      key: `${accepted.customId}_late_${Date.parse(at)}`,
      at,
      subject: { kind: 'late', transactionId: accepted.transactionId, late },
    });
    const again = announceLate(accepted, { at: '2026-01-15T14:00:00.000Z', late: undefined });
    expect(again.key).not.toBe(announced.key);
    expect(again.subject).toEqual({ kind: 'late', transactionId: accepted.transactionId });
  });
});
