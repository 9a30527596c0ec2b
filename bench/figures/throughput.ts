import type { Baseline } from '../baseline.js';
import type { GetnetStub, Seen } from '../getnet-stub.js';
import { alternate } from '../measure/alternate.js';
import type { Rounds } from '../measure/alternate.js';
import { compare, pairNeighbours, toFigure } from '../measure/compare.js';
import type { Answer } from '../measure/http.js';
import { cpuMs } from '../measure/process-table.js';
import { startQueueBaseline } from '../queue.js';
import type { Figure } from '../report/results.js';
import type { Service } from '../service.js';
import type { Experiment } from './experiment.js';
import { describeAnswer, isOutcome } from './sales.js';

/** Who takes sales, each answered with its outcome. */
export interface Contestant {
  takeSale(): Promise<Answer>;
  /** Whose CPU is counted, by name. */
  readonly pids: Readonly<Record<string, number>>;
}

export interface Load {
  /** Sales of one turn. */
  readonly sales: number;
  readonly inFlight: number;
}

/** One turn. */
export interface TurnResult {
  readonly perSecond: number;
  /** Milliseconds for each sale. */
  readonly cpuMs: Readonly<Record<string, number>>;
  /** What was answered to sales that were not approved: on an overloaded machine a dispatch may be taken for lost. */
  readonly withoutOutcome: readonly string[];
}

/** How many sales a second, and for how much CPU, with 50 always under way. */
export const throughput: Experiment = {
  name: 'throughput',
  figures: [
    'throughput',
    'throughput-lean',
    'throughput-queue',
    'worker-cpu',
    'worker-cpu-lean',
    'api-cpu',
    'server-cpu',
    'sales-without-outcome',
  ],
  run: async (world, { isQuick }) => {
    const [service, baseline] = await Promise.all([world.service(), world.baseline()]);
    const server = world.temporal.pid;
    const queue = await startQueueBaseline({ folder: world.folder, getnet: world.getnet.baseUrl });
    const hasQueue = 'takeSale' in queue;
    if (hasQueue) world.keep(queue);
    const takers: Record<string, Contestant> = {
      ours: createTaker(service, server),
      plain: createBaselineTaker(baseline, 'plainSale', server),
      lean: createBaselineTaker(baseline, 'leanSale', server),
      ...(hasQueue && { queue: { takeSale: queue.takeSale, pids: { worker: queue.worker.pid } } }),
    };
    const { rounds } = await measureByTurns(
      { takers, getnet: world.getnet, load: { sales: 100, inFlight: 50 } },
      isQuick ? { warmUp: 1, counted: 1 } : { warmUp: 1, counted: 6 },
    );
    if (hasQueue) await queue.stop();
    const pairPerSecond = (who: string) =>
      pairNeighbours(rounds, { ours: 'ours', baseline: who }, (taken) => taken.perSecond);
    const pairCpu = (who: string, part: string) =>
      pairNeighbours(rounds, { ours: 'ours', baseline: who }, (taken) => taken.cpuMs[part] ?? Number.NaN);
    const [rate, ms] = [{ unit: 'sales/s' }, { unit: 'ms/sale' }];
    const withoutOutcome = rounds.flatMap(({ ours }) => ours?.withoutOutcome ?? []);
    const queueFigure: Figure = hasQueue
      ? compare(pairPerSecond('queue'), { ...rate, against: 'Q' })
      : { kind: 'absent', why: queue.missing };
    return {
      figures: {
        throughput: compare(pairPerSecond('plain'), { ...rate, against: 'H2', aim: { atLeast: 0.85 } }),
        'throughput-lean': compare(pairPerSecond('lean'), { ...rate, against: 'H2L' }),
        'throughput-queue': queueFigure,
        'worker-cpu': compare(pairCpu('plain', 'worker'), { ...ms, against: 'H2', aim: { atMost: 1.2 } }),
        'worker-cpu-lean': compare(pairCpu('lean', 'worker'), { ...ms, against: 'H2L' }),
        'api-cpu': compare(pairCpu('plain', 'api'), { ...ms, against: 'H2' }),
        'server-cpu': compare(pairCpu('plain', 'server'), { ...ms, against: 'H2' }),
        'sales-without-outcome': toFigure(withoutOutcome.length, {
          unit: 'sales',
          aim: { atMost: 0 },
          ...(withoutOutcome.length > 0 && { note: [...new Set(withoutOutcome)].join('; ') }),
        }),
      },
    };
  },
};

export function createTaker(service: Service, server: number | undefined): Contestant {
  return {
    pids: { worker: service.worker.pid, api: service.api.pid, ...(server && { server }) },
    takeSale: () => service.startSale(service.nextTerminal(), { waitSeconds: 60 }),
  };
}

function createBaselineTaker(
  baseline: Baseline,
  type: 'plainSale' | 'leanSale',
  server: number | undefined,
): Contestant {
  return {
    pids: { worker: baseline.worker.pid, api: baseline.api.pid, ...(server && { server }) },
    takeSale: () => baseline.startAndWait(type, baseline.nextId()),
  };
}

/** All take the same number of sales by turns. */
export async function measureByTurns(
  {
    takers,
    getnet,
    load,
  }: {
    readonly takers: Readonly<Record<string, Contestant>>;
    readonly getnet: GetnetStub;
    readonly load: Load;
  },
  rounds: Rounds,
): Promise<{ readonly rounds: readonly Readonly<Record<string, TurnResult>>[]; readonly seen: Seen }> {
  getnet.callsBack = true;
  getnet.takeSeen();
  try {
    const taken = await alternate(Object.keys(takers), rounds, (who) =>
      takeTurn(takers[who] as Contestant, load),
    );
    return { rounds: taken, seen: getnet.takeSeen() };
  } finally {
    getnet.callsBack = false;
  }
}

async function takeTurn({ takeSale, pids }: Contestant, { sales, inFlight }: Load): Promise<TurnResult> {
  const cpuBefore = Object.entries(pids).map(([name, pid]) => ({ name, pid, ms: cpuMs(pid) }));
  const from = performance.now();
  let left = sales;
  const withoutOutcome: string[] = [];
  const sellUntilNoneLeft = async () => {
    while (left > 0) {
      left -= 1;
      const answer = await takeSale();
      if (!isOutcome(answer)) withoutOutcome.push(describeAnswer(answer));
    }
  };
  await Promise.all(Array.from({ length: inFlight }, sellUntilNoneLeft));
  const seconds = (performance.now() - from) / 1_000;
  const used = cpuBefore.map(({ name, pid, ms }) => [name, (cpuMs(pid) - ms) / sales] as const);
  return { perSecond: sales / seconds, cpuMs: Object.fromEntries(used), withoutOutcome };
}
