import { median, rounded } from '../measure/statistics.js';
import { findMissing, timeSale } from './stack.js';
import type { LedgerStack } from './stack.js';

/** How often, and how many sales at a time. */
export interface Rounds {
  readonly rounds: number;
  readonly salesABlock: number;
}

const WARM_UP = 10;

/**
 * Sales while Postgres is up, stopped, and stopped and started all the time, in blocks of the order A-B-B-A: `alone` without a projector,
 * which shows what a sale itself has to do with Postgres, and `beside` one that shares the cores of this machine.
 */
export async function measureSales(stack: LedgerStack, options: Rounds) {
  const ids: string[] = [];
  const take = async (count: number): Promise<readonly number[]> => {
    const times: number[] = [];
    for (let n = 0; n < count; n += 1) {
      const { id, ms } = await timeSale(stack);
      ids.push(id);
      times.push(ms);
    }
    return times;
  };
  await take(WARM_UP);
  const up = () => take(options.salesABlock);
  const stopped = async () => {
    await stack.postgres.stop();
    try {
      return await take(options.salesABlock);
    } finally {
      await stack.postgres.start();
    }
  };
  const restarted = () => whileRestarting(stack, () => take(options.salesABlock));
  const compare = async () => ({
    stopped: await compareBlocks(up, stopped, options.rounds),
    restarted: await compareBlocks(up, restarted, options.rounds),
  });
  await stack.stopProjector();
  const alone = await compare();
  await stack.startProjector();
  const result = { alone, beside: await compare() };
  const missing = await findMissing(stack, ids);
  return { ...result, sales: ids.length, lost: missing.length };
}

async function whileRestarting<Result>(stack: LedgerStack, act: () => Promise<Result>): Promise<Result> {
  let isOver = false;
  const restarts = (async () => {
    while (!isOver) {
      await stack.postgres.stop();
      await stack.postgres.start();
    }
  })();
  try {
    return await act();
  } finally {
    isOver = true;
    await restarts;
  }
}

type Block = () => Promise<readonly number[]>;

async function compareBlocks(up: Block, other: Block, rounds: number) {
  const [withIt, without, ratios]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    const [a1, b1, b2, a2] = [await up(), await other(), await other(), await up()];
    withIt.push(...a1, ...a2);
    without.push(...b1, ...b2);
    ratios.push(median([...b1, ...b2]) / median([...a1, ...a2]));
  }
  return {
    upMs: rounded(median(withIt)),
    otherMs: rounded(median(without)),
    ratio: rounded(median(without) / median(withIt)),
    ratiosOfRounds: ratios.map(rounded),
  };
}
