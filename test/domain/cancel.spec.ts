import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cancelRefusals, decideCancel, describeCancel, toCancelled } from '../../src/domain/cancel.js';
import type { CancelOutcome, CancelFacts } from '../../src/domain/cancel.js';
import { computeCancelBoundMs, computeCancelTimeoutMs, computeLeaseEndMs } from '../../src/domain/policy.js';
import { isFinal, statuses } from '../../src/domain/status.js';
import { quick } from '../support/terms.js';

const live: CancelFacts = {
  status: 'in_progress',
  isParked: false,
  awaitsConfirmation: false,
  mayHaveBeenSent: true,
  hasCancelCommand: true,
  holdsTerminal: true,
  repeatsAnEarlierRun: false,
  isByService: false,
};
const decided = (over: Partial<CancelFacts>) => {
  const decision = decideCancel({ ...live, ...over });
  return decision.kind === 'refused' ? decision.refusal : decision.kind;
};

const anyStanding = fc.record<CancelFacts>({
  status: fc.constantFrom(...statuses),
  isParked: fc.boolean(),
  awaitsConfirmation: fc.boolean(),
  mayHaveBeenSent: fc.boolean(),
  hasCancelCommand: fc.boolean(),
  holdsTerminal: fc.boolean(),
  repeatsAnEarlierRun: fc.boolean(),
  isByService: fc.boolean(),
});

describe('whether a transaction can be cancelled', () => {
  it.each<[string, Partial<CancelFacts>, string]>([
    ['live, and the country has a command', {}, 'ask_terminal'],
    ['live, and the country has none', { hasCancelCommand: false }, 'NoCancelCommand'],
    ['live, and the terminal is not surely ours', { holdsTerminal: false }, 'CancelTooLate'],
    ['not sent yet', { status: 'dispatching', mayHaveBeenSent: false }, 'nothing_sent'],
    ['queued', { status: 'queued', mayHaveBeenSent: false, hasCancelCommand: false }, 'nothing_sent'],
    ['parked', { status: 'not_sent', isParked: true, mayHaveBeenSent: false }, 'nothing_sent'],
    ['not sent for good', { status: 'not_sent', mayHaveBeenSent: false }, 'AlreadyEnded'],
    ['approved', { status: 'approved' }, 'AlreadyEnded'],
    ['approved, and not confirmed yet', { status: 'approved', awaitsConfirmation: true }, 'give_up'],
    ['a reset run', { repeatsAnEarlierRun: true }, 'RepeatsEarlierRun'],
    ['an undo by the service', { mayHaveBeenSent: false, isByService: true }, 'UndoByService'],
  ])('%s: %#', (_, standing, expected) => {
    expect(decided(standing)).toBe(expected);
  });

  it('whatever is known: the terminal is told only while the command may be live there and the terminal is ours', () => {
    fc.assert(
      fc.property(anyStanding, (standing) => {
        const decision = decideCancel(standing);
        if (decision.kind === 'ask_terminal') {
          const { mayHaveBeenSent, hasCancelCommand, holdsTerminal, repeatsAnEarlierRun } = standing;
          expect(mayHaveBeenSent && hasCancelCommand && holdsTerminal && !repeatsAnEarlierRun).toBe(true);
        }
        if (decision.kind === 'nothing_sent') expect(standing.mayHaveBeenSent).toBe(false);
        if (isFinal(standing.status) && !standing.isParked && !standing.awaitsConfirmation)
          expect(decision).toEqual({ kind: 'refused', refusal: 'AlreadyEnded' });
      }),
      { numRuns: 20_000 },
    );
  });

  it('every refusal is reached by some standing', () => {
    const found = fc.sample(anyStanding, 5_000).map(decideCancel);
    const refused = found.flatMap((decision) => (decision.kind === 'refused' ? [decision.refusal] : []));
    expect([...new Set(refused)].toSorted()).toEqual([...cancelRefusals].toSorted());
  });
});

describe('a cancel request', () => {
  it('ends before the terminal is another’s: the last one to leave has its answer’s time before the bound', () => {
    const leaseEndMs = computeLeaseEndMs(1_000_000, quick);
    expect(computeCancelBoundMs(leaseEndMs, quick) + quick.getnetTimeout).toBeLessThan(leaseEndMs);
    expect(computeCancelTimeoutMs(quick)).toBeGreaterThan(2 * quick.getnetTimeout);
  });

  it.each<[CancelOutcome, string]>([
    [{ kind: 'taken' }, 'the terminal took the cancel request, which proves nothing about the payment'],
    [{ kind: 'declined', cause: 'HTTP 400' }, 'the cancel request was refused: HTTP 400'],
    [{ kind: 'not_sent', cause: 'no token' }, 'the cancel request was not sent: no token'],
    [{ kind: 'unknown', cause: 'reset' }, 'the cancel request has no usable answer: reset'],
  ])('%j: %s', (outcome, words) => {
    expect(describeCancel(outcome)).toBe(words);
  });

  it('taken, refused, lost or not sent: no words that could be read as an outcome of the payment', () => {
    const outcomes: readonly CancelOutcome[] = [
      { kind: 'taken' },
      ...(['declined', 'not_sent', 'unknown'] as const).map((kind) => ({ kind, cause: 'why' })),
    ];
    for (const outcome of outcomes) expect(describeCancel(outcome)).not.toMatch(/approved|declined|paid/);
  });

  it('not sent for another reason: it reads as cancelled, and says the other reason', () => {
    expect(toCancelled({ reason: 'terminal-busy' })).toEqual({
      reason: 'cancelled',
      detail: 'it had not been sent: terminal-busy',
    });
    expect(toCancelled({ reason: 'terminal-busy', detail: 'tx_1 holds it' }).detail).toBe(
      'it had not been sent: terminal-busy, tx_1 holds it',
    );
    expect(toCancelled({ reason: 'cancelled' })).toEqual({ reason: 'cancelled' });
  });
});
