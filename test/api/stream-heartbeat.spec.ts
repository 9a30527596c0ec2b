import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TransactionEvents } from '../../src/api/events/transaction-events.service.js';
import type { ShownStates } from '../../src/api/events/shown-states.service.js';
import type { RunWatches } from '../../src/api/store/run-watches.service.js';
import type { NetTransactions } from '../../src/api/transactions/net-transactions.service.js';
import type { Caller } from '../../src/config/merchants/merchants.js';
import { stub } from '../support/stub.js';

const id = 'tx_3kTq0Zr8LmW2cVb91Xd';
const caller = { merchant: 'shop' } as Caller;

/** A run of which nothing is known yet: its stream has only comments to write. */
const silentRun = stub<RunWatches>({
  findView: () => ({ snapshot: { accepted: { merchant: 'shop' } } }),
  open: () => ({ view: undefined, listen: () => () => undefined, close: () => undefined }),
});

describe('a stream without events', () => {
  let leaving: AbortController;
  let frames: AsyncGenerator<string>;
  beforeEach(async () => {
    jest.useFakeTimers();
    leaving = new AbortController();
    const events = new TransactionEvents(stub<NetTransactions>({}), silentRun, stub<ShownStates>({}));
    const write = await events.open({ caller, id, lastEventId: undefined });
    frames = write({ gone: new AbortController().signal, leaving: leaving.signal });
    await frames.next();
  });
  afterEach(() => void jest.useRealTimers());

  it('every 15 s: a comment keeps the connection and its proxies open', async () => {
    for (let beats = 0; beats < 3; beats += 1) {
      let written: string | undefined;
      const next = frames.next().then(({ value }) => void (written = String(value)));
      await jest.advanceTimersByTimeAsync(14_999);
      expect(written).toBeUndefined();
      await jest.advanceTimersByTimeAsync(1);
      await next;
      expect(written).toBe(': \n\n');
    }
  });

  it('the process is to end: the stream ends at once, without waiting for the next comment', async () => {
    const next = frames.next();
    leaving.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(jest.getTimerCount()).toBe(0);
  });
});
