import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CatchUp } from '../../src/api/events/catch-up.js';
import type { Span } from '../../src/api/events/catch-up.js';

const NOW_MS = Date.parse('2026-01-15T13:30:00.000Z');
const DAY_MS = 86_400_000;
const never = new AbortController().signal;

/** An index that answers in time for so long a span at most. */
function slowIndex(mostMs: number) {
  const found: Span[] = [];
  const until: number[] = [];
  const catchUp = new CatchUp({
    find: async (span) => {
      if ((span.startedBeforeMs ?? NOW_MS) - span.startedSinceMs > mostMs) throw new Error('too late');
      found.push(span);
    },
    foundUntil: (beforeMs) => void until.push(beforeMs),
  });
  return { catchUp, found, until };
}

async function finish(running: Promise<void>): Promise<void> {
  await jest.runAllTimersAsync();
  await running;
}

describe('transactions that started while a reader was disconnected', () => {
  // The next span follows from the time of day.
  beforeEach(() => void jest.useFakeTimers({ now: NOW_MS }));
  afterEach(() => void jest.useRealTimers());

  it('it is found by one question', async () => {
    const { catchUp, found, until } = slowIndex(Infinity);
    await catchUp.run(NOW_MS - 30 * DAY_MS, never);
    expect(found).toEqual([{ startedSinceMs: NOW_MS - 30 * DAY_MS, startedBeforeMs: undefined }]);
    expect(until).toEqual([]);
    expect(catchUp.isDone).toBe(true);
  });

  it('the index cannot list all of them in time: they are listed in parts, without a gap', async () => {
    const { catchUp, found, until } = slowIndex(DAY_MS);
    await finish(catchUp.run(NOW_MS - 30 * DAY_MS, never));
    expect(found.length).toBeGreaterThan(29);
    expect(found.map(({ startedSinceMs }) => startedSinceMs)).toEqual([NOW_MS - 30 * DAY_MS, ...until]);
    expect(found.map(({ startedBeforeMs }) => startedBeforeMs)).toEqual([...until, undefined]);
    expect(catchUp.isDone).toBe(true);
  });

  it('the reader disconnects: the index is not asked again', async () => {
    const gone = new AbortController();
    const find = jest.fn(async () => {
      gone.abort();
      throw new Error('away');
    });
    const catchUp = new CatchUp({ find, foundUntil: () => undefined });
    await catchUp.run(NOW_MS - DAY_MS, gone.signal);
    expect(find).toHaveBeenCalledTimes(1);
    expect(catchUp.isDone).toBe(false);
  });
});
