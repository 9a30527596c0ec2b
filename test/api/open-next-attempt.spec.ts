import { describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { StartRequest } from '../../src/api/transactions/start-request.js';
import type { TerminalReader } from '../../src/api/transactions/terminal-reader.service.js';
import type { TransactionOpener } from '../../src/api/transactions/transaction-opener.service.js';
import type { Runs } from '../../src/api/store/runs.service.js';
import { Transactions } from '../../src/api/transactions/transactions.service.js';
import { saleInput } from '../support/terms.js';
import { stub } from '../support/stub.js';

const { accepted } = saleInput();
const parked: Snapshot = {
  version: 1,
  accepted,
  status: 'not_sent',
  outcome: { moneyMoved: 'no', reason: 'terminal-offline' },
  states: [],
  evidence: [],
  retryUntil: new Date(Date.now() + 60_000).toISOString(),
};

/** @returns how often the next attempt is asked for by a request that waits so long, while its run is not ready to open it. */
async function triesWithin(waitMs: number): Promise<number> {
  let tries = 0;
  const open = async () => {
    tries += 1;
    return { accepted: { ...accepted, attempt: 2, createdAt: `try ${tries}` }, afterDispatch: undefined };
  };
  const runs = {
    find: async () => ({ kind: 'running', transactionId: accepted.transactionId }),
    present: async () => parked,
    waitUntilFinal: async () => parked,
  };
  const terminals = { readUnlessSeen: async () => undefined, readTerminal: async () => ({}) };
  const transactions = new Transactions(
    stub<TransactionOpener>({ open }),
    stub<Runs>(runs),
    stub<TerminalReader>(terminals),
  );
  const waitUntil = { deadlineMs: Date.now() + waitMs, forFinal: false };
  const { transactionId, requestHash } = accepted;
  const request = { transactionId, requestHash, waitUntil } as StartRequest;
  expect((await transactions.start(request)).snapshot).toBe(parked);
  return tries;
}

describe('a key tries again while its run is not ready to open the next attempt', () => {
  it('it asks again with growing pauses, until the time of the request is over', async () => {
    const tries = await triesWithin(2_000);
    expect(tries).toBeGreaterThan(1);
    // Half of the longest pauses: 25, 50, 100, 200 and then 250 ms.
    expect(tries).toBeLessThanOrEqual(13);
  });
});
