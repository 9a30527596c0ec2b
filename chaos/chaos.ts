import { collect } from './collect/collect.js';
import type { Collected } from './collect/collect.js';
import { mapConcurrently } from './map-concurrently.js';
import { Nemesis } from './nemesis.js';
import { judge } from './oracle/judge.js';
import type { Violation } from './oracle/evidence.js';
import type { PlannedDisturbance } from './plan/disturbances.js';
import { arrangeBeginnings } from './plan/begin-order.js';
import type { Plan } from './plan/plan.js';
import { Record } from './record.js';
import { ShopOrder } from './shop.js';
import { Stopwatch } from './stopwatch.js';
import type { Phase } from './stopwatch.js';
import { startChaosWorld } from './world/world.js';
import type { ChaosWorld } from './world/world.js';

/** How many orders are under way at a time. */
const IN_FLIGHT = 32;

/** What a run came to. */
export interface ChaosResult {
  readonly violations: readonly Violation[];
  readonly done: readonly PlannedDisturbance[];
  readonly histories: number;
  /** Runs that a known race of Temporal's Core has stopped. */
  readonly stuck: readonly string[];
  readonly answers: number;
  readonly unanswered: number;
  /** Transactions by how they ended. */
  readonly endings: Readonly<{ [status: string]: number }>;
  readonly folder: string;
  readonly tookMs: number;
  readonly phases: readonly Phase[];
}

export interface ChaosOptions {
  readonly plan: Plan;
  /** Logs, data bases and, after a violation, histories are there. */
  readonly folder: string;
  readonly print: (line: string) => void;
  /** What was built, and is run; the project's own unless told. */
  readonly dist?: string | undefined;
}

/** Carries a plan out on real processes, and judges what came of it. */
export async function runChaos({ plan, folder, dist, ...options }: ChaosOptions): Promise<ChaosResult> {
  const print = (line: string) => options.print(`${plan.seed} ${line}`);
  const watch = new Stopwatch(print);
  print(`${plan.transactions} transactions, ${plan.kills} kills.`);
  watch.begin('Starting');
  const world = await startChaosWorld(folder, dist);
  try {
    const result = await carryOut(world, plan, { watch, print });
    watch.begin('Stopping');
    await world.stop();
    watch.end();
    const { phases } = watch;
    return { ...result, folder, phases, tookMs: phases.reduce((sum, { tookMs }) => sum + tookMs, 0) };
  } catch (error) {
    await world.stop();
    throw error;
  }
}

interface Reporting {
  readonly watch: Stopwatch;
  readonly print: (line: string) => void;
}

async function carryOut(
  world: ChaosWorld,
  plan: Plan,
  { watch, print }: Reporting,
): Promise<Omit<ChaosResult, 'folder' | 'phases' | 'tookMs'>> {
  const record = new Record();
  const nemesis = new Nemesis(world);
  const orders = arrangeBeginnings(plan.orders).map((planned) => new ShopOrder(planned, world, record));
  nemesis.scheduleDisturbances(plan.acts);
  watch.begin('Selling');
  const clock = setInterval(() => print(describeProgress(record, nemesis)), 15_000);
  await mapConcurrently(orders, IN_FLIGHT, (order) => order.play()).finally(() => clearInterval(clock));
  await nemesis.end();
  const collected = await collect({ world, orders, record, nemesis }, watch);
  const violations = judge(collected.evidence);
  const { diverged } = collected.evidence;
  if (violations.length > 0 || diverged.length > 0) await collected.keepHistories();
  return {
    violations,
    done: nemesis.done,
    histories: collected.histories.length,
    stuck: diverged.filter((one) => one.isKnownRace).map((one) => one.workflowId),
    answers: record.responses.length,
    unanswered: record.unanswered.length,
    endings: countEndings(collected),
  };
}

function describeProgress({ responses }: Record, { done }: Nemesis): string {
  return `  ${responses.length} answers, ${done.length} disturbances`;
}

function countEndings({ evidence }: Collected): ChaosResult['endings'] {
  const endings: { [status: string]: number } = {};
  for (const { last } of evidence.cases) {
    const status = last[0]?.http === 200 ? String(last[0].body.status) : `http ${last[0]?.http ?? 'none'}`;
    endings[status] = (endings[status] ?? 0) + 1;
  }
  return endings;
}
