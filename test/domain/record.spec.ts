import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  entered,
  withEvidence,
  needingAttention,
  neverSent,
  opened,
  settled,
} from '../../src/domain/record.js';
import { isFinal } from '../../src/domain/status.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { approved, declined, saleInput } from '../support/terms.js';

const at = '2026-01-15T13:30:41.120Z';
const source = 'status_query' as const;

type Step = (record: Snapshot) => Snapshot;
const steps: readonly Step[] = [
  (record) => entered(record, 'in_progress', at),
  (record) => entered(record, 'verifying', at),
  (record) => needingAttention(record, 'nobody knows', at),
  (record) => settled(record, { proof: approved(), source }, at),
  (record) => settled(record, { proof: declined(), source }, at),
  (record) => neverSent(record, { reason: 'terminal-busy' }, at),
  (record) => withEvidence(record, { source: 'callback', says: 'claims approved' }, at),
];

describe('the record of a transaction', () => {
  it('whatever happens in whatever order: a final state is never left, and states are withIdPosTxs without gaps', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 20 }), (story) => {
        const records = story.reduce<Snapshot[]>(
          (sofar, step) => [...sofar, step(sofar.at(-1) ?? opened(saleInput().accepted))],
          [opened(saleInput().accepted)],
        );
        const end = records.find(({ status }) => isFinal(status));
        for (const later of end ? records.slice(records.indexOf(end)) : []) {
          expect({ ...later, evidence: [] }).toEqual({ ...end, evidence: [] });
        }
        const { states, status } = records.at(-1) ?? opened(saleInput().accepted);
        expect(states.map(({ n }) => n)).toEqual(states.map((_, index) => index + 1));
        expect(states.at(-1)?.status).toBe(status);
      }),
    );
  });

  it('the same evidence again is counted, not listed; the list stays short', () => {
    let record = opened(saleInput().accepted);
    for (let n = 0; n < 5; n += 1) record = withEvidence(record, { source, says: 'in process' }, at);
    expect(record.evidence).toMatchObject([{ says: 'in process', times: 5 }]);
    for (let n = 0; n < 500; n += 1) record = withEvidence(record, { source, says: `answer ${n}` }, at);
    expect(record.evidence.length).toBeLessThanOrEqual(40);
    expect(record.evidence.at(-1)?.says).toBe('answer 499');
    expect(record.evidence[0]?.says).toBe('in process');
  });

  it('proof after attention: the reason for it is gone, the outcome stands', () => {
    const waiting = needingAttention(opened(saleInput().accepted), 'nobody knows', at);
    const end = settled(waiting, { proof: approved(), source }, at);
    expect(end).toMatchObject({ status: 'approved', finalAt: at, idPosTxs: '900001' });
    expect(end.outcome).toEqual({ moneyMoved: 'yes', evidence: source, result: approved().result });
  });

  it('a command that moves no money: it says so in every state, and completes instead of being approved', () => {
    const poll = { ...saleInput().accepted, type: 'poll' as const };
    const states = [
      opened(poll),
      entered(opened(poll), 'in_progress', at),
      needingAttention(opened(poll), 'nobody knows', at),
      settled(opened(poll), { proof: approved(), source }, at),
      settled(opened(poll), { proof: declined(), source }, at),
    ];
    expect(states.map(({ outcome }) => outcome.moneyMoved)).toEqual(Array(5).fill('no'));
    expect(states.map(({ status }) => status)).toEqual([
      ...['dispatching', 'in_progress', 'needs_attention', 'completed', 'declined'],
    ]);
  });

  it.each(['void', 'return'] as const)('a %s that is approved: money moved, back to the customer', (type) => {
    const undo = { ...saleInput().accepted, type };
    const end = settled(opened(undo), { proof: approved(), source }, at);
    expect(end).toMatchObject({ status: 'approved', outcome: { moneyMoved: 'yes' } });
  });
});
