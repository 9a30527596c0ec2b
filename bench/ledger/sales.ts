import { median, quantile, rounded } from '../measure/statistics.js';
import { shareCpu } from './cpu.js';
import type { Cpu } from './cpu.js';
import { findMissing, timeSale, waitUntilListed } from './stack.js';
import type { LedgerStack } from './stack.js';

/** How often, and how many sales at a time. */
export interface Rounds {
  readonly rounds: number;
  readonly salesABlock: number;
}

/** What keeps happening to Postgres during a block of sales, until it is told to end. */
type Trouble = (stack: LedgerStack) => Promise<() => Promise<void>>;

const WARM_UP = 20;

const stopped: Trouble = async ({ postgres }) => {
  await postgres.stop();
  return () => postgres.start();
};

const restarted: Trouble = ({ postgres }) =>
  Promise.resolve(
    repeat(async () => {
      await postgres.stop();
      await postgres.start();
    }),
  );

const failedOver: Trouble = ({ postgres }) => Promise.resolve(repeat(() => postgres.failOver()));

/**
 * Sales while Postgres is up, stopped, and stopped and started all the time, in blocks of the order A-B-B-A: `alone` without a projector,
 * which shows what a sale itself has to do with Postgres, and `beside` one that shares the cores of this machine.
 */
export async function measureSales(stack: LedgerStack, options: Rounds) {
  const ids: string[] = [];
  const compare = async () => ({
    stopped: await compareBlocks(stack, stopped, { ...options, ids }),
    restarted: await compareBlocks(stack, restarted, { ...options, ids }),
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
  const beside = await compareBlocks(stack, failedOver, { ...options, ids });
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
  readonly cpu: Cpu;
}

async function compareBlocks(stack: LedgerStack, trouble: Trouble, blocks: Blocks) {
  const [up, other]: [Block[], Block[]] = [[], []];
  const ratios: number[] = [];
  for (let round = 0; round < blocks.rounds; round += 1) {
    const [a1, b1, b2, a2] = [
      await takeBlock(stack, blocks),
      await takeTroubled(stack, trouble, blocks),
      await takeTroubled(stack, trouble, blocks),
      await takeBlock(stack, blocks),
    ];
    up.push(a1, a2);
    other.push(b1, b2);
    ratios.push(median([...b1.times, ...b2.times]) / median([...a1.times, ...a2.times]));
  }
  return {
    upMs: rounded(medianOf(up)),
    otherMs: rounded(medianOf(other)),
    ratio: rounded(medianOf(other) / medianOf(up)),
    ratiosOfRounds: {
      median: rounded(median(ratios)),
      quartiles: quartiles(ratios),
      all: ratios.map(rounded),
    },
    cpuMsASale: { up: averageCpu(up), other: averageCpu(other) },
  };
}

/** Postgres is up, and nobody has anything left to do. */
async function takeBlock(stack: LedgerStack, { salesABlock, ids }: Blocks): Promise<Block> {
  if (stack.hasProjector) await waitUntilListed(stack, ids.at(-1) ?? '');
  else while ((await stack.list('?limit=1')).status !== 200);
  return takeSales(stack, salesABlock, ids);
}

async function takeTroubled(stack: LedgerStack, trouble: Trouble, { salesABlock, ids }: Blocks) {
  const end = await trouble(stack);
  try {
    return await takeSales(stack, salesABlock, ids);
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

const medianOf = (blocks: readonly Block[]) => median(blocks.flatMap(({ times }) => times));

const quartiles = (values: readonly number[]) =>
  [0.25, 0.75].map((share) => rounded(quantile(values, share)));

function averageCpu(blocks: readonly Block[]): Cpu {
  const names = new Set(blocks.flatMap(({ cpu }) => Object.keys(cpu)));
  return Object.fromEntries(
    [...names].map((name) => {
      const known = blocks.flatMap(({ cpu }) => cpu[name] ?? []);
      return [name, rounded(known.reduce((sum, ms) => sum + ms, 0) / known.length)];
    }),
  );
}
