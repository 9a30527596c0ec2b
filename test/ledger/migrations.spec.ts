import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findPendingSteps, isMigrated, migrate, readMigrations } from '../../src/ledger/database/migrate.js';
import { IndexBudget } from '../../src/ledger/projector/index-budget.js';
import { queryOnce, startTestPostgres } from './support/test-postgres.js';
import type { TestPostgres } from './support/test-postgres.js';

describe('npm run migrate', () => {
  let postgres: TestPostgres;
  let url: string;
  beforeAll(async () => {
    postgres = await startTestPostgres();
    await queryOnce(postgres.url, 'create database empty');
    url = postgres.url.replace(/\/ledger$/, '/empty');
  });
  afterAll(() => postgres.close());

  const steps = readMigrations();
  const names = steps.map(({ number, name }) => `${String(number).padStart(4, '0')}-${name}`);

  it('three processes migrate at once: one of them takes every step in order, the others take none', async () => {
    expect(await isMigrated(url)).toBe(false);
    const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(applied.toSorted((one, other) => other.length - one.length)).toEqual([names, [], []]);
    expect(await isMigrated(url)).toBe(true);
  });

  it('a step was changed after it was taken: refused by its name, and nothing is done', async () => {
    await queryOnce(url, `update ledger.schema_migrations set sha256 = 'other' where number = 2`);
    await expect(migrate(url)).rejects.toThrow('Step 2 (audit-chain) of the ledger was changed');
  });

  it('a later release has migrated: refused', () => {
    const later = { number: 9_999, name: 'of-later', sha256: 'x' };
    expect(() => findPendingSteps(steps, [...steps, later])).toThrow(
      'step 9999 (of-later) of a later release',
    );
  });
});

describe('the budget of calls to Temporal’s index', () => {
  it('calls come all at once: they take their turns at the rate that is set, and each is counted', async () => {
    let counted = 0;
    const budget = new IndexBudget(50, () => (counted += 1));
    const from = performance.now();
    await Promise.all(Array.from({ length: 11 }, () => budget.acquire()));
    // The first goes at once, each other one 20 ms after the one before; a timer may be a millisecond early.
    expect(performance.now() - from).toBeGreaterThanOrEqual(10 * 19);
    expect(counted).toBe(11);
  });
});
