import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideConfirmation, openConfirmation } from '../../src/domain/confirmation.js';
import { buildCustomId } from '../../src/domain/ids.js';
import { countStates, buildSnapshotAtState } from '../../src/domain/snapshot-at-state.js';
import {
  closeDoubt,
  enterStatus,
  openDoubt,
  openRecord,
  recordLateCharge,
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
    customId: of.customId,
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
          const now = buildSnapshotAtState(latest, place + 1);
          expect(now && shown(now)).toEqual(shown(then));
          expect(now?.evidence.map(({ says }) => says)).toEqual(then.evidence.map(({ says }) => says));
        });
        expect(buildSnapshotAtState(latest, entered.length + 1)).toBeUndefined();
        expect(buildSnapshotAtState(latest, 0)).toBeUndefined();
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
    const all = [1, 2, 3, 4].map((n) => buildSnapshotAtState(latest, n));
    expect(all.map((one) => one?.status)).toEqual(['dispatching', 'approved', 'reversing', 'reversed']);
    expect(all.map((one) => one?.outcome.moneyMoved)).toEqual(['unknown', 'yes', 'yes', 'no']);
    expect(all.map((one) => one?.confirmation?.state)).toEqual([undefined, 'open', 'expired', 'expired']);
    expect(all.map((one) => one?.reversal?.state)).toEqual([undefined, undefined, 'open', 'done']);
    expect(all.map((one) => one?.finalAt)).toEqual([undefined, at(1), at(1), at(1)]);
    expect(all[0]?.outcome.result).toBeUndefined();
    expect(all[1]?.outcome.result).toBeDefined();
  });

  const at = (second: number) => new Date(startMs + second * 1_000).toISOString();
  const isBusy = { reason: 'terminal-busy' } as const;
  const nextAttempt = (record: Snapshot, second: number) =>
    startNextAttempt(record, next(record, at(second)));

  it('it is looked at as it stands: it is shown as it is, and nothing is added', () => {
    const open = openRecord(accepted);
    const numbered = enterStatus(withIdPosTxs(open, number), 'in_progress', at(1));
    const notSent = recordNotSent(open, isBusy, at(2));
    for (const latest of [open, numbered, notSent, nextAttempt(notSent, 9)])
      expect(buildSnapshotAtState(latest, latest.states.length)).toStrictEqual(latest);
    expect(buildSnapshotAtState(numbered, 1)).toStrictEqual(open);
  });

  it('a person keeps a sale whose undo failed: its undo failed, and then it is kept', () => {
    const proven = recordProof(openRecord(accepted), { proof: approved(), source }, at(1));
    const keptBy = {
      verdict: 'approved',
      reason: 'the goods were given',
      evidence: 'its receipt',
      actor: 'support',
      actors: ['support'],
      at: at(9),
    } as const;
    const failed = { state: 'failed', since: at(6), endedAt: at(8), detail: 'it was declined' } as const;
    const latest: Snapshot = { ...proven, reversal: { ...failed, state: 'kept', keptBy } };
    expect(countStates(latest)).toBe(5);
    const all = [2, 3, 4, 5].map((n) => buildSnapshotAtState(latest, n));
    expect(all.map((one) => one?.status)).toEqual(['approved', 'reversing', 'reversal_failed', 'approved']);
    expect(all.map((one) => one?.reversal)).toEqual([
      undefined,
      { state: 'open', since: at(6) },
      failed,
      latest.reversal,
    ]);
    const stillFailed: Snapshot = { ...proven, reversal: failed };
    expect(buildSnapshotAtState(stillFailed, 4)?.reversal).toEqual(failed);
  });

  it('the same was learned again later: before that it was learned once, and what was complete stays', () => {
    const learn = (record: Snapshot, says: string, second: number) =>
      withEvidence(record, { source, says }, at(second));
    let latest = openRecord(accepted);
    for (const second of [1, 2, 3]) latest = learn(latest, 'in process', second);
    latest = enterStatus(learn(latest, 'not found', 4), 'verifying', at(4));
    for (const second of [5, 6]) latest = learn(latest, 'not found', second);
    latest = requestAttention(latest, 'nobody knows', at(7));
    expect(buildSnapshotAtState(latest, 2)?.evidence).toEqual([
      { at: at(1), source, says: 'in process', times: 3, lastAt: at(3) },
      { at: at(4), source, says: 'not found', times: 1, lastAt: at(4) },
    ]);
    expect(buildSnapshotAtState(latest, 3)?.evidence).toEqual(latest.evidence);
    const atOnce = learn(openRecord(accepted), 'in process', 4);
    const entered = enterStatus(learn(atOnce, 'in process', 5), 'verifying', at(5));
    expect(buildSnapshotAtState(entered, 2)?.evidence).toEqual(entered.evidence);
  });

  it('the first attempt waited for its terminal, and the second goes on: the first began when it was accepted', () => {
    const queued = enterStatus(openRecord(accepted), 'queued', at(1));
    const latest = nextAttempt(recordNotSent(enterStatus(queued, 'dispatching', at(8)), isBusy, at(9)), 60);
    const { customId, createdAt } = accepted;
    for (const n of [1, 2, 3, 4])
      expect(buildSnapshotAtState(latest, n)?.accepted).toMatchObject({ attempt: 1, customId, createdAt });
    expect(buildSnapshotAtState(latest, 5)?.accepted).toEqual(latest.accepted);
  });

  it('the first attempt turns out to have charged after the second was not sent: the charge names the first', () => {
    const second = nextAttempt(recordNotSent(openRecord(accepted), isBusy, at(1)), 60);
    const again = recordNotSent(second, isBusy, at(61));
    const charge = { proof: approved(), source, accepted, idPosTxs: number };
    const latest = recordLateCharge(again, charge, at(90));
    const attempts = [1, 2, 3, 4, 5].map((n) => buildSnapshotAtState(latest, n)?.accepted.attempt);
    expect(attempts).toEqual([1, 1, 2, 2, 1]);
  });

  it('the log of states was lost with a run that was reset: it is shown by what is left', () => {
    const second = nextAttempt(recordNotSent(openRecord(accepted), isBusy, at(1)), 60);
    const lost: Snapshot = { ...second, states: [{ n: 1, at: at(61), status: 'needs_attention' }] };
    const latest = recordProof(lost, { proof: approved(), source }, at(90));
    expect(buildSnapshotAtState(latest, 1)?.accepted.createdAt).toBe(second.accepted.createdAt);
  });
});
