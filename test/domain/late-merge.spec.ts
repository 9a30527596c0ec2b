import { describe, expect, it } from '@jest/globals';
import { mergeFindings } from '../../src/domain/late-merge.js';
import type { LateDecision, LateFinding, LateProposal } from '../../src/domain/late-result.js';
import { approved, declined } from '../support/terms.js';

const at = '2026-01-15T14:00:00.000Z';
const later = '2026-01-15T15:00:00.000Z';
const charged: LateFinding = { moneyMoved: 'yes', verdict: approved(), foundAt: at };
const provenYes: LateFinding = { ...charged, foundAt: later };
const provenNo: LateFinding = { moneyMoved: 'no', verdict: declined(), foundAt: later };
const said = {
  verdict: 'approved',
  action: 'undo',
  reason: 'asked the shop',
  evidence: 'its till roll',
  actor: 'support',
} as const;
const decision: LateDecision = { ...said, actors: ['support'], at };
const proposal: LateProposal = { ...said, at: Date.parse(at) };
const done = { undo: { state: 'done' } } as const;
const failed = { undo: { state: 'failed', why: 'the terminal refused it' } } as const;

describe('further news of one number', () => {
  it('nothing was known, and nothing is known again: the later finding counts', () => {
    const open: LateFinding = { moneyMoved: 'unknown', verdict: { kind: 'not_found' }, foundAt: at };
    const again: LateFinding = { ...open, foundAt: later };
    expect(mergeFindings(open, again)).toBe(again);
  });

  it.each<[string, LateFinding, LateFinding, LateFinding]>([
    [
      'a charge was given back, and is reversed: it stays known that it was given back',
      { ...charged, ...done },
      provenNo,
      { ...provenNo, ...done },
    ],
    [
      'an undo failed, and the charge is gone: nothing is left to give back',
      { ...charged, ...failed },
      provenNo,
      provenNo,
    ],
    [
      'an undo failed, and the charge is proven again: it stays known that the undo failed',
      { ...charged, ...failed },
      provenYes,
      { ...provenYes, ...failed },
    ],
    [
      'a person’s word was acted on, and the proof says the contrary: only the proof counts',
      { ...charged, ...done, evidence: 'operator', decision },
      provenNo,
      provenNo,
    ],
  ])('%s', (_, before, ...[latest, merged]) => {
    expect(mergeFindings(before, latest)).toStrictEqual(merged);
  });

  it.each<[string, LateFinding, LateFinding]>([
    ['the same is proven again: it still waits', provenYes, { ...provenYes, proposal }],
    ['the contrary is proven: it is dropped', provenNo, provenNo],
    [
      'the same is known with a decision: it is dropped',
      { ...provenYes, decision },
      { ...provenYes, decision },
    ],
  ])('a first person’s word waits for a second one, and %s', (_, latest, merged) => {
    expect(mergeFindings({ ...charged, proposal }, latest)).toStrictEqual(merged);
  });
});
