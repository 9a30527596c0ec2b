import { describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { isWritten, mayBeUnwritten } from '../../src/domain/written-state.js';
import { saleInput } from '../support/terms.js';

const state = (status: Snapshot['status'], attempt: number) => ({
  status,
  accepted: saleInput({ attempt }).accepted,
});

describe('what rests on a workflow task that Temporal may not have taken', () => {
  it.each([
    ['not_sent', 1, true],
    ['dispatching', 2, true],
    ['approved', 2, true],
    ['dispatching', 1, false],
    ['approved', 1, false],
    ['needs_attention', 1, false],
  ] as const)('%s, attempt %i: %s', (status, attempt, expected) => {
    expect(mayBeUnwritten(state(status, attempt))).toBe(expected);
  });

  it.each([
    ['not_sent', 1, { status: 'not_sent', lastNotSent: 1 }, true],
    ['not_sent', 1, { status: 'dispatching', lastNotSent: 0 }, false],
    ['not_sent', 2, { status: 'not_sent', lastNotSent: 1 }, false],
    ['not_sent', 1, { status: 'dispatching', lastNotSent: 1 }, true],
    ['dispatching', 2, { status: 'dispatching', lastNotSent: 1 }, true],
    ['dispatching', 2, { status: 'not_sent', lastNotSent: 1 }, false],
    ['approved', 2, { status: 'approved', lastNotSent: 2 }, true],
    ['dispatching', 3, { status: 'dispatching', lastNotSent: 1 }, false],
    ['dispatching', 2, { status: undefined, lastNotSent: 0 }, false],
  ] as const)(
    'a worker says %s of attempt %i, the history has %j: %s',
    (...[status, attempt, written, expected]) => {
      expect(isWritten(state(status, attempt), written)).toBe(expected);
    },
  );
});
