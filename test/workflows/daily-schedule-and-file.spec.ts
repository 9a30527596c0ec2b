import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ScheduleNotFoundError } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { randomUUID } from 'node:crypto';
import { readEnvironment } from '../../src/config/environment/environment.js';
import type { Merchants } from '../../src/config/merchants/merchants.js';
import type { DailyReconciliationResult } from '../../src/workflows/daily-reconciliation.messages.js';
import { keepDailySchedules } from '../../src/worker/daily-schedules.js';
import { findDailyTerms } from '../../src/worker/daily-terms.js';
import { keepTerminalBook } from '../api/support/terminal-book.js';
import { parseMerchants } from '../config/merchants-files.js';
import { shopEntry, terminalEntry } from '../config/shops.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { stub } from '../support/stub.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { until } from '../support/until.js';

useStoryWorkers();

type Settings = Parameters<typeof keepDailySchedules>[1];

const environment = readEnvironment({ MERCHANTS_FILE: 'merchants.json', LIFECYCLE_WINDOW: '100ms' });
const closesDaily = { policies: { closeAt: '23:30' } };
const terminalId = 'till-1';
const book = keepTerminalBook();

let world: TransactionWorld;
let merchant: string;
beforeEach(async () => {
  world = await TransactionWorld.over(book.getnet);
  merchant = `shop-${randomUUID().slice(0, 8)}`;
});
afterEach(async () => {
  await schedule()
    .delete()
    .catch(() => undefined);
  await world.close();
});

const schedule = () => world.client.schedule.getHandle(`dailyReconciliation/${merchant}/${terminalId}`);

/** A merchants file that has the merchant so; undefined: it does not have it. */
function fileWith(entry: Readonly<Record<string, unknown>> | undefined): Merchants {
  const merchants = entry === undefined ? [] : [shopEntry(merchant, entry)];
  return parseMerchants({ merchants: [shopEntry('other'), ...merchants] });
}

/** The workers whose files are these take up the tries in turn; the last one also those that follow. */
function workersHave(...files: readonly Merchants[]): void {
  let tries = 0;
  world.dailyTerms = (...asked) => {
    const merchants = files[Math.min(tries, files.length - 1)];
    tries += 1;
    if (merchants === undefined) throw new Error('no worker has a merchants file');
    return findDailyTerms({ merchants, environment }, ...asked);
  };
}

/** Keeps the schedules as a worker does, until the story goes on. */
function keep(merchants: Merchants, pauses = { checkMs: 50, againMs: 3_600_000 }): () => void {
  const log = { info: () => undefined, warn: () => undefined };
  const settings = stub<Settings>({
    merchants,
    environment: { ...environment, TEMPORAL_TASK_QUEUE: world.taskQueue },
    log,
  });
  return keepDailySchedules(world.client, settings, pauses);
}

const isScheduled = async () => (await describeSchedule()) !== undefined;
const describeSchedule = () =>
  schedule()
    .describe()
    .catch((failure: unknown) => {
      if (!(failure instanceof ScheduleNotFoundError)) throw failure;
      return undefined;
    });

async function schedules(): Promise<void> {
  const stop = keep(fileWith(closesDaily));
  await until(isScheduled);
  stop();
}

/** Has the day end now. */
async function endDay(): Promise<DailyReconciliationResult> {
  await schedule().trigger();
  const { action } = await until(async () => (await schedule().describe()).info.recentActions[0]);
  return world.client.workflow.getHandle(action.workflow.workflowId).result() as never;
}

/** What a worker does at a try of its activity. */
function tryToOpen(attempt: number, scheduledTimestampMs = Date.now()): Promise<unknown> {
  const order = { merchant, terminalId, of: `dailyReconciliation/${merchant}/${randomUUID()}` };
  const environment = new MockActivityEnvironment({ attempt, scheduledTimestampMs });
  return environment.run(world.activities.openReconciliation, order);
}

const sentTypes = () => book.sent.filter(({ merchant: whose }) => whose === merchant).map(({ type }) => type);

describe('the day ends at a worker whose merchants file is wrong or old', () => {
  it.each([
    ['has the merchant as stopped', { ...closesDaily, apikeys: [] }],
    ['does not have the merchant', undefined],
    ['does not have the terminal', { ...closesDaily, terminals: [terminalEntry('till-0', 'SN-0')] }],
    ['has the merchant without a closing time', {}],
  ])('it %s: another worker closes the terminal, and the schedule stays', async (_, entry) => {
    await schedules();
    workersHave(fileWith(entry), fileWith(closesDaily));
    expect(await endDay()).toMatchObject({ status: 'equal' });
    expect(sentTypes()).toEqual(['details', 'close']);
    expect(await isScheduled()).toBe(true);
  });

  it.each([
    ['the merchant has no closing time', {}],
    ['the terminal was taken out', { ...closesDaily, terminals: [terminalEntry('till-0', 'SN-0')] }],
  ])('%s in the file of every worker: after some tries the schedule deletes itself', async (_, entry) => {
    await schedules();
    workersHave(fileWith(entry));
    await expect(tryToOpen(8)).rejects.toMatchObject({ type: 'ClosingNotWanted', nonRetryable: false });
    expect(await isScheduled()).toBe(true);
    expect(await tryToOpen(9)).toBeUndefined();
    expect(await isScheduled()).toBe(false);
    expect(sentTypes()).toEqual([]);
  });

  it('no worker knows the merchant for an hour: this day is not closed any more, and the schedule stays for the next', async () => {
    await schedules();
    workersHave(fileWith(undefined));
    const late = tryToOpen(90, Date.now() - 3_600_001);
    await expect(late).rejects.toMatchObject({ type: 'ClosingNotKnown', nonRetryable: true });
    await expect(tryToOpen(90)).rejects.toMatchObject({ type: 'ClosingNotKnown', nonRetryable: false });
    expect(await isScheduled()).toBe(true);
    expect(sentTypes()).toEqual([]);
  });
});

describe('a schedule that a worker keeps', () => {
  it('it was deleted: created again, without a change of the file', async () => {
    const stop = keep(fileWith(closesDaily), { checkMs: 50, againMs: 100 });
    await until(isScheduled);
    await schedule().delete();
    await until(isScheduled);
    stop();
  });

  it('another worker’s file has another hour: the later change counts, and the earlier file does not change it back', async () => {
    const terminals = [terminalId, 'till-2'].map((id) => terminalEntry(id, `SN-${merchant}-${id}`));
    const stopEarlier = keep(fileWith({ ...closesDaily, terminals }), { checkMs: 20, againMs: 40 });
    const second = world.client.schedule.getHandle(`dailyReconciliation/${merchant}/till-2`);
    const readHour = async () => (await schedule().describe()).spec.calendars?.[0]?.hour[0]?.start;
    await until(isScheduled);
    const stopLater = keep(fileWith({ policies: { closeAt: '22:15' } }));
    await until(async () => (await readHour()) === 22);
    // Created again twice, it tells that the earlier worker has looked at both since.
    for (let times = 0; times < 2; times += 1)
      await until(() =>
        second.delete().then(
          () => true,
          () => false,
        ),
      );
    await until(() => second.describe().catch(() => undefined));
    expect(await readHour()).toBe(22);
    stopEarlier();
    stopLater();
    await second.delete();
  });
});
