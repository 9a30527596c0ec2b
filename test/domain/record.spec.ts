import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CustomId, TransactionId } from '../../src/domain/ids.js';
import {
  cancelParked,
  closeDoubt,
  enterStatus,
  openDoubt,
  park,
  reopenUnknown,
  startAfter,
  startAfterWait,
  withEvidence,
  withIdPosTxs,
  withPrevious,
  requestAttention,
  recordNotSent,
  recordResolution,
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
          (earlier, step) => [...earlier, step(earlier.at(-1) ?? openRecord(saleInput().accepted))],
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

describe('a transaction that was reported as not sent', () => {
  const holder = { kind: 'transaction', transactionId: 'tx_other' } as never;
  const why = { reason: 'terminal-busy', detail: 'held', holder } as const;
  const notSent = recordNotSent(openRecord(saleInput().accepted), why, at);
  const later = '2026-01-15T14:00:00.000Z';
  const finals = [declined(), approved()].map((proof) =>
    recordProof(openRecord(saleInput().accepted), { proof, source }, at),
  );

  it('its key may try again: until then; called off: never, and for that reason', () => {
    const parked = park(notSent, later);
    expect(parked).toEqual({ ...notSent, retryUntil: later });
    expect(cancelParked(parked, { reason: 'cancelled' })).toEqual({
      ...notSent,
      outcome: { moneyMoved: 'no', reason: 'cancelled' },
    });
  });

  it('Getnet says otherwise: it is looked into, and the reason counts no more', () => {
    const doubted = openDoubt(notSent, 'Getnet called back', later);
    expect(doubted).toMatchObject({ status: 'verifying', outcome: { moneyMoved: 'unknown' } });
    expect(doubted.outcome).toEqual({ moneyMoved: 'unknown', detail: 'Getnet called back' });
    expect(doubted.states.at(-1)).toMatchObject({ at: later, status: 'verifying' });
    expect(doubted).not.toHaveProperty('finalAt');
  });

  it('the doubt is disproved: not sent once more, also where a person was asked for', () => {
    const doubted = openDoubt(notSent, 'Getnet called back', later);
    for (const open of [doubted, requestAttention(doubted, 'nobody knows', later)])
      expect(closeDoubt(open, { reason: 'terminal-offline' }, later)).toMatchObject({
        status: 'not_sent',
        outcome: { moneyMoved: 'no', reason: 'terminal-offline' },
      });
  });

  it('it has any other state: neither a doubt nor its end changes it', () => {
    for (const one of [...finals, openRecord(saleInput().accepted)]) {
      expect(openDoubt(one, 'Getnet called back', later)).toBe(one);
      expect(closeDoubt(one, { reason: 'terminal-busy' }, later)).toBe(one);
    }
  });

  it('its run cannot know whether it was sent: a person is needed, and its key does not try again', () => {
    const reopened = reopenUnknown(park(notSent, later), 'it was reset', later);
    expect(reopened.outcome).toEqual({ moneyMoved: 'unknown', detail: 'it was reset' });
    expect(reopened.status).toBe('needs_attention');
    expect(reopened).not.toHaveProperty('retryUntil');
    expect(reopenUnknown(openRecord(saleInput().accepted), 'it was reset', later).status).toBe(
      'needs_attention',
    );
  });

  it('its outcome is proven: no run that cannot know changes it', () => {
    for (const one of finals) expect(reopenUnknown(one, 'it was reset', later)).toBe(one);
  });

  it('each state keeps what was known when it was entered, and an open one nothing that was not', () => {
    expect(notSent.states.at(-1)?.known).toEqual(why);
    expect(finals[0]?.states.at(-1)).not.toHaveProperty('known');
    const fresh = enterStatus(openRecord(saleInput().accepted), 'in_progress', at);
    expect(Object.keys(fresh.states.at(-1) ?? {})).not.toContain('known');
  });
});

describe('what a record takes in', () => {
  const record = openRecord(saleInput().accepted);
  const other = 'tx_0000000000000000000' as TransactionId;

  it('it waited, and has the terminal: its time to send runs anew', () => {
    const queued = enterStatus(record, 'queued', at);
    const begun = startAfterWait(queued, { ...record.accepted, dispatchBy: 77 }, at);
    expect(begun.accepted).toEqual({ ...record.accepted, dispatchBy: 77 });
    expect(begun.status).toBe('dispatching');
  });

  it('what had its terminal before: each once, and never itself', () => {
    const once = withPrevious(record, other);
    expect(once.before).toEqual([other]);
    expect(withPrevious(once, other)).toBe(once);
    expect(withPrevious(record, undefined)).toBe(record);
    expect(withPrevious(record, record.accepted.transactionId)).toBe(record);
    const known = { ...record, accepted: { ...record.accepted, previous: other } };
    expect(withPrevious(known, other)).toBe(known);
    const third = 'tx_1111111111111111111' as TransactionId;
    expect(withPrevious(once, third).before).toEqual([other, third]);
  });

  it('an attempt was given the terminal after another than its acceptance names: that is the latest, and both are kept', () => {
    const between = 'tx_1111111111111111111' as TransactionId;
    const known = { ...record, accepted: { ...record.accepted, previous: other } };
    const begun = startAfter(known, { ...known.accepted, previous: between });
    expect(begun).toMatchObject({ accepted: { previous: between }, before: [other] });
    expect(startAfter(known, known.accepted)).toEqual(known);
    expect(startAfter(known, record.accepted)).toBe(known);
    const later = { ...known.accepted, customId: 'another' as CustomId, previous: between };
    expect(startAfter(known, later)).toMatchObject({ accepted: { previous: other }, before: [between] });
  });

  it('Getnet’s number: the first one stays, and none changes nothing', () => {
    const { idPosTxs } = approved('77');
    const numbered = withIdPosTxs(record, idPosTxs);
    expect(numbered.idPosTxs).toBe('77');
    expect(withIdPosTxs(numbered, approved('78').idPosTxs)).toBe(numbered);
    expect(withIdPosTxs(record, undefined)).toBe(record);
  });

  it('a proof: its warning and the amount that was charged, where there are any', () => {
    const amountCharged = { value: 5_000, currency: 'CLP' } as const;
    const proof = { ...approved(), amountCharged };
    expect(recordProof(record, { proof, source, warning: 'look' }, at).outcome).toMatchObject({
      warning: 'look',
      amountCharged,
    });
    expect(Object.keys(recordProof(record, { proof: approved(), source }, at).outcome)).toEqual([
      'moneyMoved',
      'evidence',
      'result',
    ]);
  });

  it('it enters the state that it has: nothing changes', () => {
    expect(enterStatus(record, 'dispatching', at)).toBe(record);
  });

  it('it ends with a proof: that state keeps no copy of what the proof says', () => {
    const numbered = withIdPosTxs(record, approved().idPosTxs);
    const sold = recordProof(numbered, { proof: approved(), source }, at);
    expect(sold.states.at(-1)).toEqual({ n: 2, at, status: 'approved' });
    expect(enterStatus(numbered, 'verifying', at).states.at(-1)?.known).toStrictEqual({
      idPosTxs: '900001',
    });
  });

  it('it was held by another: the state says by whom, and a state without a holder names none', () => {
    const holder = { transactionId: other, merchant: 'demo-cl', until: at };
    const held = recordNotSent(record, { reason: 'terminal-busy', holder }, at);
    expect(held.states.at(-1)?.known).toStrictEqual({ reason: 'terminal-busy', holder });
    const refused = recordNotSent(record, { reason: 'terminal-busy' }, at);
    expect(refused.states.at(-1)?.known).toStrictEqual({ reason: 'terminal-busy' });
  });
});

describe('a person settles what Getnet did not tell', () => {
  const inDoubt = requestAttention(openRecord(saleInput().accepted), 'nobody knows', at);
  const settle = (verdict: 'approved' | 'declined' | 'not_sent', warning?: string) => {
    const said = { verdict, reason: 'no receipt', evidence: 'its roll', actor: 'support' };
    const resolution = { ...said, actors: ['support'], at };
    const { accepted } = inDoubt;
    return recordResolution(inDoubt, { resolution, accepted, idPosTxs: undefined, warning }, at).outcome;
  };

  it('money moved or not: by the person’s word alone, and without a reason why nothing was sent', () => {
    expect(settle('approved')).toStrictEqual({ moneyMoved: 'yes', evidence: 'operator' });
    expect(settle('declined')).toStrictEqual({ moneyMoved: 'no', evidence: 'operator' });
  });

  it('it was not sent: its key tries no more, and the answer says who decided so', () => {
    expect(settle('not_sent')).toStrictEqual({
      moneyMoved: 'no',
      evidence: 'operator',
      reason: 'cancelled',
      detail: 'an operator settled it as not sent',
    });
  });

  it('the verdict comes with a warning: the answer has it', () => {
    expect(settle('approved', 'look')).toMatchObject({ moneyMoved: 'yes', warning: 'look' });
  });
});
