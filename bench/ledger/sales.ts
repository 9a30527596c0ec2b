import { median, quantile, roundFigure } from '../measure/statistics.js';
import { shareCpu } from './cpu.js';
import type { CpuMs } from './cpu.js';
import { findMissing, timeSale, waitUntilListed } from './stack.js';
import type { Servers } from './servers.js';
import type { LedgerStack } from './stack.js';

/** How often, and how many sales at a time. */
export interface Rounds {
  readonly rounds: number;
  readonly salesABlock: number;
}

/** What keeps happening to a Postgres during a block of sales, until it is told to end. */
type Trouble = (postgres: Servers) => Promise<() => Promise<void>>;

/** Blocks of sales with a trouble of the ledger's Postgres, and those they are compared with. */
interface Comparison {
  readonly trouble: Trouble;
  /**
   * What happens to the bystander in the other blocks: the same, where the trouble itself takes time of the cores. What is left
   * of the difference is what the ledger's Postgres has to do with a sale.
   */
  readonly ofBystander: Trouble;
}

const WARM_UP = 20;

const noTrouble: Trouble = () => Promise.resolve(() => Promise.resolve());

const stopped: Trouble = async (postgres) => {
  await postgres.stop();
  return () => postgres.start();
};

const restarted: Trouble = (postgres) =>
  Promise.resolve(
    repeat(async () => {
      await postgres.stop();
      await postgres.start();
    }),
  );

const failedOver: Trouble = (postgres) => Promise.resolve(repeat(() => postgres.failOver()));

const comparisons = {
  stopped: { trouble: stopped, ofBystander: noTrouble },
  restarted: { trouble: restarted, ofBystander: restarted },
  failedOver: { trouble: failedOver, ofBystander: failedOver },
} satisfies Record<string, Comparison>;

/**
 * Sales while Postgres is up, stopped, and restarted all the time (compared with a bystander that is), in blocks of the order A-B-B-A: `alone` without a projector,
 * which shows what a sale itself has to do with Postgres, and `beside` one that shares the cores of this machine.
 */
export async function measureSales(stack: LedgerStack, options: Rounds) {
  const ids: string[] = [];
  const compare = async () => ({
    stopped: await compareBlocks(stack, comparisons.stopped, { ...options, ids }),
    restarted: await compareBlocks(stack, comparisons.restarted, { ...options, ids }),
  });
  await warmUp(stack, ids);
  await stack.stopProjector();
  const alone = await compare();
  await stack.startProjector();
  const result = { alone, beside: await compare() };
  const missing = await findMissing(stack, ids);
  return { ...result, sales: ids.length, lost: missing.length };
}

/** As {@link measureSales}, while the primary dies and a standby takes its place, again and again. */
export async function measureFailovers(stack: LedgerStack, options: Rounds) {
  const ids: string[] = [];
  await warmUp(stack, ids);
  const beside = await compareBlocks(stack, comparisons.failedOver, { ...options, ids });
  const missing = await findMissing(stack, ids);
  const [rebuilt, verified] = [await stack.runTool('ledger-rebuild'), await stack.runTool('ledger-verify')];
  return {
    beside,
    failovers: stack.postgres.failovers,
    sales: ids.length,
    lost: missing.length,
    rebuilt,
    verified,
  };
}

async function warmUp(stack: LedgerStack, ids: string[]): Promise<void> {
  for (let n = 0; n < WARM_UP; n += 1) ids.push((await timeSale(stack)).id);
}

function repeat(act: () => Promise<void>): () => Promise<void> {
  let isOver = false;
  const turns = (async () => {
    while (!isOver) await act();
  })();
  return () => {
    isOver = true;
    return turns;
  };
}

interface Blocks extends Rounds {
  /** Of all sales so far. */
  readonly ids: string[];
}

interface Block {
  readonly times: readonly number[];
  readonly cpu: CpuMs;
}

async function compareBlocks(stack: LedgerStack, comparison: Comparison, blocks: Blocks) {
  const { trouble, ofBystander } = comparison;
  const [up, other]: [Block[], Block[]] = [[], []];
  const ratios: number[] = [];
  for (let round = 0; round < blocks.rounds; round += 1) {
    const [a1, b1, b2, a2] = [
      await takeUsual(stack, ofBystander, blocks),
      await takeTroubled(stack, trouble, blocks),
      await takeTroubled(stack, trouble, blocks),
      await takeUsual(stack, ofBystander, blocks),
    ];
    up.push(a1, a2);
    other.push(b1, b2);
    ratios.push(median([...b1.times, ...b2.times]) / median([...a1.times, ...a2.times]));
  }
  return {
    upMs: roundFigure(findMedian(up)),
    otherMs: roundFigure(findMedian(other)),
    ratio: roundFigure(findMedian(other) / findMedian(up)),
    ratiosOfRounds: {
      median: roundFigure(median(ratios)),
      quartiles: computeQuartiles(ratios),
      all: ratios.map(roundFigure),
    },
    cpuMsASale: { up: averageCpu(up), other: averageCpu(other) },
  };
}

/** The ledger's Postgres is up, and nobody has anything left to do. */
async function takeUsual(stack: LedgerStack, ofBystander: Trouble, blocks: Blocks): Promise<Block> {
  if (stack.hasProjector) await waitUntilListed(stack, blocks.ids.at(-1) ?? '');
  else while ((await stack.list('?limit=1')).status !== 200);
  return takeDuring(await ofBystander(stack.bystander), stack, blocks);
}

async function takeTroubled(stack: LedgerStack, trouble: Trouble, blocks: Blocks): Promise<Block> {
  return takeDuring(await trouble(stack.postgres), stack, blocks);
}

async function takeDuring(end: () => Promise<void>, stack: LedgerStack, blocks: Blocks): Promise<Block> {
  try {
    return await takeSales(stack, blocks.salesABlock, blocks.ids);
  } finally {
    await end();
  }
}

async function takeSales(stack: LedgerStack, count: number, ids: string[]): Promise<Block> {
  const before = stack.readCpu();
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const { id, ms } = await timeSale(stack);
    ids.push(id);
    times.push(ms);
  }
  return { times, cpu: shareCpu(before, stack.readCpu(), count) };
}

const findMedian = (blocks: readonly Block[]) => median(blocks.flatMap(({ times }) => times));

const computeQuartiles = (values: readonly number[]) =>
  [0.25, 0.75].map((share) => roundFigure(quantile(values, share)));

function averageCpu(blocks: readonly Block[]): CpuMs {
  const names = new Set(blocks.flatMap(({ cpu }) => Object.keys(cpu)));
  return Object.fromEntries(
    [...names].map((name) => {
      const known = blocks.flatMap(({ cpu }) => cpu[name] ?? []);
      return [name, roundFigure(known.reduce((sum, ms) => sum + ms, 0) / known.length)];
    }),
  );
}
