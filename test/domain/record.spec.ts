import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  enterStatus,
  withEvidence,
  requestAttention,
  recordNotSent,
  openRecord,
  recordProof,
} from '../../src/domain/record.js';
import { isFinal } from '../../src/domain/status.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { approved, declined, saleInput } from '../support/terms.js';

const at = '2026-01-15T13:30:41.120Z';
const source = 'status_query' as const;

type Step = (record: Snapshot) => Snapshot;
const steps: readonly Step[] = [
  (record) => enterStatus(record, 'in_progress', at),
  (record) => enterStatus(record, 'verifying', at),
  (record) => requestAttention(record, 'nobody knows', at),
  (record) => recordProof(record, { proof: approved(), source }, at),
  (record) => recordProof(record, { proof: declined(), source }, at),
  (record) => recordNotSent(record, { reason: 'terminal-busy' }, at),
  (record) => withEvidence(record, { source: 'callback', says: 'claims approved' }, at),
];

describe('the record of a transaction', () => {
  it('whatever happens in whatever order: a final state is never left, and states are withIdPosTxs without gaps', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 20 }), (story) => {
        const records = story.reduce<Snapshot[]>(
          (sofar, step) => [...sofar, step(sofar.at(-1) ?? openRecord(saleInput().accepted))],
          [openRecord(saleInput().accepted)],
        );
        const end = records.find(({ status }) => isFinal(status));
        for (const later of end ? records.slice(records.indexOf(end)) : []) {
          expect({ ...later, evidence: [] }).toEqual({ ...end, evidence: [] });
        }
        const { states, status } = records.at(-1) ?? openRecord(saleInput().accepted);
        expect(states.map(({ n }) => n)).toEqual(states.map((_, index) => index + 1));
        expect(states.at(-1)?.status).toBe(status);
      }),
    );
  });

  it('the same evidence again is counted, not listed; the list stays short', () => {
    let record = openRecord(saleInput().accepted);
    for (let n = 0; n < 5; n += 1) record = withEvidence(record, { source, says: 'in process' }, at);
    expect(record.evidence).toMatchObject([{ says: 'in process', times: 5 }]);
    for (let n = 0; n < 500; n += 1) record = withEvidence(record, { source, says: `answer ${n}` }, at);
    expect(record.evidence.length).toBeLessThanOrEqual(40);
    expect(record.evidence.at(-1)?.says).toBe('answer 499');
    expect(record.evidence[0]?.says).toBe('in process');
  });

  it('proof after attention: the reason for it is gone, the outcome stands', () => {
    const waiting = requestAttention(openRecord(saleInput().accepted), 'nobody knows', at);
    const end = recordProof(waiting, { proof: approved(), source }, at);
    expect(end).toMatchObject({ status: 'approved', finalAt: at, idPosTxs: '900001' });
    expect(end.outcome).toEqual({ moneyMoved: 'yes', evidence: source, result: approved().result });
  });

  it('a command that moves no money: it says so in every state, and completes instead of being approved', () => {
    const poll = { ...saleInput().accepted, type: 'poll' as const };
    const states = [
      openRecord(poll),
      enterStatus(openRecord(poll), 'in_progress', at),
      requestAttention(openRecord(poll), 'nobody knows', at),
      recordProof(openRecord(poll), { proof: approved(), source }, at),
      recordProof(openRecord(poll), { proof: declined(), source }, at),
    ];
    expect(states.map(({ outcome }) => outcome.moneyMoved)).toEqual(Array(5).fill('no'));
    expect(states.map(({ status }) => status)).toEqual([
      'dispatching',
      'in_progress',
      'needs_attention',
      'completed',
      'declined',
    ]);
  });

  it.each(['void', 'return'] as const)('a %s that is approved: money moved, back to the customer', (type) => {
    const undo = { ...saleInput().accepted, type };
    const end = recordProof(openRecord(undo), { proof: approved(), source }, at);
    expect(end).toMatchObject({ status: 'approved', outcome: { moneyMoved: 'yes' } });
  });
});
