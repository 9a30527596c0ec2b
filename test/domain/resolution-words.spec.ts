import { describe, expect, it } from '@jest/globals';
import { describeResolution } from '../../src/domain/resolution.js';
import {
  findResolutionRefusal,
  findTenableProposal,
  judgeRepeat,
  mergeOpenOutcomes,
} from '../../src/domain/resolution-refusals.js';
import type { Proposal, ResolutionVerdict } from '../../src/domain/resolution.js';
import type { OpenOutcome, OpenCase } from '../../src/domain/resolution-refusals.js';
import { requireIdPosTxs } from '../support/terms.js';

const nowMs = Date.parse('2026-01-15T14:00:00.000Z');
const nothing: OpenOutcome = {
  isOutstanding: false,
  liveUntilMs: nowMs,
  numbers: [],
  hasCallback: false,
  isClaimedApproved: false,
  isReportedApproved: false,
  repeatsAnEarlierRun: false,
};
const words = { reason: 'no receipt', evidence: 'the roll', actor: 'support' };
const proposal: Proposal = { ...words, verdict: 'declined', at: nowMs };
const openCase = (open: Partial<OpenOutcome> = {}, over: Partial<OpenCase> = {}): OpenCase => ({
  status: 'needs_attention',
  open: { ...nothing, ...open },
  nowMs,
  ...over,
});

describe('a verdict that is not taken: the person reads why', () => {
  it.each<[string, OpenCase, ResolutionVerdict, string]>([
    [
      'a worker waits for the answer',
      openCase({ isOutstanding: true }),
      'approved',
      'A worker still waits for Getnet’s answer to the command.',
    ],
    [
      'Getnet calls it approved',
      openCase({ isReportedApproved: true }),
      'declined',
      'Getnet’s status query calls the command approved, so it cannot be settled as declined.',
    ],
    [
      'a callback claims an approval',
      openCase({ isClaimedApproved: true }),
      'not_sent',
      'A callback of Getnet claims an approval, so it cannot be settled as not_sent.',
    ],
    [
      'Getnet has numbers for it',
      openCase({ numbers: [requireIdPosTxs('900001'), requireIdPosTxs('900002')] }),
      'not_sent',
      'Getnet has the command as 900001, 900002, so it was sent. Say declined instead.',
    ],
    [
      'Getnet called back',
      openCase({ hasCallback: true }),
      'not_sent',
      'Getnet called back about the command, so it was sent. Say declined instead.',
    ],
    [
      'an earlier run may have sent it',
      openCase({ repeatsAnEarlierRun: true }),
      'not_sent',
      'The run repeats an earlier one, which may have sent the command. Say declined instead.',
    ],
    [
      'the customer may still pay',
      openCase({ liveUntilMs: nowMs + 1_000 }),
      'declined',
      'The terminal may work on the command until 2026-01-15T14:00:01.000Z; a customer may still pay.',
    ],
    [
      'nobody is needed',
      openCase({}, { status: 'verifying' }),
      'declined',
      'The transaction is verifying: a person settles only what waits for a person.',
    ],
    [
      'a colleague proposed another verdict',
      openCase({}, { proposal }),
      'approved',
      'support proposed declined; a second operator can only agree with that verdict.',
    ],
    [
      'a sale that could not be undone was approved',
      openCase({}, { status: 'reversal_failed' }),
      'declined',
      'The sale was approved. Say approved to keep it, or give it back by a void or a return of your own.',
    ],
  ])('%s', (_, stands, ...[verdict, why]) => {
    expect(findResolutionRefusal(stands, verdict)?.why).toBe(why);
  });

  it('others settled it in another way: they are named', () => {
    const settled = { ...words, verdict: 'declined', actors: ['support', 'boss'], at: 'then' } as const;
    expect(judgeRepeat(settled, { verdict: 'approved' }, 'declined')?.why).toBe(
      'support and boss settled the transaction as declined. A final state never changes.',
    );
  });
});

describe('the last moments', () => {
  it('the time in which the terminal may work on the command is just over: a person may say that nothing was charged', () => {
    expect(findResolutionRefusal(openCase(), 'not_sent')).toBeUndefined();
  });

  it('a proposal that is exactly a day old still stands', () => {
    const stands = openCase({}, { proposal, nowMs: nowMs + 24 * 3_600_000 });
    expect(findTenableProposal(stands)).toBe(proposal);
  });
});

describe('several commands of a transaction are open', () => {
  const flags = [
    'isOutstanding',
    'hasCallback',
    'isClaimedApproved',
    'isReportedApproved',
    'repeatsAnEarlierRun',
  ] as const;

  it.each(flags)('%s of one of them: of the transaction', (flag) => {
    const one = { ...nothing, [flag]: true };
    expect(mergeOpenOutcomes([one, nothing])).toEqual(one);
    expect(mergeOpenOutcomes([nothing, one])).toEqual(one);
  });

  it('one number of two commands counts once, and none leaves nothing open', () => {
    const one = { ...nothing, numbers: [requireIdPosTxs('900001')] };
    expect(mergeOpenOutcomes([one, one])).toEqual(one);
    expect(mergeOpenOutcomes([])).toEqual({ ...nothing, liveUntilMs: 0 });
  });
});

describe('a person’s verdict in the list of evidence', () => {
  it.each<[string, string | undefined, string]>([
    ['the key alone', undefined, 'support'],
    ['the key is the person', 'support', 'support'],
    ['a person behind the key', 'Ana', 'Ana (support)'],
  ])('%s: who said it, what, why and by what', (_, person, who) => {
    const said = { ...words, verdict: 'declined' as const, ...(person !== undefined && { person }) };
    expect(describeResolution(said)).toBe(`${who} says declined: no receipt (the roll)`);
  });
});
