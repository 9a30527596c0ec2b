import { describe, expect, it } from '@jest/globals';
import { decideConfirmation, openConfirmation } from '../../src/domain/confirmation.js';
import { computeStreamEndMs } from '../../src/domain/event-stream.js';
import {
  cancelParked,
  enterStatus,
  openRecord,
  park,
  recordNotSent,
  recordProof,
} from '../../src/domain/record.js';
import type { Reversal, Snapshot } from '../../src/domain/snapshot.js';
import { approved, declined, saleInput } from '../support/terms.js';

const at = '2026-01-15T13:30:41.120Z';
const later = '2026-01-15T14:30:41.120Z';
const source = 'status_query' as const;
const begun = openRecord(saleInput().accepted);
const toConfirm = openRecord(saleInput({ confirmWithinMs: 5_000 }).accepted);
const sell = (record: Snapshot) => recordProof(record, { proof: approved(), source }, at);
const unconfirmed = sell(toConfirm);
const waiting = openConfirmation(unconfirmed, Date.parse(at));
const expired = decideConfirmation(waiting, 'expired', later);
const undo = (state: Reversal['state'], of: Snapshot = expired): Snapshot => ({
  ...of,
  reversal: { state, since: later },
});
const notSent = recordNotSent(begun, { reason: 'terminal-busy' }, at);

describe('until when the events of a transaction are streamed', () => {
  it.each<[string, Snapshot, number]>([
    ['it is on the way: open', enterStatus(begun, 'in_progress', at), Infinity],
    ['a person is needed: open', enterStatus(begun, 'needs_attention', at), Infinity],
    ['it is declined: over', recordProof(begun, { proof: declined(), source }, at), 0],
    ['it is approved, and nothing is to be confirmed: over', sell(begun), 0],
    ['it is approved, and its time to confirm has not begun: open', unconfirmed, Infinity],
    ['it waits for its confirmation: open', waiting, Infinity],
    ['it is confirmed: over', decideConfirmation(waiting, 'confirmed', later), 0],
    ['it was not confirmed, and its undo has not begun: open', expired, Infinity],
    ['it is being undone: open', undo('open'), Infinity],
    ['it could not be undone, so a person decides: open', undo('failed'), Infinity],
    ['a person keeps it: over', undo('kept'), 0],
    ['it is undone: over', undo('done'), 0],
    ['it is undone, whatever its confirmation says: over', undo('done', waiting), 0],
  ])('%s', (_what, snapshot, endMs) => {
    expect(computeStreamEndMs(snapshot)).toBe(endMs);
  });

  it('it was not sent: until its key can try no more', () => {
    expect(computeStreamEndMs(notSent)).toBe(Infinity);
    expect(computeStreamEndMs(park(notSent, later))).toBe(Date.parse(later));
  });

  it('it was not sent and is called off: over, for its key tries no more', () => {
    expect(computeStreamEndMs(cancelParked(park(notSent, later), { reason: 'cancelled' }))).toBe(0);
    expect(
      computeStreamEndMs({ ...park(notSent, later), outcome: { moneyMoved: 'no', reason: 'cancelled' } }),
    ).toBe(0);
  });
});
