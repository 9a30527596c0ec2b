import { describe, expect, it } from '@jest/globals';
import { findAttentionReason } from '../../src/domain/attention.js';
import { judgeActs, judgeReleaseAct } from '../../src/domain/operator-acts.js';
import type { PossibleAttention } from '../../src/domain/attention.js';
import type { CaseFacts } from '../../src/domain/operator-acts.js';
import type { LateCase } from '../../src/domain/late-decision.js';
import type { Late } from '../../src/domain/late-result.js';
import { enterStatus, openRecord, recordProof, requestAttention } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { approved, saleInput, buildUndoInput, buildUndoneSale, requireIdPosTxs } from '../support/terms.js';

const at = '2026-01-15T13:30:41.120Z';
const source = 'status_query' as const;
const sale = openRecord(saleInput().accepted);
const undo = openRecord(buildUndoInput(buildUndoneSale()).accepted);
const sold = recordProof(sale, { proof: approved(), source }, at);
const find = (snapshot: Snapshot, over: Partial<PossibleAttention> = {}) =>
  findAttentionReason({
    snapshot,
    hasEnded: false,
    isBeingVerified: false,
    isLeaseEndedByHand: false,
    ...over,
  });

describe('why a transaction waits for a person', () => {
  const inDoubt = requestAttention(sale, 'nobody knows', at);

  it.each<[string, Snapshot, Partial<PossibleAttention>, string | undefined]>([
    ['its outcome is unknown', inDoubt, {}, 'unknown_outcome'],
    ['the same of a void', requestAttention(undo, 'nobody knows', at), {}, 'reversal_unknown'],
    ['somebody ended its run', inDoubt, { hasEnded: true }, 'terminated'],
    ['the service could not undo it', { ...sold, status: 'reversal_failed' }, {}, 'reversal_failed'],
    ['news came after its end', sold, { isBeingVerified: true }, 'late_result'],
    ['somebody ended its lease', sold, { isLeaseEndedByHand: true }, 'lease_ended_by_hand'],
    [
      'somebody ended its lease, and its outcome is unknown',
      inDoubt,
      { isLeaseEndedByHand: true },
      'unknown_outcome',
    ],
    [
      'somebody ended its lease, and news came',
      sold,
      { isBeingVerified: true, isLeaseEndedByHand: true },
      'late_result',
    ],
    ['it is approved', sold, {}, undefined],
    ['it is on its way', enterStatus(sale, 'in_progress', at), {}, undefined],
    ['its run has ended with its outcome', sold, { hasEnded: true }, undefined],
  ])('%s', (...[, snapshot, over, reason]) => {
    expect(find(snapshot, over)).toBe(reason);
  });
});

describe('a person closed a sale whose charge is gone', () => {
  const closedBy = {
    verdict: 'declined',
    reason: 'the charge is gone',
    evidence: 'Getnet’s portal',
    actor: 'support',
    actors: ['support'],
    at,
  } as const;
  const reversal = { state: 'done', since: at } as const;
  const undone: Snapshot = { ...sold, status: 'reversed', reversal };
  const closed: Snapshot = { ...undone, reversal: { ...reversal, closedBy } };
  const gone: Late = { moneyMoved: 'no', at, action: 'ask' };
  const alsoOpen = [requireIdPosTxs('900002')];

  it.each<[string, Snapshot, Late, string | undefined]>([
    ['nothing was charged: nobody is asked', closed, gone, undefined],
    ['nothing was charged, and nobody closed it: a person is asked', undone, gone, 'late_result'],
    ['it charged: a person is asked', closed, { ...gone, moneyMoved: 'yes' }, 'late_result'],
    ['another number may have charged: a person is asked', closed, { ...gone, alsoOpen }, 'late_result'],
  ])('news say that %s', (_, snapshot, ...[late, reason]) => {
    expect(find(snapshot, { late })).toBe(reason);
  });
});

describe('what a person can do', () => {
  const judge = (over: Partial<CaseFacts>) =>
    judgeActs({
      status: 'needs_attention',
      facts: undefined,
      isAnswered: false,
      release: undefined,
      nowMs: Date.parse(at),
      ...over,
    });

  it('nobody answers for the transaction: no verdict is taken, and each says why', () => {
    const acts = judge({});
    expect(acts.map(({ act }) => act)).toEqual(['resolve_approved', 'resolve_declined', 'resolve_not_sent']);
    for (const { allowed, why } of acts) {
      expect(allowed).toBe(false);
      expect(why).toContain('No run answers for this transaction');
    }
  });

  it.each(['in_progress', 'verifying', 'dispatching'] as const)(
    '%s, and its lease was ended by hand: its run answers, and the reason is that of the route',
    (status) => {
      for (const { allowed, why } of judge({ status, isAnswered: true })) {
        expect(allowed).toBe(false);
        expect(why).toBe(`The transaction is ${status}: a person settles only what waits for a person.`);
      }
    },
  );

  it.each(['approved', 'reversing'] as const)(
    '%s, with late news, and its run waits for a confirmation or an undo: no verdict is taken before that is over',
    (status) => {
      for (const { allowed, why } of judge({ status, isAnswered: true })) {
        expect(allowed).toBe(false);
        expect(why).toContain('still waits for its confirmation or its undo');
      }
    },
  );

  it('its outcome is proven and its run has ended: there is nothing to settle, and nobody is said to be missing', () => {
    for (const { allowed, why } of judge({ status: 'declined' })) {
      expect(allowed).toBe(false);
      expect(why).toContain('nothing to settle');
    }
  });

  it('an undo failed: the sale may be kept while its run is there, and nothing else is taken', () => {
    const status = 'reversal_failed' as const;
    const allowed = (isAnswered: boolean) => judge({ status, isAnswered }).filter((one) => one.allowed);
    expect(allowed(true)).toEqual([{ act: 'resolve_approved', allowed: true, why: null }]);
    expect(allowed(false)).toEqual([]);
    expect(judge({ status })[0]?.why).toContain('by a void or a return of your own');
  });

  it('it has a terminal: whether that may be released is judged with it', () => {
    const held = { allowed: false, why: 'Its holder may still be live on it.' } as const;
    expect(judge({ release: held }).at(-1)).toEqual({ act: 'release_terminal', ...held });
    expect(judgeReleaseAct({ allowed: true, proof: 'the terminal is free' })).toEqual({
      act: 'release_terminal',
      allowed: true,
      why: null,
    });
  });

  it('somebody proposed to keep what came late: another may agree to keep it, and not give it back', () => {
    const { idPosTxs, result } = approved();
    const late: LateCase = {
      type: 'sale',
      amount: undefined,
      reported: { moneyMoved: 'no' },
      finding: {
        moneyMoved: 'yes',
        foundAt: at,
        verdict: { kind: 'approved', idPosTxs, result, namesUs: true },
        proposal: {
          verdict: 'approved',
          action: 'keep',
          reason: 'the goods were given',
          evidence: 'its receipt',
          actor: 'support',
          at: Date.parse(at),
        },
      },
      isBeingVerified: false,
    };
    const acts = judge({ late });
    expect(acts.filter(({ allowed }) => allowed).map(({ act }) => act)).toEqual(['resolve_approved']);
    expect(acts.at(-1)).toMatchObject({ act: 'undo_late_charge', allowed: false });
  });
});
