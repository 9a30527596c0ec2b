import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/config/logger.js';
import { createRedactor } from '../../src/config/redaction/redaction.js';
import { enterStatus } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { Status } from '../../src/domain/status.js';
import { LedgerDatabase } from '../../src/ledger/database/ledger-database.js';
import { listGaps } from '../../src/ledger/projector/gaps.js';
import { createLedgerMetrics } from '../../src/ledger/projector/ledger-metrics.js';
import { Projection } from '../../src/ledger/projector/projection.js';
import type { ProjectedTransaction } from '../../src/ledger/projector/transaction-reader.js';
import { verifyLedger } from '../../src/ledger/verify.js';
import { createRandom, generateLife } from './support/generated.js';
import { rebuildReading } from './support/rebuild-reading.js';
import { startTestPostgres } from './support/test-postgres.js';
import type { TestPostgres } from './support/test-postgres.js';

let postgres: TestPostgres;
let url: string;
let database: LedgerDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.createLedger();
  database = new LedgerDatabase({ url, name: 'test' });
});
afterAll(async () => {
  await database.close();
  await postgres.close();
});

const AT = '2026-01-16T12:00:00.000Z';

let lives = 0;

/** A transaction that is read as it stands at that moment: as a worker says, or as it was written last. */
function buildStory() {
  lives += 1;
  const [opened] = generateLife(lives, createRandom(lives));
  if (opened === undefined) throw new Error('no life was generated');
  const { snapshot } = opened.shown;
  const id = snapshot.accepted.transactionId;
  let now: ProjectedTransaction | undefined;
  const log = createLogger({ name: 'test', level: 'error', redactor: createRedactor() });
  const projection = new Projection({
    database,
    read: () => Promise.resolve(now),
    metrics: createLedgerMetrics(),
    log,
  });
  const set = (status: Status, isAsWritten: boolean) => {
    const then: Snapshot = enterStatus(snapshot, status, AT);
    now = { shown: { ...opened.shown, snapshot: then }, hasEnded: false, isAsWritten };
  };
  const reads = async (status: Status, isAsWritten: boolean) => {
    set(status, isAsWritten);
    await projection.project([{ id }]);
  };
  return {
    workerSays: (status: Status) => reads(status, false),
    nobodyAnswers: (status: Status) => reads(status, true),
    /** While no worker answers. */
    isRebuilt: (status: Status) => {
      set(status, true);
      return rebuildReading(url, id, () => Promise.resolve(now));
    },
    row: async () => {
      const { rows } = await database.query(
        'select status, money_moved as "moneyMoved" from transactions where id = $1',
        [id],
      );
      return rows[0];
    },
    isGap: async () => (await listGaps(database)).includes(id),
  };
}

describe('a transaction is past its budget and no worker answers', () => {
  it.each([
    ['queued', 'no'],
    ['not_sent', 'no'],
    ['approved', 'yes'],
  ] as const)(
    'its row says %s, as a worker did before: `asOf` stays until a worker answers again',
    async (status, moneyMoved) => {
      const one = buildStory();
      await one.workerSays(status);
      await one.nobodyAnswers('needs_attention');
      expect(await one.row()).toEqual({ status, moneyMoved });
      expect(await one.isGap()).toBe(true);
      await one.workerSays('verifying');
      expect(await one.isGap()).toBe(false);
    },
  );

  it.each(['dispatching', 'in_progress', 'needs_attention'] as const)(
    'its row says %s, which claims nothing: `asOf` goes on',
    async (status) => {
      const one = buildStory();
      await one.workerSays(status);
      await one.nobodyAnswers('needs_attention');
      expect(await one.isGap()).toBe(false);
    },
  );

  it('it was never read before: it is listed as unknown, and `asOf` goes on', async () => {
    const one = buildStory();
    await one.nobodyAnswers('needs_attention');
    expect(await one.row()).toEqual({ status: 'needs_attention', moneyMoved: 'unknown' });
    expect(await one.isGap()).toBe(false);
  });
});

describe('the ledger is rebuilt while no worker answers', () => {
  it.each([
    ['not_sent', 'no'],
    ['approved', 'yes'],
  ] as const)('its row says %s, as a worker did before: it is kept', async (status, moneyMoved) => {
    const one = buildStory();
    await one.workerSays(status);
    expect(await one.isRebuilt('verifying')).toMatchObject({ corrected: 0, added: 0 });
    expect(await one.row()).toEqual({ status, moneyMoved });
    expect((await verifyLedger(database)).faults).toEqual([]);
  });

  it('its row is missing: it is added as it was written last', async () => {
    const one = buildStory();
    expect(await one.isRebuilt('in_progress')).toMatchObject({ added: 1 });
    expect(await one.row()).toEqual({ status: 'in_progress', moneyMoved: 'unknown' });
  });
});
