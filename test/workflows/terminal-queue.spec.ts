import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Verdict } from '../../src/domain/verdict.js';
import type { LeaseMemo } from '../../src/workflows/terminal-lease.messages.js';
import { queueQuery, queueWorkflowId } from '../../src/workflows/terminal-queue.messages.js';
import type { QueueView } from '../../src/workflows/terminal-queue.messages.js';
import { askRun, ignoreUnanswered } from '../support/ask-run.js';
import { useStoryWorkers } from '../support/story-workers.js';
import { approved, requireIdPosTxs, saleInput } from '../support/terms.js';
import type { SaleTerms } from '../support/terms.js';
import { TransactionWorld } from '../support/transaction-world.js';
import type { Getnet, Sale } from '../support/transaction-world.js';
import { until } from '../support/until.js';

useStoryWorkers();

/** A Getnet where each command is at the terminal until the test says how it ended. */
class Terminal {
  /** In the order in which the commands were sent. */
  readonly sent: string[] = [];
  private readonly verdicts = new Map<string, Verdict>();

  readonly getnet: Getnet = {
    send: async ({ customId }) => {
      this.sent.push(customId);
      return { kind: 'acknowledged', idPosTxs: requireIdPosTxs(this.numberOf(customId)) };
    },
    cancel: async () => ({ kind: 'taken' }),
    status: async ({ accepted }) => ({
      verdict: this.verdicts.get(accepted.customId) ?? { kind: 'pending' },
    }),
    statusAtDevice: async () => ({ verdict: { kind: 'silent', cause: 'nobody is at this terminal' } }),
  };

  private numberOf(customId: string): string {
    return String(900_001 + this.sent.indexOf(customId));
  }

  /** The customer pays, and Getnet calls back. */
  async pays({ input, callBack, run }: Sale, attempt = 1): Promise<void> {
    const { customId } = input.accepted;
    const name = attempt === 1 ? customId : `${customId}-${attempt}`;
    await until(() => this.sent.includes(name));
    const number = this.numberOf(name);
    this.verdicts.set(name, approved(number));
    await callBack(number, `of ${name}`, attempt);
    await run.result();
  }
}

