import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attentionReasons, attentionTexts } from '../../src/domain/attention.js';
import { judgeActs } from '../../src/domain/operator-acts.js';
import { enterStatus, openRecord, recordProof, recordResolution } from '../../src/domain/record.js';
import { judgeRelease } from '../../src/domain/release.js';
import { needsSecondActor, resolutionVerdicts } from '../../src/domain/resolution.js';
import {
  findResolutionRefusal,
  findTenableProposal,
  judgeRepeat,
  mergeOpenOutcomes,
} from '../../src/domain/resolution-refusals.js';
import type { Proposal, ResolutionVerdict } from '../../src/domain/resolution.js';
import type { OpenOutcome, ResolutionRefusalKind, OpenCase } from '../../src/domain/resolution-refusals.js';
import { isFinal, statuses } from '../../src/domain/status.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { approved, declined, requireIdPosTxs, saleInput } from '../support/terms.js';

const nowMs = Date.parse('2026-01-15T14:00:00.000Z');
const at = new Date(nowMs).toISOString();
const nothing: OpenOutcome = {
  isOutstanding: false,
  liveUntilMs: nowMs - 1,
  numbers: [],
  hasCallback: false,
  isClaimedApproved: false,
  isReportedApproved: false,
  repeatsAnEarlierRun: false,
};
const number = { numbers: [requireIdPosTxs('900001')] };
const words = { reason: 'no receipt', evidence: 'the roll', actor: 'support' };
const openCase = (open: Partial<OpenOutcome> = {}, over: Partial<OpenCase> = {}): OpenCase => ({
  status: 'needs_attention',
  open: { ...nothing, ...open },
  nowMs,
  ...over,
});

describe('a person’s verdict against our evidence', () => {
  const contradicts = 'EvidenceContradicts' as const;
  const live = 'MayBeLive' as const;
  type Row = readonly [
    string,
    Partial<OpenOutcome>,
    Readonly<Record<ResolutionVerdict, ResolutionRefusalKind | undefined>>,
  ];
  const rows: readonly Row[] = [
    ['nothing is known', {}, { approved: undefined, declined: undefined, not_sent: undefined }],
    ['Getnet has a number', number, { approved: undefined, declined: undefined, not_sent: contradicts }],
    [
      'Getnet called back without a claim',
      { hasCallback: true },
      { approved: undefined, declined: undefined, not_sent: contradicts },
    ],
    [
      'a callback claims an approval',
      { hasCallback: true, isClaimedApproved: true },
      { approved: undefined, declined: contradicts, not_sent: contradicts },
    ],
    [
      'Getnet calls it approved without a code',
      { ...number, isReportedApproved: true },
      { approved: undefined, declined: contradicts, not_sent: contradicts },
    ],
    [
      'the terminal may still work on it',
      { liveUntilMs: nowMs + 1 },
      { approved: undefined, declined: live, not_sent: live },
    ],
    [
      'a worker waits for the answer',
      { isOutstanding: true },
      { approved: live, declined: live, not_sent: live },
    ],
    [
      'the run repeats an earlier one',
      { repeatsAnEarlierRun: true },
      { approved: undefined, declined: undefined, not_sent: contradicts },
    ],
  ];

  it.each(rows)('%s', (_, open, expected) => {
    for (const verdict of resolutionVerdicts)
      expect([verdict, findResolutionRefusal(openCase(open), verdict)?.kind]).toEqual([
        verdict,
        expected[verdict],
      ]);
  });

  const waiting = ['needs_attention', 'reversal_failed'];
  it.each(statuses.filter((status) => !waiting.includes(status)))('%s: a person has no say', (status) => {
    for (const verdict of resolutionVerdicts)
      expect(findResolutionRefusal(openCase({}, { status }), verdict)?.kind).toBe('NotInAttention');
  });

  it('several commands are open: what is known of any of them counts', () => {
    const merged = mergeOpenOutcomes([
      { ...nothing, ...number },
      { ...nothing, hasCallback: true, liveUntilMs: nowMs + 5 },
    ]);
    expect(merged).toEqual({ ...nothing, ...number, hasCallback: true, liveUntilMs: nowMs + 5 });
  });
});

