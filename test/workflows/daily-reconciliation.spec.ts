import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { ReconciliationStanding } from '../../src/workflows/reconciliation.messages.js';
import { keepSchedule, listDailyCloses } from '../../src/worker/daily-schedules.js';
import type { DailyClose } from '../../src/worker/daily-schedules.js';
import { keepTerminalBook } from '../api/support/terminal-book.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { saleInput } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import { until } from '../support/until.js';

useStoryWorkers();

describe('the end of a merchant’s day', () => {
  const book = keepTerminalBook();
  let world: TransactionWorld;
  let close: DailyClose;
  beforeEach(async () => {
    world = await TransactionWorld.over(book.getnet);
    const merchant = `shop-${randomUUID().slice(0, 8)}`;
    close = { merchant, terminalId: 'cl-till-1', timeZone: 'America/Santiago', hour: 23, minute: 30 };
  });
  afterEach(() => world.close());

  const schedule = () =>
    world.client.schedule.getHandle(`dailyReconciliation/${close.merchant}/${close.terminalId}`);
  const keep = (over: Partial<DailyClose> = {}) =>
    keepSchedule(world.client, world.taskQueue, { ...close, ...over });

  /** Has the day end now. */
  async function trigger(): Promise<unknown> {
    await schedule().trigger();
    const { action } = await until(async () => (await schedule().describe()).info.recentActions[0]);
    return world.client.workflow.getHandle(action.workflow.workflowId).result();
  }

  it('closeAt is 23:30: scheduled in the country’s zone, with jitter, and never beside the one before', async () => {
    await keep();
    const { spec, policies } = await schedule().describe();
    expect(spec).toMatchObject({ timezone: 'America/Santiago', jitter: 300_000 });
    expect(spec.calendars).toMatchObject([{ hour: [{ start: 23 }], minute: [{ start: 30 }] }]);
    expect(policies.overlap).toBe('SKIP');
    await schedule().delete();
  });

  it('kept again it stays as it is, paused or not; another time changes it', async () => {
    await keep();
    await schedule().pause('on holiday');
    const before = await schedule().describe();
    await keep();
    expect((await schedule().describe()).info.lastUpdatedAt).toEqual(before.info.lastUpdatedAt);
    await keep({ hour: 22 });
    const after = await schedule().describe();
    expect(after.spec.calendars).toMatchObject([{ hour: [{ start: 22 }] }]);
    expect(after.state.paused).toBe(true);
    await schedule().delete();
  });

  it('the day ends: the terminal is compared and closed by the settings of that day', async () => {
    const { accepted, policy } = saleInput({ limits: { lifecycleWindow: 100 } });
    world.dailyTerms = () => ({ terminal: accepted.terminal, policy });
    await keep();
    const result = await trigger();
    expect(result).toMatchObject({ status: 'equal', id: expect.stringMatching(/^rc_/) });
    const { id } = result as { readonly id: string };
    const standing = (await world.client.workflow
      .getHandle(`reconciliation/${id}`)
      .result()) as ReconciliationStanding;
    expect(standing).toMatchObject({
      closing: { type: 'close', state: 'closed' },
      input: { merchant: close.merchant },
    });
    const { serialNumber } = accepted.terminal;
    const sent = book.sent.filter(({ terminal }) => terminal.serialNumber === serialNumber);
    expect(sent.map(({ type }) => type)).toEqual(['details', 'close']);
    await schedule().delete();
  });
});

describe('which terminals are closed daily', () => {
  it('those of merchants with closeAt, each in its country’s zone', () => {
    const shop = (id: string, country: 'CL' | 'AR', closeAt?: string) => ({
      id,
      country,
      policies: { closeAt },
      terminals: [{ id: `${id}-1` }],
    });
    const merchants = {
      listUsable: () => [shop('a', 'CL', '23:05'), shop('b', 'AR', '00:00'), shop('c', 'CL')],
    };
    expect(listDailyCloses({ merchants: merchants as never })).toEqual([
      { merchant: 'a', terminalId: 'a-1', timeZone: 'America/Santiago', hour: 23, minute: 5 },
      { merchant: 'b', terminalId: 'b-1', timeZone: 'America/Argentina/Buenos_Aires', hour: 0, minute: 0 },
    ]);
  });
});
