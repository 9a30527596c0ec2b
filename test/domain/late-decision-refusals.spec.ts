import { describe, expect, it } from '@jest/globals';
import {
  BEING_VERIFIED,
  decideLate,
  describeLateDecision,
  findLateRefusal,
  isProven,
  isWaiting,
} from '../../src/domain/late-decision.js';
import type { LateCase } from '../../src/domain/late-decision.js';
import type { LateDecision, LateFinding, LateResolution } from '../../src/domain/late-result.js';
import type { MoneyMoved } from '../../src/domain/status.js';
import { approved, declined, requireIdPosTxs, saleInput } from '../support/terms.js';

const nowMs = Date.parse('2026-01-15T14:00:00.000Z');
const foundAt = new Date(nowMs).toISOString();
const [ours, other] = [requireIdPosTxs('900001'), requireIdPosTxs('900002')];
const { accepted } = saleInput();

const say = (
  verdict: LateResolution['verdict'],
  action: LateResolution['action'] = 'keep',
): LateResolution => ({
  reason: 'asked the shop',
  evidence: 'its till roll',
  actor: 'support',
  verdict,
  action,
});
const decided = (action: LateDecision['action']): LateDecision => ({
  ...say('approved', action),
  actors: ['support'],
  at: foundAt,
});
const found = (moneyMoved: MoneyMoved, over: Partial<LateFinding> = {}): LateFinding => ({
  moneyMoved,
  verdict: { yes: approved(), no: declined(), unknown: { kind: 'pending' } as const }[moneyMoved],
  foundAt,
  idPosTxs: ours,
  action: 'ask',
  ...over,
});
const buildReported = (moneyMoved: MoneyMoved) => ({ moneyMoved, idPosTxs: ours });
const late = (
  finding: LateFinding | undefined,
  told: MoneyMoved,
  over: Partial<LateCase> = {},
): LateCase => ({
  type: 'sale',
  amount: accepted.amount,
  reported: buildReported(told),
  finding,
  isBeingVerified: false,
  ...over,
});
const proposed = found('unknown', { proposal: { ...say('approved'), at: nowMs } });
const failed = { state: 'failed' } as const;

describe('whether late news waits for a person', () => {
  it.each<[string, boolean, LateFinding | undefined, MoneyMoved]>([
    ['nothing is known but that news came', true, undefined, 'no'],
    ['Getnet told nothing final', true, found('unknown'), 'no'],
    [
      'Getnet told nothing final, and the policy is to keep',
      true,
      found('unknown', { action: 'keep' }),
      'no',
    ],
    ['a charge that the shop does not know of', true, found('yes'), 'no'],
    ['the same in a record of before, without a policy', true, found('yes', { action: undefined }), 'no'],
    ['the same, and the policy is to keep', false, found('yes', { action: 'keep' }), 'no'],
    ['the charge that the shop knows of', false, found('yes'), 'yes'],
    ['it is being given back', false, found('yes', { undo: { state: 'open' } }), 'no'],
    ['it was given back', false, found('yes', { undo: { state: 'done' } }), 'no'],
    ['it could not be given back', true, found('yes', { undo: failed }), 'no'],
    [
      'a person wanted it back, and that failed',
      true,
      found('yes', { undo: failed, decision: decided('undo') }),
      'no',
    ],
    [
      'that failed, and a person keeps it',
      false,
      found('yes', { undo: failed, decision: decided('keep') }),
      'no',
    ],
    ['a person has decided', false, found('yes', { decision: decided('keep') }), 'no'],
  ])('%s: %s', (_, waits, ...[finding, told]) => {
    expect(isWaiting(finding, buildReported(told))).toBe(waits);
  });
});

