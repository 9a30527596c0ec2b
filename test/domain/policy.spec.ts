import { describe, expect, it } from '@jest/globals';
import {
  canOutlastBudget,
  computeAnswerTimeoutMs,
  computeCancelBoundMs,
  computeCancelHoldBackEndMs,
  computeCancelHoldBackMs,
  computeCancelTimeoutMs,
  computeDispatchByMs,
  computeDispatchTimeoutMs,
  computeLeaseBoundMs,
  computeLeaseEndMs,
  computeLongestStartMs,
  computeStartDeadlineMs,
  limitToRunStart,
} from '../../src/domain/policy.js';
import type { TimeLimits } from '../../src/domain/policy.js';
import { saleInput } from '../support/terms.js';

const limits: TimeLimits = {
  dispatchWithin: 10_000,
  getnetTimeout: 15_000,
  lifecycleWindow: 90_000,
  lifecycleLimit: 300_000,
  attentionAfter: 600_000,
  retryWithin: 86_400_000,
  callbackValidFor: 86_400_000,
};
const policy = (mode: 'async' | 'sync', attentionAfter = 600_000) =>
  saleInput({ mode, limits: { ...limits, attentionAfter } }).policy;

describe('the times that follow from the limits', () => {
  it('a terminal is held for the time to send, an answer, a lifecycle and a tenth, from acceptance', () => {
    expect(computeLeaseBoundMs(limits)).toBe(357_500);
    expect(computeLeaseEndMs(1_000_000, limits)).toBe(1_347_500);
    expect(computeDispatchByMs(1_347_500, limits)).toBe(1_000_000);
  });

  it('an answer comes within its time, in sync mode within a lifecycle more', () => {
    expect(computeAnswerTimeoutMs(policy('async'))).toBe(15_000);
    expect(computeAnswerTimeoutMs(policy('sync'))).toBe(315_000);
  });

  it('a dispatch is lost a minute after its answer should have come', () => {
    expect(computeDispatchTimeoutMs(policy('async'), 10_000)).toBe(85_000);
    expect(computeDispatchTimeoutMs(policy('sync'), 10_000)).toBe(385_000);
  });

  it('a dispatch outlasts the budget only where it may end after it', () => {
    expect(canOutlastBudget(policy('sync'))).toBe(false);
    expect(canOutlastBudget(policy('sync', 385_000))).toBe(false);
    expect(canOutlastBudget(policy('sync', 384_999))).toBe(true);
  });

  it('a cancel request takes two answers and 5 s, and leaves two answers before the lease ends', () => {
    expect(computeCancelTimeoutMs(limits)).toBe(35_000);
    expect(computeCancelBoundMs(1_000_000, limits)).toBe(970_000);
  });

  it('a cancel request of a held command waits a twentieth of the window, and 2 s at the most', () => {
    expect(computeCancelHoldBackMs({ ...limits, lifecycleWindow: 20_000 })).toBe(1_000);
    expect(computeCancelHoldBackMs(limits)).toBe(2_000);
  });
});

describe('a cancel request of a held command', () => {
  const attempt = { handedOutAtMs: 1_000, dispatchBy: 11_000 };
  const end = (nowMs: number, cancelFollowsCommand: boolean) =>
    computeCancelHoldBackEndMs({ ...attempt, nowMs }, { ...policy('sync'), cancelFollowsCommand });

  it('may be allowed to leave until it is taken, and after its deadline no more', () => {
    expect(end(5_000, true)).toBe(7_000);
    expect(end(20_000, true)).toBe(13_000);
  });

  it('of an earlier release: counted from when the command was given to a worker', () => {
    expect(end(5_000, false)).toBe(3_000);
  });
});

describe('how late a run may start', () => {
  const acceptedAt = Date.parse('2026-01-15T13:30:00Z');
  const createdAt = new Date(acceptedAt).toISOString();

  it('a start is given up well before its run would be taken for a repeat, whatever the time to send', () => {
    for (const dispatchWithin of [1_000, 20_000, 3_600_000]) {
      const one = { ...limits, dispatchWithin };
      const givenUpAfterMs = computeStartDeadlineMs({ createdAt }, one) - acceptedAt;
      expect(givenUpAfterMs).toBeLessThanOrEqual(0.8 * computeLongestStartMs(one));
      expect(givenUpAfterMs).toBeGreaterThan(0);
    }
  });
});

describe('the clock of the API against the start of the run', () => {
  const started = Date.parse('2026-01-15T13:30:00Z');
  const { accepted } = saleInput();
  const acceptedAt = (ms: number) => ({
    ...accepted,
    createdAt: new Date(started + ms).toISOString(),
    dispatchBy: started + ms + limits.dispatchWithin,
  });

  it('it is behind, or right: as it was accepted', () => {
    for (const ms of [-30_000, 0]) {
      const one = acceptedAt(ms);
      expect(limitToRunStart(one, started, limits)).toBe(one);
    }
  });

  it('it is ahead: accepted when the run started, and to be sent within the time from then', () => {
    expect(limitToRunStart(acceptedAt(3_600_000), started, limits)).toEqual({
      ...accepted,
      createdAt: '2026-01-15T13:30:00.000Z',
      dispatchBy: started + limits.dispatchWithin,
    });
  });

  it('it is ahead, and its deadline is earlier all the same: that stays', () => {
    const one = { ...acceptedAt(5_000), dispatchBy: started + 1_000 };
    expect(limitToRunStart(one, started, limits).dispatchBy).toBe(started + 1_000);
  });
});