describe('two persons', () => {
  const clp = (value: number) => ({ value, currency: 'CLP' as const });
  const proposal: Proposal = { ...words, verdict: 'declined', at: nowMs };

  it.each([
    [clp(5_991), clp(5_990), true],
    [clp(5_990), clp(5_990), false],
    [clp(1), clp(0), true],
    [clp(5_990), undefined, false],
    [undefined, clp(0), false],
    [{ value: 6_000, currency: 'ARS' as const }, clp(5_990), false],
  ])('%j with the limit %j: %s', (amount, above, expected) => {
    expect(needsSecondActor(amount, above)).toBe(expected);
  });

  it('a proposal stands: only the same verdict is taken', () => {
    const open = openCase({}, { proposal });
    expect(findResolutionRefusal(open, 'declined')).toBeUndefined();
    expect(findResolutionRefusal(open, 'approved')?.kind).toBe('VerdictDiffers');
  });

  it('a proposal is a day old, or evidence contradicts it: it blocks nothing', () => {
    const old = openCase({}, { proposal, nowMs: nowMs + 24 * 3_600_000 + 1 });
    const void_ = openCase({ isClaimedApproved: true }, { proposal });
    for (const open of [old, void_]) {
      expect(findTenableProposal(open)).toBeUndefined();
      expect(findResolutionRefusal(open, 'approved')).toBeUndefined();
    }
  });

  it('repeated after the end: the verdict that settled it is taken from anybody, another one differs', () => {
    const settled = { ...words, verdict: 'declined', actors: ['support', 'boss'], at } as const;
    const repeat = (verdict: ResolutionVerdict) => judgeRepeat(settled, { verdict }, 'declined')?.kind;
    expect(repeat('declined')).toBeUndefined();
    expect(repeat('approved')).toBe('VerdictDiffers');
    expect(repeat('not_sent')).toBe('VerdictDiffers');
    expect(judgeRepeat(undefined, { verdict: 'declined' }, 'declined')?.kind).toBe('NotInAttention');
  });
});

const anyOpen = fc.record({
  isOutstanding: fc.boolean(),
  liveUntilMs: fc.constantFrom(nowMs - 1, nowMs, nowMs + 1),
  numbers: fc.constantFrom([], number.numbers),
  hasCallback: fc.boolean(),
  isClaimedApproved: fc.boolean(),
  isReportedApproved: fc.boolean(),
  repeatsAnEarlierRun: fc.boolean(),
});
const anyProposal = fc.record({
  verdict: fc.constantFrom(...resolutionVerdicts),
  at: fc.constantFrom(nowMs, nowMs - 25 * 3_600_000),
});

