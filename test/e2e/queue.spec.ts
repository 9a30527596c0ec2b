import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../src/domain/snapshot.js';
import { snapshotQuery } from '../../src/workflows/transaction.messages.js';
import { eventually } from './support/eventually.js';
import type { Order } from './support/sale.js';
import type { Till } from './support/till.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

/** `QUEUE=full npm test -- e2e/queue` takes some minutes. */
const size =
  process.env['QUEUE'] === 'full'
    ? { waiters: 50, newcomers: 10, deaths: 20 }
    : { waiters: 10, newcomers: 3, deaths: 3 };

const LONG_WAIT = 600;
const BRIEF_WAIT = 4;
/** Each fifth gives up soon. */
const isBrief = (place: number) => place % 5 === 4;
const pause = (ms: number) => new Promise((next) => setTimeout(next, ms));

/** Somebody who sends a sale with a new key again and again, and takes no for an answer each time. */
class Newcomer {
  tries = 0;
  /** Refused in the moment between two holders: a transaction was started, and did not get the terminal. */
  refusedInBetween = 0;
  private isOver = false;
  private readonly running: Promise<void>;

  constructor(private readonly till: Till) {
    this.running = this.sendRepeatedly();
  }

  private async sendRepeatedly(): Promise<void> {
    while (!this.isOver) {
      this.tries += 1;
      const { status, body } = await this.till.order().send();
      if (status === 409 && body.transactionId !== undefined) this.refusedInBetween += 1;
      await pause(50);
    }
  }

  stop(): Promise<void> {
    this.isOver = true;
    return this.running;
  }
}

describe('a queue at one terminal, and everything dies', () => {
  let world: World;
  beforeAll(async () => {
    const limits = { DISPATCH_WITHIN: '4s', LIFECYCLE_LIMIT: '12s', ATTENTION_AFTER: '20s' };
    const simulator = { SIMULATOR_WINDOW: '5s', SIMULATOR_EXTRA_WINDOW: '6s' };
    world = await startWorld({ env: { ...limits, RATE_LIMIT: '500', READ_RATE_LIMIT: '1000' }, simulator });
  });
  afterAll(() => world.close());

  /** The commands that reached the terminal, in their order. */
  const served = async (till: Till) =>
    (await world.judge.operations({ serialNumber: till.serialNumber })).map(({ customId }) => customId ?? '');

  async function standInLine(till: Till): Promise<readonly Order[]> {
    const waiters: Order[] = [];
    for (let place = 0; place < size.waiters; place += 1) {
      const maxWait = isBrief(place) ? BRIEF_WAIT : LONG_WAIT;
      const order = till.order({ body: { onBusy: 'wait', maxWait } });
      const { body } = await order.send();
      expect(body).toMatchObject({ status: 'queued', outcome: { moneyMoved: 'no' } });
      waiters.push(order);
    }
    return waiters;
  }

  /** Kills the worker, and with it the queue, the holder and everybody that waits, in the middle of their work. */
  async function kill(till: Till, deaths: number): Promise<void> {
    for (let death = 0; death < deaths; death += 1) {
      const before = (await served(till)).length;
      await eventually('the next command', async () => (await served(till)).length > before || undefined);
      await pause(Math.random() * 400);
      await world.worker.kill();
      await world.worker.start();
    }
  }

  it(`${size.waiters} wait, ${size.newcomers} newcomers hammer, everything is killed ${size.deaths} times: nobody gets in between`, async () => {
    const till = await world.terminal({ script: { customer: { action: 'freeze' } } });
    const holder = await till.sale();
    const waiters = await standInLine(till);
    const newcomers = Array.from({ length: size.newcomers }, () => new Newcomer(till));
    const last = till.order({ body: { onBusy: 'wait', maxWait: LONG_WAIT } });
    await last.send();
    const killing = kill(till, size.deaths);
    await world.judge.steer(holder.id, { action: 'approve' });
    const waited = [...waiters, last];
    for (const order of waited) await order.settles(300_000);
    await killing;
    await Promise.all(newcomers.map((newcomer) => newcomer.stop()));

    const commands = await served(till);
    const inLine = [holder, ...waited].map(({ id }) => id);
    const ours = commands.filter((id) => inLine.includes(id));
    const lastOfLine = commands.lastIndexOf(ours.at(-1) ?? '');
    const sentBetween = commands.slice(0, lastOfLine).filter((id) => !inLine.includes(id));
    const inOrder = ours.toSorted((one, other) => inLine.indexOf(one) - inLine.indexOf(other));
    const snapshots = await Promise.all(
      waited.map((order) => order.run().query<Snapshot>(snapshotQuery.name)),
    );
    const figures = {
      served: ours.length,
      sentBetween: sentBetween.length,
      tries: sum(newcomers.map(({ tries }) => tries)),
      refusedInBetween: sum(newcomers.map(({ refusedInBetween }) => refusedInBetween)),
      ...countStatuses(snapshots.map(({ status }) => status)),
    };
    process.stdout.write(`queue: ${JSON.stringify(figures)}\n`);
    expect(figures.tries).toBeGreaterThan(size.waiters);
    expect(sentBetween).toEqual([]);
    expect(ours).toEqual(inOrder);
    for (const snapshot of snapshots) await expectInTime(till, snapshot);
  }, 900_000);

  /** Granted while it waited, sent in time, or not at all. */
  async function expectInTime(till: Till, { accepted, status, states, outcome }: Snapshot): Promise<void> {
    const { requests } = await till.ledger();
    const sent = requests.filter(
      ({ method, customId }) => method === 'POST' && customId === accepted.customId,
    );
    if (status === 'not_sent') {
      expect(['terminal-busy', 'dispatch-expired']).toContain(outcome.reason);
      return expect(sent).toEqual([]);
    }
    const granted = states.findLast((state) => state.status === 'dispatching');
    const waitedMs = Date.parse(granted?.at ?? '') - Date.parse(accepted.createdAt);
    expect(waitedMs).toBeLessThanOrEqual(accepted.maxWaitMs ?? 0);
    for (const { at } of sent) expect(Date.parse(at)).toBeLessThanOrEqual(accepted.dispatchBy);
  }
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function countStatuses(statuses: readonly string[]): Readonly<Record<string, number>> {
  const names = [...new Set(statuses)];
  return Object.fromEntries(names.map((name) => [name, statuses.filter((one) => one === name).length]));
}
