import { describe, expect, it } from '@jest/globals';
import { mayOpenNextAttempt, snapshotWithoutWorker } from '../../src/api/transactions/run.js';
import { saleInput } from '../support/terms.js';

const { accepted } = saleInput();
const running = { accepted, parked: undefined, hasNews: false };
const longAgo = Date.parse(accepted.createdAt) - 60_000;

describe('what is said of a running transaction while no worker answers', () => {
  const retryUntil = new Date(Date.now() + 60_000).toISOString();
  const notSent = {
    status: 'not_sent',
    parked: { attempt: 1, reason: 'terminal-offline', retryUntil },
  } as const;

  it('it was not sent, and nothing has arrived since: its key may try again', () => {
    const snapshot = snapshotWithoutWorker({ accepted, ...notSent, hasNews: false }, longAgo);
    expect(snapshot).toMatchObject({ status: 'not_sent', outcome: { moneyMoved: 'no' } });
    expect(mayOpenNextAttempt(snapshot, Date.now())).toBe(true);
  });

  it('it was not sent, and a callback waits for a worker: unknown, and its key is not told to give up', () => {
    const snapshot = snapshotWithoutWorker({ accepted, ...notSent, hasNews: true }, longAgo);
    expect(snapshot).toMatchObject({ status: 'verifying', outcome: { moneyMoved: 'unknown' } });
    expect(mayOpenNextAttempt(snapshot, Date.now())).toBe(false);
  });

  it.each(['in_progress', 'verifying', 'needs_attention'])('%s: that, and the money is unknown', (status) => {
    expect(snapshotWithoutWorker({ ...running, status }, longAgo)).toMatchObject({
      status,
      outcome: { moneyMoved: 'unknown' },
    });
  });

  it('its budget is used up, and nobody is there to say so: it needs a person', () => {
    const overdueBefore = Date.parse(accepted.createdAt) + 1;
    const snapshot = snapshotWithoutWorker({ ...running, status: 'dispatching' }, overdueBefore);
    expect(snapshot).toMatchObject({ status: 'needs_attention', outcome: { moneyMoved: 'unknown' } });
  });
});
