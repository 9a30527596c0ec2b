import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../docs/support/pages.js';
import { dropTimes, writeFaultPage } from './support/fault-page.js';
import type { FaultPairResult } from './support/fault-page.js';
import { isUnread, killsWorker, listFaultPairs, mergeScripts, needsPerson } from './support/fault-pairs.js';
import type { FaultPair } from './support/fault-pairs.js';
import { expectLedgerToAgree } from './support/expect-ledger.js';
import type { Order } from './support/sale.js';
import { startWorld } from './support/world.js';
import type { World } from './support/world.js';

const pageFile = join(root, 'docs/fault-pairs.md');
/** The page is written anew, with the times of this run. */
const isWriting = process.env['FAULT_PAIRS'] === 'write';

/** How many sales are started at a time: what is tested is faults, not load. */
const LANES = 12;

const pairs = listFaultPairs();

describe('two faults meet in one sale', () => {
  let world: World;
  const endings = new Map<FaultPair, Promise<FaultPairResult>>();

  beforeAll(async () => {
    const env = { DISPATCH_WITHIN: '60s', GETNET_TIMEOUT: '2s', ATTENTION_AFTER: '25s', RATE_LIMIT: '500' };
    world = await startWorld({ counters: pairs.length, env });
    await killWorkerIn(pairs.filter(killsWorker));
    startInLanes(pairs.filter((pair) => !killsWorker(pair)));
  }, 300_000);
  afterAll(() => world.close());

  async function begin(pair: FaultPair): Promise<Order> {
    const order = (await world.terminal({ script: mergeScripts(pair) })).order();
    expect((await order.send({ wait: 0 })).status).toBeLessThan(300);
    return order;
  }

  const settle = async (pair: FaultPair, order: Order): Promise<FaultPairResult> => ({
    pair,
    order,
    body: await (needsPerson(pair) ? order.settles(120_000) : order.ends(120_000)),
  });

  /** All commands are at the terminal, and no acknowledgement has come. */
  async function killWorkerIn(some: readonly FaultPair[]): Promise<void> {
    const orders = await Promise.all(some.map(async (pair) => ({ pair, order: await begin(pair) })));
    const read = orders.filter(({ pair }) => !isUnread(pair));
    await Promise.all(read.map(({ order }) => order.reachesTheTerminal()));
    await world.worker.kill();
    await world.worker.start();
    for (const { pair, order } of orders) endings.set(pair, settle(pair, order));
    await Promise.all(endings.values());
  }

  function startInLanes(some: readonly FaultPair[]): void {
    const lanes = Array.from({ length: LANES }, (): Promise<unknown> => Promise.resolve());
    some.forEach((pair, index) => {
      const begun = Promise.resolve(lanes[index % LANES]).then(() => begin(pair));
      lanes[index % LANES] = begun.catch(() => undefined);
      const ending = begun.then((order) => settle(pair, order));
      // A failure belongs to the test that asks for this ending.
      ending.catch(() => undefined);
      endings.set(pair, ending);
    });
  }

  it.each(pairs.map((pair) => [pair.map(({ name }) => name).join(' + '), pair] as const))(
    '%s',
    async (_, pair) => {
      const ending = await endings.get(pair);
      if (ending === undefined) throw new Error('nobody started it');
      const { status, outcome } = ending.body;
      expect({ status, outcome, person: status === 'needs_attention' }).toMatchObject({
        person: needsPerson(pair),
      });
      await expectLedgerToAgree(ending.order);
    },
  );

  it('docs/fault-pairs.md tells the same', async () => {
    const page = writeFaultPage(await Promise.all(endings.values()));
    if (isWriting) writeFileSync(pageFile, page);
    expect(dropTimes(readFileSync(pageFile, 'utf8'))).toEqual(dropTimes(page));
  });
});
