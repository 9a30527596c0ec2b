import { describe, expect, it } from '@jest/globals';
import { AttemptFinder } from '../../src/api/transactions/attempts.service.js';
import type { Run } from '../../src/api/transactions/run.js';
import type { Runs } from '../../src/api/transactions/runs.service.js';
import type { LateResults } from '../../src/api/callbacks/late-results.service.js';
import { customIdOf } from '../../src/domain/ids.js';
import type { Attempt } from '../../src/domain/ids.js';
import { approved, saleInput } from '../support/terms.js';
import { neverSent, opened, settled } from '../../src/domain/record.js';

const { accepted } = saleInput();
const { transactionId } = accepted;
const at = '2026-01-15T13:30:41.120Z';

function attempt(n: number, end: 'approved' | 'not_sent'): Run {
  const own: Attempt = { transactionId, attempt: n };
  const record = opened({ ...accepted, ...own, customId: customIdOf(own) });
  const snapshot =
    end === 'approved'
      ? settled(record, { proof: approved(), source: 'status_query' }, at)
      : neverSent(record, { reason: 'terminal-busy' }, at);
  return { kind: 'closed', snapshot };
}

/** @param kept what Temporal still has. @param indexed what its index shows. */
function finderOver(kept: readonly Run[], indexed: readonly number[]): AttemptFinder {
  const numberOf = (run: Run) => (run.kind === 'closed' ? run.snapshot.accepted.attempt : 0);
  const runs: Pick<Runs, 'find' | 'latestIndexedAttempt'> = {
    find: async (wanted) => kept.find((run) => numberOf(run) === wanted.attempt),
    latestIndexedAttempt: async () => Math.max(0, ...indexed),
  };
  return new AttemptFinder(runs as Runs, {} as LateResults);
}

const [one, two, three] = [attempt(1, 'not_sent'), attempt(2, 'not_sent'), attempt(3, 'approved')];

describe('the latest attempt', () => {
  it.each([
    ['nothing is known', [], [], undefined, 1],
    ['all are there', [one, two, three], [1, 2, 3], three, undefined],
    ['the index lags behind', [one, two, three], [1], three, undefined],
    ['the index lags behind altogether', [one, two, three], [], three, undefined],
    ['the first is forgotten', [two, three], [2, 3], three, undefined],
    ['the second is forgotten', [one, three], [1, 3], three, undefined],
    ['only the third is left', [three], [3], three, undefined],
    ['the last was not sent', [one, two], [1, 2], two, 3],
    ['the index still shows what is forgotten', [], [2], undefined, 3],
  ])('%s', async (...[, kept, indexed, latest, next]) => {
    const found = await finderOver(kept, indexed).attemptsAt(transactionId);
    expect(found).toEqual({ ...(latest && { latest }), ...(next && { next }) });
  });

  it('the first attempt is started while we look: it is the one, and no second is opened', async () => {
    let started = false;
    const runs: Pick<Runs, 'find' | 'latestIndexedAttempt'> = {
      find: async ({ attempt: wanted }) => (started && wanted === 1 ? attempt(1, 'approved') : undefined),
      latestIndexedAttempt: async () => {
        started = true;
        return 1;
      },
    };
    const found = await new AttemptFinder(runs as Runs, {} as LateResults).attemptsAt(transactionId);
    expect(found.next).toBeUndefined();
    expect(found.latest?.kind).toBe('closed');
  });
});