describe('a walk over all states', () => {
  it('the list allows an act: the route takes it, and the other way round; each refusal says why', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...statuses),
        anyOpen,
        fc.option(anyProposal, { nil: undefined }),
        (status, open, proposed) => {
          const chargeGone = open.hasCallback ? 'its charge is gone' : undefined;
          const proposal = proposed && { ...words, ...proposed };
          const facts = { open, ...(proposal && { proposal }) };
          const acts = judgeActs({ status, facts, isAnswered: true, release: undefined, chargeGone, nowMs });
          for (const verdict of resolutionVerdicts) {
            const refusal = findResolutionRefusal({ status, ...facts, chargeGone, nowMs }, verdict);
            const act = acts.find((one) => one.act === `resolve_${verdict}`);
            expect(act).toEqual({
              act: `resolve_${verdict}`,
              allowed: refusal === undefined,
              why: refusal?.why ?? null,
            });
          }
        },
      ),
      { numRuns: 20_000 },
    );
  });

  it('it needs attention and no worker waits any more: a person can always settle it, now or after the lifecycle', () => {
    fc.assert(
      fc.property(anyOpen, fc.option(anyProposal, { nil: undefined }), (open, proposed) => {
        const ended = { ...open, isOutstanding: false };
        const proposal = proposed && { ...words, ...proposed };
        const later = openCase(ended, { nowMs: nowMs + 1, ...(proposal && { proposal }) });
        const taken = resolutionVerdicts.filter((one) => findResolutionRefusal(later, one) === undefined);
        expect(taken.length).toBeGreaterThan(0);
      }),
      { numRuns: 5_000 },
    );
  });

  it('no run answers: nothing is allowed but what needs none', () => {
    const release = judgeRelease(undefined, nowMs);
    const openCase = {
      status: 'needs_attention',
      facts: undefined,
      isAnswered: false,
      release,
      nowMs,
    } as const;
    const acts = judgeActs(openCase);
    expect(acts.filter(({ allowed }) => allowed).map(({ act }) => act)).toEqual(['release_terminal']);
    for (const { allowed, why } of acts) expect(allowed).toBe(why === null);
  });

  it('a sale could not be undone: a person may keep it, and cannot say that it was never charged', () => {
    const failed = openCase({}, { status: 'reversal_failed' });
    expect(findResolutionRefusal(failed, 'approved')).toBeUndefined();
    for (const verdict of ['declined', 'not_sent'] as const)
      expect(findResolutionRefusal(failed, verdict)).toMatchObject({ kind: 'EvidenceContradicts' });
    const gone = { ...failed, chargeGone: 'Getnet proved after the end that its charge is gone' };
    expect(findResolutionRefusal(gone, 'declined')).toBeUndefined();
    for (const verdict of ['approved', 'not_sent'] as const)
      expect(findResolutionRefusal(gone, verdict)?.why).toContain('its charge is gone');
    const ended = { status: 'reversal_failed', facts: undefined, isAnswered: false, nowMs } as const;
    const acts = judgeActs({ ...ended, release: undefined });
    expect(acts.map(({ allowed }) => allowed)).toEqual([false, false, false]);
    expect(acts[0]?.why).toContain('by a void or a return');
  });

  it.each(attentionReasons)('%s: it says what it means, and what to do next', (reason) => {
    const { meaning, nextStep } = attentionTexts[reason];
    for (const text of [meaning, nextStep]) expect(text).toMatch(/^[A-Z].{20,}\.$/);
  });
});

describe('any order of proofs and persons', () => {
  const { accepted } = saleInput();
  const settled = (verdict: ResolutionVerdict) =>
    ({ resolution: { ...words, verdict, actors: ['support'], at }, accepted, idPosTxs: undefined }) as const;
  type Step = (record: Snapshot) => Snapshot;
  const steps: readonly Step[] = [
    (record) => recordProof(record, { proof: approved(), source: 'status_query' }, at),
    (record) => recordProof(record, { proof: declined(), source: 'device_query' }, at),
    (record) => enterStatus(record, 'verifying', at),
    ...resolutionVerdicts.map(
      (verdict) => (record: Snapshot) => recordResolution(record, settled(verdict), at),
    ),
  ];

  it('one verdict, the first that counts: nothing that follows changes it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 12 }), (order) => {
        const start = enterStatus(openRecord(accepted), 'needs_attention', at);
        let first: Snapshot | undefined;
        const end = order.reduce((record, step) => {
          const next = step(record);
          if (isFinal(next.status)) first ??= next;
          return next;
        }, start);
        if (first) expect(end).toEqual(first);
      }),
      { numRuns: 20_000 },
    );
  });

  it('a person’s verdict: its money, its evidence and its words are in the record, and nothing of a terminal', () => {
    const start = enterStatus(openRecord(accepted), 'needs_attention', at);
    const outcomes = resolutionVerdicts.map((verdict) => recordResolution(start, settled(verdict), at));
    expect(outcomes.map(({ status, outcome }) => [status, outcome.moneyMoved, outcome.reason])).toEqual([
      ['approved', 'yes', undefined],
      ['declined', 'no', undefined],
      ['not_sent', 'no', 'cancelled'],
    ]);
    for (const { outcome, evidence, retryUntil } of outcomes) {
      expect(outcome.evidence).toBe('operator');
      expect(outcome.result).toBeUndefined();
      expect(evidence.at(-1)?.says).toContain('no receipt (the roll)');
      expect(retryUntil).toBeUndefined();
    }
  });
});
