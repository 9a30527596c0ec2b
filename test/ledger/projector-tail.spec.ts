import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Status } from '../../src/domain/status.js';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { createLedgerMetrics } from '../../src/ledger/projector/ledger-metrics.js';
import type { IndexedRun } from '../../src/ledger/projector/run-index.js';
import { projectRunning } from '../../src/ledger/projector/running.js';
import type { Wanted } from '../../src/ledger/projector/projection.js';
import { Tail, adaptWindow } from '../../src/ledger/projector/tail.js';
import { writeTransactions } from '../../src/ledger/rows/write-rows.js';
import type { Observation } from '../../src/ledger/rows/write-rows.js';
import { createRandom, generateLife } from './support/generated.js';
import { startTestPostgres } from './support/test-postgres.js';
import type { TestPostgres } from './support/test-postgres.js';

let postgres: TestPostgres;
let database: LedgerDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = new LedgerDatabase({ url: await postgres.createLedger(), name: 'test' });
});
afterAll(async () => {
  await database.close();
  await postgres.close();
});

const runAt = (n: number, atMs: number): IndexedRun => ({
  runId: `run-${n}`,
  workflowId: `undos/sale-${n}`,
  type: 'undos',
  transactionId: undefined,
  startedAt: new Date(atMs - 500).toISOString(),
  closedAt: new Date(atMs).toISOString(),
  status: undefined,
});

/** The ends that an index has, and how far back each question to it reached. */
function createIndex() {
  const runs: IndexedRun[] = [];
  const asked: number[] = [];
  const listEnded = (from: string) => {
    asked.push(Date.parse(from));
    return Promise.resolve(runs.filter(({ closedAt = '' }) => closedAt >= from));
  };
  return {
    runs,
    asked,
    listEnded,
    countEnded: () => Promise.resolve(0),
    listRunning: () => Promise.resolve([]),
  };
}

function createTail(index: ReturnType<typeof createIndex>, read: Wanted[] = []): Tail {
  const project = (wanted: readonly Wanted[]) => {
    read.push(...wanted);
    return Promise.resolve(new Set<string>());
  };
  return new Tail({
    database,
    index,
    projection: { project },
    readLease: () => Promise.resolve(undefined),
    metrics: createLedgerMetrics(),
    retentionMs: 60_000,
  });
}

const known = async () => {
  const { rows } = await database.query<{ id: string }>('select run_id as id from closed_runs order by 1');
  return rows.map(({ id }) => id);
};

describe('the tail has caught up', () => {
  it('two lists a second: only the last moments are listed, and a run that the index lists late is in the next window', async () => {
    const index = createIndex();
    const latestMs = Date.now() - 1_000;
    index.runs.push(runAt(1, latestMs));
    const tail = createTail(index);
    while (!(await tail.follow()));
    index.runs.push(runAt(2, latestMs - 1_000), runAt(3, latestMs - 8_000));
    index.asked.splice(0);
    await tail.follow();
    expect(index.asked).toEqual([latestMs - 2_500]);
    expect(await known()).toEqual(['run-1', 'run-2']);
    await tail.step();
    expect(index.asked).toEqual([latestMs - 2_500, latestMs - 10_000]);
    expect(await known()).toEqual(['run-1', 'run-2', 'run-3']);
  });
});

let lives = 0;

/** A transaction that the bell told of, and the end of its run as the index names it. */
function generateEnd() {
  const [, running, ended] = generateLife((lives += 1), createRandom(3));
  if (running === undefined || ended === undefined) throw new Error('no life was generated');
  const { accepted, finalAt = '' } = ended.shown.snapshot;
  const { transactionId } = accepted;
  const finalMs = Date.parse(finalAt);
  const run: IndexedRun = {
    ...runAt(1_000 + lives, finalMs + 40),
    workflowId: `transaction/${transactionId}`,
    type: 'transaction',
    transactionId,
    startedAt: accepted.createdAt,
  };
  return { running, ended, run, finalMs };
}

const asUndo = ({ shown, ...others }: Observation): Observation => {
  const { snapshot } = shown;
  const undoes = { transactionId: 'tx_0000000000000000009' };
  const accepted = { ...snapshot.accepted, undoes } as typeof snapshot.accepted;
  return { ...others, shown: { ...shown, snapshot: { ...snapshot, accepted } } };
};

