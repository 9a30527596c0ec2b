import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findAttentionReason } from '../../src/domain/attention.js';
import { judgeActs } from '../../src/domain/operator-acts.js';
import { decideLate, findLateRefusal, isWaiting } from '../../src/domain/late-decision.js';
import type { LateCase } from '../../src/domain/late-decision.js';
import { mergeFindings } from '../../src/domain/late-merge.js';
import { chooseContradiction, findLateContradiction } from '../../src/domain/late-result.js';
import type { LateFinding, LateResolution } from '../../src/domain/late-result.js';
import { openRecord, recordProof } from '../../src/domain/record.js';
import { resolutionVerdicts } from '../../src/domain/resolution.js';
import { moneyAnswers } from '../../src/domain/status.js';
import { approved, declined, requireIdPosTxs, saleInput } from '../support/terms.js';

const nowMs = Date.parse('2026-01-15T14:00:00.000Z');
const foundAt = new Date(nowMs).toISOString();
const number = requireIdPosTxs('900001');
const words = { reason: 'asked the shop', evidence: 'its till roll', actor: 'support' };
const { accepted } = saleInput();

const finding = (moneyMoved: LateFinding['moneyMoved'], over: Partial<LateFinding> = {}): LateFinding => ({
  moneyMoved,
  verdict: { yes: approved(), no: declined(), unknown: { kind: 'pending' } as const }[moneyMoved],
  foundAt,
  idPosTxs: number,
  action: 'ask',
  ...over,
});
const buildCase = (
  found: LateFinding | undefined,
  told: 'yes' | 'no',
  over: Partial<LateCase> = {},
): LateCase => ({
  type: 'sale',
  amount: accepted.amount,
  reported: { moneyMoved: told, idPosTxs: number },
  finding: found,
  isBeingVerified: false,
  ...over,
});
const say = (
  verdict: LateResolution['verdict'],
  action: LateResolution['action'] = 'keep',
): LateResolution => ({
  ...words,
  verdict,
  action,
});
const decide = (found: LateFinding, word: LateResolution, above?: number) => {
  const secondActorAbove = above === undefined ? undefined : ({ value: above, currency: 'CLP' } as const);
  return decideLate(found, word, { amount: accepted.amount, terms: { nowMs, secondActorAbove } });
};

const anyFinding = fc
  .record({
    moneyMoved: fc.constantFrom(...moneyAnswers),
    action: fc.constantFrom('ask', 'keep', 'undo'),
    undo: fc.constantFrom(undefined, 'open', 'done', 'failed'),
  })
  .map(({ moneyMoved, action, undo }) =>
    finding(moneyMoved, { action, ...(undo && moneyMoved === 'yes' && { undo: { state: undo } }) }),
  );
const anyTold = fc.constantFrom('yes', 'no');

