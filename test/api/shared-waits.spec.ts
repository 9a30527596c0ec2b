import { describe, expect, it } from '@jest/globals';
import { WorkflowFailedError, ServiceError } from '@temporalio/client';
import { getEventListeners } from 'node:events';
import { SharedWaits } from '../../src/api/store/shared-waits.js';
import type { Poll } from '../../src/api/store/shared-waits.js';
import { until } from '../support/until.js';

const HOUR = 3_600_000;
const addHour = () => Date.now() + HOUR;

/** A run whose polls end when a test says so. */
function run() {
  const polls: { readonly signal: AbortSignal; end(): void; fail(failure: Error): void }[] = [];
  const poll: Poll = (signal) =>
    new Promise<void>((end, fail) => {
      polls.push({ signal, end, fail });
      signal.addEventListener('abort', () => fail(new ServiceError('cancelled')));
    });
  return { polls, poll };
}

/** Whether a promise has ended, once everything that could happen at once has. */
async function hasEnded(promise: Promise<unknown>): Promise<boolean> {
  let ended = false;
  void promise.finally(() => (ended = true));
  await new Promise((next) => setImmediate(next));
  return ended;
}

describe('callers that leave', () => {
  it('six hundred callers wait for one run: one long poll, and its end answers all of them', async () => {
    const waits = new SharedWaits();
    const { polls, poll } = run();
    const all = Array.from({ length: 600 }, () => waits.waitUntilClosed('a', { untilMs: addHour(), poll }));
    expect([polls.length, waits.open]).toEqual([1, 1]);
    polls[0]?.end();
    await Promise.all(all);
    expect(waits.open).toBe(0);
  });

  it('the last caller hangs up: the poll is cancelled at once, not before', async () => {
    const waits = new SharedWaits();
    const { polls, poll } = run();
    const callers = [new AbortController(), new AbortController()];
    const all = callers.map(({ signal }) => waits.waitUntilClosed('a', { untilMs: addHour(), poll, signal }));
    callers[0]?.abort();
    await all[0];
    expect(polls[0]?.signal.aborted).toBe(false);
    callers[1]?.abort();
    await all[1];
    expect([polls[0]?.signal.aborted, waits.open]).toEqual([true, 0]);
  });

  it('the time of one caller is over: it is answered, and the other goes on waiting', async () => {
    const waits = new SharedWaits();
    const { polls, poll } = run();
    const long = waits.waitUntilClosed('a', { untilMs: addHour(), poll });
    await waits.waitUntilClosed('a', { untilMs: Date.now() + 20, poll });
    expect([await hasEnded(long), polls.length]).toEqual([false, 1]);
    polls[0]?.end();
    await long;
  });

  it('all callers left, and one comes again: a new poll', async () => {
    const waits = new SharedWaits();
    const { polls, poll } = run();
    await waits.waitUntilClosed('a', { untilMs: Date.now() + 10, poll });
    const again = waits.waitUntilClosed('a', { untilMs: addHour(), poll });
    expect([polls.length, polls[0]?.signal.aborted]).toEqual([2, true]);
    polls[1]?.end();
    await again;
  });

  it('runs do not share polls', async () => {
    const waits = new SharedWaits();
    const [one, other] = [run(), run()];
    const first = waits.waitUntilClosed('a', { untilMs: addHour(), poll: one.poll });
    const second = waits.waitUntilClosed('b', { untilMs: addHour(), poll: other.poll });
    one.polls[0]?.end();
    await first;
    expect(await hasEnded(second)).toBe(false);
    other.polls[0]?.end();
    await second;
  });

  it.each<[string, () => Partial<Parameters<SharedWaits['waitUntilClosed']>[1]>]>([
    ['no time is left', () => ({ untilMs: Date.now() - 1 })],
    ['the caller is gone already', () => ({ signal: AbortSignal.abort() })],
  ])('%s: nothing is polled', async (_, over) => {
    const { polls, poll } = run();
    await new SharedWaits().waitUntilClosed('a', { untilMs: addHour(), poll, ...over() });
    expect(polls).toEqual([]);
  });

  it('a caller that was answered leaves no listener behind', async () => {
    const waits = new SharedWaits();
    const { polls, poll } = run();
    const { signal } = new AbortController();
    const waiting = waits.waitUntilClosed('a', { untilMs: addHour(), poll, signal });
    polls[0]?.end();
    await waiting;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

describe('a poll ends early', () => {
  it('Temporal ends it early: repeated as long as a caller waits', async () => {
    const waits = new SharedWaits();
    const { polls, poll } = run();
    const waiting = waits.waitUntilClosed('a', { untilMs: addHour(), poll });
    polls[0]?.fail(new ServiceError('unavailable'));
    await until(() => polls.length === 2);
    expect(await hasEnded(waiting)).toBe(false);
    polls[1]?.end();
    await waiting;
  });

  it('Temporal stays away: the wait ends with the caller’s time, and no poll goes on', async () => {
    const waits = new SharedWaits();
    let tries = 0;
    const poll = async () => {
      tries += 1;
      throw new ServiceError('unavailable');
    };
    await waits.waitUntilClosed('a', { untilMs: Date.now() + 300, poll });
    const tried = tries;
    await new Promise((later) => setTimeout(later, 300));
    expect([tries, waits.open]).toEqual([tried, 0]);
  });

  it('the run failed, or was terminated: that is an end', async () => {
    const waits = new SharedWaits();
    const { polls, poll } = run();
    const waiting = waits.waitUntilClosed('a', { untilMs: addHour(), poll });
    polls[0]?.fail(new WorkflowFailedError('terminated', undefined, 'NON_RETRYABLE_FAILURE'));
    await waiting;
    expect(polls).toHaveLength(1);
  });
});

it('the process stops: all callers are answered', async () => {
  const waits = new SharedWaits();
  const { polls, poll } = run();
  const waiting = waits.waitUntilClosed('a', { untilMs: addHour(), poll });
  waits.beforeApplicationShutdown();
  await waiting;
  expect(polls[0]?.signal.aborted).toBe(true);
  await waits.waitUntilClosed('b', { untilMs: addHour(), poll });
  expect(polls).toHaveLength(1);
});