describe('a notification named a transaction before the index lists its end', () => {
  /** @returns which transactions the tail reads. */
  async function follow(row: Observation | undefined, run: IndexedRun): Promise<readonly string[]> {
    if (row !== undefined) await writeTransactions(database, [row]);
    const index = createIndex();
    index.runs.push({ ...run, closedAt: run.closedAt ?? '' });
    const read: Wanted[] = [];
    await createTail({ ...index, listEnded: () => Promise.resolve(index.runs) }, read).step();
    expect(await known()).toContain(run.runId);
    return read.map(({ id }) => id);
  }

  it('it was read after its end: it is not read again, and its row names the run', async () => {
    const { ended, run } = generateEnd();
    expect(await follow(ended, run)).toEqual([]);
    const { rows } = await database.query('select run_id from transactions where id = $1', [
      run.transactionId,
    ]);
    expect(rows).toEqual([{ run_id: run.runId }]);
  });

  it.each<[string, (one: ReturnType<typeof generateEnd>) => [Observation | undefined, IndexedRun]]>([
    ['it was not read', ({ run }) => [undefined, run]],
    ['it was read before its end', ({ running, run }) => [running, run]],
    ['it is an undo, whose sale is read with it', ({ ended, run }) => [asUndo(ended), run]],
    ['another run of it was read', ({ ended, run }) => [{ ...ended, runId: 'another' }, run]],
    [
      'what was read had ended before this run began',
      ({ ended, run, finalMs }) => [ended, { ...run, startedAt: new Date(finalMs + 1).toISOString() }],
    ],
    [
      'what was read ended after this run, by its recovery',
      ({ ended, run, finalMs }) => [ended, { ...run, closedAt: new Date(finalMs - 1).toISOString() }],
    ],
    ['a run beside its own has ended', ({ ended, run }) => [ended, { ...run, workflowId: 'late-result/x' }]],
  ])('%s: it is read', async (_, choose) => {
    const [row, run] = choose(generateEnd());
    expect(await follow(row, run)).toEqual([run.transactionId]);
  });
});

describe('a transaction runs, and the index has no change of it', () => {
  it.each<[string, readonly [Status, number, boolean]]>([
    ['is on its way, and was read 5 s ago: it is left alone', ['verifying', 5, false]],
    ['is on its way, and was read 15 s ago: it is read again', ['verifying', 15, true]],
    ['waits for a person, and was read 40 s ago: it is left alone', ['needs_attention', 40, false]],
    [
      'waits for a person, and was read 70 s ago: it is read again, for it has learned more',
      ['needs_attention', 70, true],
    ],
    [
      'was not sent and may try again, and was read an hour ago: it is left alone',
      ['not_sent', 3_600, false],
    ],
  ])('it %s', async (_, [status, secondsAgo, isRead]) => {
    const { running, run } = generateEnd();
    const { closedAt: _end, ...open } = run;
    const snapshot = { ...running.shown.snapshot, status };
    const observedAt = new Date(Date.now() - secondsAgo * 1_000).toISOString();
    const row = {
      ...running,
      shown: { ...running.shown, snapshot },
      observedAt,
      runId: run.runId,
      indexedStatus: status,
    };
    await writeTransactions(database, [row]);
    const read: Wanted[] = [];
    const project = (wanted: readonly Wanted[]) => {
      read.push(...wanted);
      return Promise.resolve(new Set<string>());
    };
    const index = {
      ...createIndex(),
      listRunning: () => Promise.resolve([{ ...open, closedAt: undefined, status }]),
    };
    await projectRunning({ database, index, projection: { project } }, undefined);
    expect(read.map(({ id }) => id)).toEqual(isRead ? [run.transactionId] : []);
  });
});

describe('the period that one list reads', () => {
  it('nothing ended for months: it grows to a day and no more', () => {
    let windowMs = 60_000;
    for (let n = 0; n < 50; n += 1) windowMs = adaptWindow(windowMs, 0);
    expect(windowMs).toBe(86_400_000);
  });

  it('it could not be read: it is half as long, and a minute at least', () => {
    expect(adaptWindow(3_600_000, 'failed')).toBe(1_800_000);
    expect(adaptWindow(60_000, 'failed')).toBe(60_000);
  });
});
