import { describe, expect, it } from '@jest/globals';
import {
  describeDispatch,
  isMoreInformative,
  isOutdated,
  getNotSentReason,
} from '../../src/domain/dispatch.js';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import type { NotSentReason } from '../../src/domain/not-sent.js';
import { approved, requireIdPosTxs } from '../support/terms.js';

const idPosTxs = requireIdPosTxs('900001');

/** From what tells least to what tells most. */
const ranks: readonly (readonly DispatchOutcome[])[] = [
  [{ kind: 'reset' }],
  [{ kind: 'unknown', cause: 'lost' }],
  [{ kind: 'unknown', cause: 'lost', idPosTxs }],
  [
    { kind: 'acknowledged', idPosTxs },
    { kind: 'finished', proof: approved() },
    { kind: 'refused', reason: 'terminal_busy' },
    { kind: 'unreachable', cause: 'ECONNREFUSED' },
    { kind: 'expired' },
    { kind: 'withheld', cause: 'a callback came' },
  ],
];

describe('two answers about one dispatch', () => {
  it('the one that tells more counts, in whatever order they come; of equal ones the first', () => {
    for (const [rank, reported] of ranks.flatMap((equal, place) =>
      equal.map((one) => [place, one] as const),
    )) {
      expect(isMoreInformative(reported, undefined)).toBe(true);
      for (const [other, known] of ranks.entries())
        for (const one of known) expect(isMoreInformative(reported, one)).toBe(rank > other);
    }
  });
});

describe('whether a command was sent', () => {
  it.each<[DispatchOutcome, NotSentReason | undefined]>([
    [{ kind: 'refused', reason: 'terminal_busy' }, 'terminal-busy'],
    [{ kind: 'refused', reason: 'terminal_unknown' }, 'provider-rejected'],
    [{ kind: 'refused', reason: 'terminal_offline' }, 'terminal-offline'],
    [{ kind: 'refused', reason: 'unauthorized' }, 'provider-rejected'],
    [{ kind: 'refused', reason: 'forbidden' }, 'provider-rejected'],
    [{ kind: 'refused', reason: 'rate_limited' }, 'provider-unreachable'],
    [{ kind: 'refused', reason: 'mode_unavailable' }, 'mode-unavailable'],
    [{ kind: 'unreachable', cause: 'ECONNREFUSED' }, 'provider-unreachable'],
    [{ kind: 'expired' }, 'dispatch-expired'],
    [{ kind: 'withheld', cause: 'a callback came' }, 'dispatch-expired'],
    [{ kind: 'acknowledged', idPosTxs }, undefined],
    [{ kind: 'finished', proof: approved() }, undefined],
    [{ kind: 'reset' }, undefined],
    [{ kind: 'unknown', cause: 'lost' }, undefined],
  ])('%j: %s', (outcome, reason) => {
    expect(getNotSentReason(outcome)).toBe(reason);
  });
});

describe('an answer of a worker that was given up before it had claimed the command', () => {
  it.each(ranks.flat())('%j: counts for nothing where it says that nothing was sent', (outcome) => {
    const isNotSent = getNotSentReason(outcome) !== undefined;
    expect(isOutdated({ outcome, handOut: 1 }, 1)).toBe(false);
    expect(isOutdated({ outcome, handOut: 1 }, 2)).toBe(isNotSent);
    expect(isOutdated({ outcome, handOut: 2 }, 2)).toBe(false);
  });
});

describe('the words for what became of a dispatch', () => {
  it.each<[DispatchOutcome, string]>([
    [{ kind: 'acknowledged', idPosTxs }, 'acknowledged as 900001'],
    [{ kind: 'finished', proof: approved() }, 'finished: approved'],
    [{ kind: 'refused', reason: 'terminal_busy' }, 'refused: terminal_busy'],
    [{ kind: 'unreachable', cause: 'ECONNREFUSED' }, 'never connected: ECONNREFUSED'],
    [{ kind: 'expired' }, 'deadline passed before sending'],
    [{ kind: 'withheld', cause: 'a callback came' }, 'withheld: a callback came'],
    [{ kind: 'reset' }, 'a reset run does not send'],
    [{ kind: 'unknown', cause: 'lost' }, 'unknown: lost'],
  ])('%j: %s', (outcome, words) => {
    expect(describeDispatch(outcome)).toBe(words);
  });
});