describe('what a person says about news after the end', () => {
  it('any finding that waits: some word is taken, and the case is gone after it', () => {
    fc.assert(
      fc.property(fc.option(anyFinding, { nil: undefined }), anyTold, (found, told) => {
        const late = buildCase(found, told);
        fc.pre(isWaiting(found, late.reported));
        const taken = resolutionVerdicts.filter((verdict) => !findLateRefusal(late, say(verdict), nowMs));
        expect(taken.length).toBeGreaterThan(0);
        for (const verdict of taken) {
          const decided = decide(found ?? finding('unknown'), say(verdict));
          expect(isWaiting(decided, late.reported)).toBe(false);
          const shown = findLateContradiction(late.reported, decided);
          const proof = { proof: told === 'yes' ? approved() : declined(), source: 'status_query' } as const;
          const snapshot = recordProof(openRecord(accepted), proof, foundAt);
          const standing = { hasEnded: false, isBeingVerified: false, isLeaseEndedByHand: false };
          expect(findAttentionReason({ snapshot, late: shown, ...standing })).toBeUndefined();
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('what Getnet proved: no word changes whether money moved', () => {
    fc.assert(
      fc.property(anyFinding, anyTold, fc.constantFrom(...resolutionVerdicts), (found, told, verdict) => {
        fc.pre(found.moneyMoved !== 'unknown');
        if (findLateRefusal(buildCase(found, told), say(verdict), nowMs)) return;
        expect(decide(found, say(verdict)).moneyMoved).toBe(found.moneyMoved);
      }),
      { numRuns: 2_000 },
    );
  });

  it('the service gives back only a proven charge that the shop did not know of, and never twice', () => {
    fc.assert(
      fc.property(fc.option(anyFinding, { nil: undefined }), anyTold, (found, told) => {
        if (findLateRefusal(buildCase(found, told), say('approved', 'undo'), nowMs)) return;
        expect([found?.moneyMoved, told, found?.undo]).toEqual(['yes', 'no', undefined]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('an undo that failed: it can be closed by keeping, and the undo stays shown', () => {
    const failed = finding('yes', { action: 'undo', undo: { state: 'failed', why: 'declined' } });
    expect(findLateRefusal(buildCase(failed, 'no'), say('approved', 'undo'), nowMs)).toMatchObject({
      kind: 'NotUndoable',
    });
    expect(decide(failed, say('approved'))).toMatchObject({
      undo: { state: 'failed' },
      decision: { action: 'keep', actors: ['support'] },
    });
  });

  it('above the limit: a proposal that the same person cannot join, and that lapses', () => {
    const proposed = decide(finding('yes'), say('approved'), 1);
    expect(proposed).toMatchObject({ proposal: { actor: 'support' } });
    expect(proposed.decision).toBeUndefined();
    expect(decide(proposed, say('approved'), 1).decision).toBeUndefined();
    const joined = decide(proposed, { ...say('approved'), actor: 'boss' }, 1);
    expect(joined).toMatchObject({ decision: { actors: ['support', 'boss'] } });
    expect(joined.proposal).toBeUndefined();
    const other = { ...say('approved', 'undo'), actor: 'boss' };
    expect(findLateRefusal(buildCase(proposed, 'no'), other, nowMs)).toMatchObject({
      kind: 'VerdictDiffers',
    });
    expect(findLateRefusal(buildCase(proposed, 'no'), other, nowMs + 25 * 3_600_000)).toBeUndefined();
  });

  it('a later proof: one that says the same keeps the decision, another reopens the case', () => {
    const kept = decide(finding('yes'), say('approved'));
    expect(mergeFindings(kept, finding('yes')).decision).toEqual(kept.decision);
    expect(mergeFindings(kept, finding('no')).decision).toBeUndefined();
    expect(mergeFindings(kept, finding('unknown'))).toEqual(kept);
    const word = decide(finding('unknown'), say('approved'));
    expect(word).toMatchObject({ moneyMoved: 'yes', evidence: 'operator' });
    expect(mergeFindings(word, finding('no'))).toMatchObject({ moneyMoved: 'no' });
    expect(mergeFindings(word, finding('no')).decision).toBeUndefined();
  });

  it.each(['yes', 'unknown'] as const)(
    'a first person’s word about %s waits on where Getnet is asked again and says the same',
    (moneyMoved) => {
      const proposed = decide(finding(moneyMoved), say('approved'), 1);
      const { proposal } = proposed;
      expect(proposal).toBeDefined();
      const again = mergeFindings(proposed, finding(moneyMoved));
      expect(again.proposal).toEqual(proposal);
      expect(decide(again, { ...say('approved'), actor: 'boss' }, 1).decision?.actors).toEqual([
        'support',
        'boss',
      ]);
      expect(mergeFindings(proposed, finding('no')).proposal).toBeUndefined();
    },
  );

  it('a person decides: the policy stays as it was, and what was decided stands beside it', () => {
    for (const action of ['ask', 'undo'] as const) {
      const kept = decide({ ...finding('yes'), action }, say('approved'));
      expect(findLateContradiction({ moneyMoved: 'no', idPosTxs: number }, kept)).toMatchObject({
        action,
        decision: { action: 'keep', actors: ['support'] },
      });
    }
  });

  it('several attempts: what waits for a person is shown first', () => {
    const kept = { moneyMoved: 'yes', at: foundAt, action: 'keep' } as const;
    const asked = { moneyMoved: 'yes', at: foundAt, action: 'ask' } as const;
    expect(chooseContradiction([kept, asked])).toBe(asked);
    expect(chooseContradiction([kept])).toBe(kept);
    expect(chooseContradiction([])).toBeUndefined();
  });

  it('the list judges by the same rules, and offers the undo beside the verdicts', () => {
    fc.assert(
      fc.property(fc.option(anyFinding, { nil: undefined }), anyTold, (found, told) => {
        const late = buildCase(found, told);
        const standing = {
          status: 'declined',
          facts: undefined,
          isAnswered: false,
          release: undefined,
        } as const;
        const acts = judgeActs({ ...standing, late, nowMs });
        for (const verdict of resolutionVerdicts) {
          const why = findLateRefusal(late, say(verdict), nowMs)?.why ?? null;
          expect(acts).toContainEqual({ act: `resolve_${verdict}`, allowed: why === null, why });
        }
        const why = findLateRefusal(late, say('approved', 'undo'), nowMs)?.why ?? null;
        expect(acts).toContainEqual({ act: 'undo_late_charge', allowed: why === null, why });
      }),
      { numRuns: 1_000 },
    );
  });
});