describe('the queue of a busy terminal', () => {
  let world: TransactionWorld;
  let terminal: Terminal;
  let serialNumber: string;
  let serial = 0;

  beforeEach(async () => {
    serial += 1;
    serialNumber = `QUEUE-${process.pid}-${Date.now()}-${serial}`;
    terminal = new Terminal();
    world = await TransactionWorld.over(terminal.getnet);
  });
  afterEach(() => world.close());

  const device = () => ({ country: 'CL' as const, serialNumber });
  const queue = () => world.client.workflow.getHandle(queueWorkflowId(device()));
  const sale = (terms: SaleTerms = {}) => world.sale(saleInput({ serialNumber, ...terms }));
  const waiter = (terms: SaleTerms = {}) => sale({ maxWaitMs: 60_000, ...terms });
  const names = (sales: readonly Sale[]) => sales.map(({ input }) => input.accepted.customId);

  async function readQueue(): Promise<QueueView['waiters']> {
    const view = await askRun(world.client, queueWorkflowId(device()), queueQuery).catch(() => undefined);
    return view?.waiters ?? [];
  }

  const waits = ({ input }: Sale) =>
    until(async () =>
      (await readQueue()).some(({ transactionId }) => transactionId === input.accepted.transactionId),
    );

  /** A holder, and some that wait behind it, in this order. */
  async function standInLine(count: number, terms: SaleTerms = {}): Promise<readonly [Sale, ...Sale[]]> {
    const holder = await sale();
    await holder.becomes('in_progress');
    const waiters: Sale[] = [];
    for (let each = 0; each < count; each += 1) {
      const one = await waiter(terms);
      await waits(one);
      waiters.push(one);
    }
    return [holder, ...waiters];
  }

  const queueEnds = () => until(async () => (await queue().describe()).status.name !== 'RUNNING');

  it('terminal free: the sale is sent at once, and there is no queue', async () => {
    const one = await waiter();
    expect((await one.post()).status).toBe('in_progress');
    await terminal.pays(one);
    await expect(queue().describe()).rejects.toThrow('not found');
    expect((await one.run.result()).states.map(({ status }) => status)).not.toContain('queued');
  });

  it('terminal busy: the caller hears at once that the sale is queued, nothing sent, no money moved', async () => {
    const [holder, one] = await standInLine(1);
    expect(await one?.post()).toMatchObject({ status: 'queued', outcome: { moneyMoved: 'no' } });
    expect(terminal.sent).toEqual(names([holder]));
    await terminal.pays(holder);
    await one?.becomes('in_progress');
    if (one) await terminal.pays(one);
    await queueEnds();
  });

  it('several wait: they are served in the order of their arrival', async () => {
    const line = await standInLine(4);
    for (const one of line) await terminal.pays(one);
    expect(terminal.sent).toEqual(names(line));
    await queueEnds();
    expect(world.counted).toEqual([]);
  });

  it('granted after a wait: the time to send, the lease and the budget run from the grant', async () => {
    const [holder, one] = await standInLine(1, { limits: { dispatchWithin: 5_000 } });
    await until(() => Date.now() > (one?.input.accepted.dispatchBy ?? 0));
    await terminal.pays(holder);
    const snapshot = await one?.becomes('in_progress');
    if (one === undefined || snapshot === undefined) throw new Error('nobody waited');
    const { dispatchWithin } = one.input.policy.limits;
    const grantedAt = snapshot.accepted.dispatchBy - dispatchWithin;
    expect(grantedAt).toBeGreaterThan(one.input.accepted.dispatchBy);
    const lease = (await world.lease(one.input)).memo as unknown as LeaseMemo;
    expect(Date.parse(lease.until)).toBeGreaterThan(snapshot.accepted.dispatchBy);
    await terminal.pays(one);
  });

  it('its turn does not come in time: it leaves, not sent, and the next one is served', async () => {
    const [holder, one, other] = await standInLine(1).then(async (line) => [...line, await waiter()]);
    if (!holder || !one || !other) throw new Error('nobody waited');
    const brief = await waiter({ maxWaitMs: 1_500 });
    const left = await brief.becomes('not_sent');
    expect(left.outcome).toMatchObject({
      reason: 'terminal-busy',
      moneyMoved: 'no',
      holder: { transactionId: holder.input.accepted.transactionId },
    });
    expect(left.retryUntil).toBeDefined();
    await until(async () => (await readQueue()).length === 2);
    for (const each of [holder, one, other]) await terminal.pays(each);
    expect(terminal.sent).toEqual(names([holder, one, other]));
  });

  it('only one waits, and its time is over: the queue ends while the terminal is still held', async () => {
    const [holder, one] = await standInLine(1, { maxWaitMs: 3_000 });
    await one?.becomes('not_sent');
    await queueEnds();
    await terminal.pays(holder);
  });

  it('cancelled in Temporal while it waits: it leaves, its key starts nothing more', async () => {
    const [holder, one, other] = await standInLine(2);
    await one?.run.cancel();
    expect(await one?.run.result()).toMatchObject({ status: 'not_sent', outcome: { reason: 'cancelled' } });
    expect((await readQueue()).map(({ transactionId }) => transactionId)).toEqual([
      other?.input.accepted.transactionId,
    ]);
    await terminal.pays(holder);
    if (other) await terminal.pays(other);
    expect(terminal.sent).toHaveLength(2);
  });

  it('a waiting transaction was terminated: its turn is skipped', async () => {
    const [holder, one, other] = await standInLine(2);
    await one?.run.terminate('an operator');
    await terminal.pays(holder);
    if (other) await terminal.pays(other);
    expect(terminal.sent).toEqual(names([holder, ...(other ? [other] : [])]));
  });

  it('queue terminated by hand: those that wait come back in their order', async () => {
    const line = await standInLine(3);
    const [holder, ...waiters] = line;
    const ids = (await readQueue()).map(({ transactionId }) => transactionId);
    await queue().terminate('an operator');
    await until(async () => (await readQueue()).length === waiters.length);
    expect((await readQueue()).map(({ transactionId }) => transactionId)).toEqual(ids);
    await terminal.pays(holder);
    for (const one of waiters) await terminal.pays(one);
    expect(terminal.sent).toEqual(names(line));
  }, 90_000);

  it('holder terminated by hand: the first is called when the lease has ended at its bound', async () => {
    const limits = { dispatchWithin: 10_000, getnetTimeout: 300, lifecycleWindow: 200, lifecycleLimit: 500 };
    const holder = await sale({ limits });
    // Not awaited as a state: it lasts for the fifth of a second that its window has.
    expect((await holder.post()).status).toBe('in_progress');
    const one = await waiter({ limits: { lifecycleWindow: 5_000, lifecycleLimit: 10_000 } });
    await waits(one);
    await holder.run.terminate('an operator');
    const lease = (await world.lease(holder.input)).memo as unknown as LeaseMemo;
    await one.becomes('in_progress');
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(lease.until) - 100);
    await terminal.pays(one);
  });

  it('others wait, and a new sale would not wait: refused, also while the terminal is free', async () => {
    const [holder, one] = await standInLine(1);
    if (one === undefined) throw new Error('nobody waited');
    // The first is called and does not take it: its run cannot make progress at this moment.
    const held = world.holdsTurns();
    await terminal.pays(holder);
    await until(async () => (await world.lease(holder.input)).status.name !== 'RUNNING');
    const newcomer = await sale();
    expect(await newcomer.post()).toMatchObject({
      status: 'not_sent',
      outcome: { reason: 'terminal-busy', moneyMoved: 'no' },
    });
    held();
    await terminal.pays(one);
    expect(terminal.sent).toEqual(names([holder, one]));
  });

  it('others wait, and a new sale would wait: it comes last, also while the terminal is free', async () => {
    const [holder, one] = await standInLine(1);
    if (one === undefined) throw new Error('nobody waited');
    const held = world.holdsTurns();
    await terminal.pays(holder);
    await until(async () => (await world.lease(holder.input)).status.name !== 'RUNNING');
    const newcomer = await waiter();
    await waits(newcomer);
    held();
    await terminal.pays(one);
    await terminal.pays(newcomer);
    expect(terminal.sent).toEqual(names([holder, one, newcomer]));
  });

  it('its time was over: the same key tries again, and waits again', async () => {
    const [holder, one] = await standInLine(1, { maxWaitMs: 3_000 });
    if (one === undefined) throw new Error('nobody waited');
    await one.parks(1);
    await queueEnds();
    expect(await one.retry(2, { maxWaitMs: 60_000 })).toMatchObject({ status: 'queued' });
    await terminal.pays(holder);
    await terminal.pays(one, 2);
    expect(await one.run.result()).toMatchObject({ status: 'approved', accepted: { attempt: 2 } });
  });

  it('reset while it waits: the new run neither waits nor sends, and does not say that no money moved', async () => {
    const [holder, one, other] = await standInLine(2);
    if (!one || !other) throw new Error('nobody waited');
    await world.reset(one.run.workflowId, 0);
    await until(async () => {
      const shown = await one.snapshot().catch(ignoreUnanswered);
      return shown?.outcome.moneyMoved === 'unknown';
    });
    await terminal.pays(holder);
    await terminal.pays(other);
    await one.becomes('needs_attention');
    expect(terminal.sent).toEqual(names([holder, other]));
    await one.run.terminate();
  });

  it('new workers replay every run before each payment: the order is the same', async () => {
    await world.close();
    world = await TransactionWorld.over(terminal.getnet, { ownWorkers: true });
    const line = await standInLine(2);
    for (const one of line) {
      await world.restartWorkers();
      await terminal.pays(one);
    }
    expect(terminal.sent).toEqual(names(line));
  });
});
