import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideConfirmation, openConfirmation } from '../../src/domain/confirmation.js';
import { buildCustomId } from '../../src/domain/ids.js';
import { countStates, snapshotAtState } from '../../src/domain/snapshot-at-state.js';
import {
  closeDoubt,
  enterStatus,
  openDoubt,
  openRecord,
  recordNotSent,
  recordProof,
  requestAttention,
  startNextAttempt,
  withEvidence,
  withIdPosTxs,
} from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { approved, declined, requireIdPosTxs, saleInput } from '../support/terms.js';

const { accepted } = saleInput();
const startMs = Date.parse(accepted.createdAt);
const source = 'status_query' as const;
const number = requireIdPosTxs('900001');

type Step = (record: Snapshot, at: string) => Snapshot;
const steps: readonly Step[] = [
  (record, at) =>
    record.status === 'dispatching' ? enterStatus(withIdPosTxs(record, number), 'in_progress', at) : record,
  (record, at) => enterStatus(record, 'verifying', at),
  (record, at) => enterStatus(record, 'queued', at),
  (record, at) => enterStatus(record, 'dispatching', at),
  (record, at) => requestAttention(record, 'nobody knows', at),
  (record, at) => withEvidence(record, { source, says: 'in process' }, at),
  (record, at) => withEvidence(record, { source: 'callback', says: `claims approved at ${at}` }, at),
  (record, at) => recordNotSent(record, { reason: 'terminal-busy', detail: 'TERMINAL BUSY' }, at),
  (record, at) => openDoubt(record, 'it called back', at),
  (record, at) => closeDoubt(record, { reason: 'terminal-offline' }, at),
  (record, at) => (record.status === 'not_sent' ? startNextAttempt(record, next(record, at)) : record),
  (record, at) => recordProof(record, { proof: declined(), source }, at),
];

function next(record: Snapshot, createdAt: string): Snapshot['accepted'] {
  const { transactionId, attempt } = record.accepted;
  const customId = buildCustomId({ transactionId, attempt: attempt + 1 });
  return { ...record.accepted, attempt: attempt + 1, customId, createdAt };
}

/** What a caller was shown, without what a state gains while it lasts. */
function shown({ status, states, idPosTxs, finalAt, outcome, accepted: of }: Snapshot) {
  const { moneyMoved, reason, detail } = outcome;
  return {
    status,
    states,
    idPosTxs,
    finalAt,
    attempt: of.attempt,
    createdAt: of.createdAt,
    moneyMoved,
    reason,
    detail,
  };
}

describe('a transaction as it was at one of its states', () => {
  it('whatever happened since: the same as its callers were shown when it was entered', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 25 }), (story) => {
        let latest = openRecord(accepted);
        const entered: Snapshot[] = [latest];
        story.forEach((step, place) => {
          // A dispatch that does not follow a wait is the next attempt's.
          const after = step(latest, new Date(startMs + (place + 1) * 1_000).toISOString());
          const isStray =
            after.status === 'dispatching' &&
            after.accepted === latest.accepted &&
            latest.status !== 'queued';
          if (isStray) return;
          if (after.states.length > latest.states.length) entered.push(after);
          latest = after;
        });
        expect(countStates(latest)).toBe(entered.length);
        entered.forEach((then, place) => {
          const now = snapshotAtState(latest, place + 1);
          expect(now && shown(now)).toEqual(shown(then));
          expect(now?.evidence.map(({ says }) => says)).toEqual(then.evidence.map(({ says }) => says));
        });
        expect(snapshotAtState(latest, entered.length + 1)).toBeUndefined();
        expect(snapshotAtState(latest, 0)).toBeUndefined();
      }),
    );
  });

  it('a sale was not confirmed and undone: approved with its confirmation open, then reversing, then reversed', () => {
    const at = (second: number) => new Date(startMs + second * 1_000).toISOString();
    const sale = { ...accepted, confirmWithinMs: 5_000 };
    const proven = recordProof(openRecord(sale), { proof: approved(), source }, at(1));
    const expired = decideConfirmation(openConfirmation(proven, startMs + 1_000), 'expired', at(6));
    const reversal = { state: 'done', since: at(6), endedAt: at(8), type: 'void' } as const;
    const latest: Snapshot = { ...expired, reversal };
    const all = [1, 2, 3, 4].map((n) => snapshotAtState(latest, n));
    expect(all.map((one) => one?.status)).toEqual(['dispatching', 'approved', 'reversing', 'reversed']);
    expect(all.map((one) => one?.outcome.moneyMoved)).toEqual(['unknown', 'yes', 'yes', 'no']);
    expect(all.map((one) => one?.confirmation?.state)).toEqual([undefined, 'open', 'expired', 'expired']);
    expect(all.map((one) => one?.reversal?.state)).toEqual([undefined, undefined, 'open', 'done']);
    expect(all.map((one) => one?.finalAt)).toEqual([undefined, at(1), at(1), at(1)]);
    expect(all[0]?.outcome.result).toBeUndefined();
    expect(all[1]?.outcome.result).toBeDefined();
  });
});