describe('a person’s word about late news is refused', () => {
  const onlyProven = 'gives back only a late charge that Getnet proved';

  it.each<[string, LateCase, LateResolution, kind: string, why: string]>([
    [
      'Getnet is still being asked',
      late(found('yes'), 'no', { isBeingVerified: true }),
      say('approved'),
      'NotInAttention',
      BEING_VERIFIED,
    ],
    [
      'somebody has decided',
      late(found('yes', { decision: decided('keep') }), 'no'),
      say('approved'),
      'NotInAttention',
      'has decided',
    ],
    [
      'Getnet called, and the person says that nothing was sent',
      late(found('unknown'), 'no'),
      say('not_sent'),
      'EvidenceContradicts',
      'Say declined instead',
    ],
    [
      'somebody proposed another verdict',
      late(proposed, 'no'),
      say('declined'),
      'VerdictDiffers',
      'support proposed approved, keep',
    ],
    [
      'somebody proposed to keep, and the person says undo',
      late(proposed, 'no'),
      say('approved', 'undo'),
      'VerdictDiffers',
      'support proposed approved, keep',
    ],
    [
      'Getnet proved a charge',
      late(found('yes'), 'no'),
      say('declined'),
      'EvidenceContradicts',
      'proved after the end that it was approved. Say approved',
    ],
    [
      'Getnet proved that nothing was charged',
      late(found('no'), 'yes'),
      say('approved'),
      'EvidenceContradicts',
      'proved after the end that it was declined. Say declined',
    ],
    [
      'undo: the shop knows of a charge, and this is a second one',
      late(found('yes', { idPosTxs: other }), 'yes'),
      say('approved', 'undo'),
      'NotUndoable',
      onlyProven,
    ],
    [
      'undo: it is no sale',
      late(found('yes'), 'no', { type: 'return' }),
      say('approved', 'undo'),
      'NotUndoable',
      onlyProven,
    ],
    [
      'undo: nothing is proven',
      late(found('unknown'), 'no'),
      say('approved', 'undo'),
      'NotUndoable',
      onlyProven,
    ],
    ['undo: nothing is known', late(undefined, 'no'), say('approved', 'undo'), 'NotUndoable', onlyProven],
    [
      'undo: only a person said that it charged',
      late(found('yes', { evidence: 'operator' }), 'no'),
      say('approved', 'undo'),
      'NotUndoable',
      onlyProven,
    ],
    [
      'undo: it was tried already',
      late(found('yes', { undo: failed }), 'no'),
      say('approved', 'undo'),
      'NotUndoable',
      'an undo is never sent twice. Give the money back at the terminal',
    ],
  ])('%s', (_, news, ...[word, kind, why]) => {
    const refusal = findLateRefusal(news, word, nowMs);
    expect(refusal).toEqual({ kind, why: expect.stringContaining(why) });
  });
});

describe('a person’s word about late news is taken', () => {
  it.each<[string, LateCase, LateResolution]>([
    ['it agrees with a proven charge', late(found('yes'), 'no'), say('approved')],
    ['it gives that charge back', late(found('yes'), 'no'), say('approved', 'undo')],
    ['it agrees with a proven decline', late(found('no'), 'yes'), say('declined')],
    ['it agrees with a proposal', late(proposed, 'no'), say('approved')],
    ['nothing is proven', late(found('unknown'), 'no'), say('declined')],
    ['nothing is known', late(undefined, 'no'), say('approved')],
    ['only a person said the contrary', late(found('yes', { evidence: 'operator' }), 'no'), say('declined')],
  ])('%s', (_, news, word) => {
    expect(findLateRefusal(news, word, nowMs)).toBeUndefined();
  });

  it.each<[string, LateFinding, LateResolution, Partial<LateFinding>]>([
    [
      'nothing was proven: whether money moved is what the person says',
      found('unknown'),
      say('declined'),
      { moneyMoved: 'no', evidence: 'operator' },
    ],
    ['the same, of a charge', found('unknown'), say('approved'), { moneyMoved: 'yes', evidence: 'operator' }],
    ['a charge was proven: the proof stays what it was', found('yes'), say('approved'), {}],
  ])('%s', (_, finding, ...[word, told]) => {
    const terms = { nowMs, secondActorAbove: undefined };
    const decision = { ...word, actors: ['support'], at: foundAt };
    expect(decideLate(finding, word, { amount: accepted.amount, terms })).toStrictEqual({
      ...finding,
      ...told,
      decision,
    });
  });

  it('a person’s word is no proof, and neither is an answer that settles nothing', () => {
    expect(isProven(found('yes'))).toBe(true);
    expect(isProven(found('yes', { evidence: 'operator' }))).toBe(false);
    expect(isProven(found('unknown'))).toBe(false);
  });

  it('the account says who decided what, on what, and what is done about it', () => {
    const text = 'support says approved: asked the shop (its till roll), undo';
    expect(describeLateDecision(say('approved', 'undo'))).toBe(text);
  });
});
