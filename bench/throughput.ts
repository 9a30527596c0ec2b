import { cpuMs } from './cpu.js';
import { compare } from './figures.js';
import type { GetnetStub, Seen } from './getnet-stub.js';
import type { Answer } from './http.js';
import { isOutcome } from './latency.js';
import type { Part } from './parts.js';

/** Who takes sales, each answered with its outcome. */
export interface Taker {
  takeSale(): Promise<Answer>;
  readonly worker: Part;
}

export interface Load {
  /** Sales of one turn. */
  readonly sales: number;
  readonly inFlight: number;
  readonly turns: number;
}

interface Turn {
  readonly perSecond: number;
  readonly workerCpuMs: number;
  /** Sales that were not final when their request gave up: on an overloaded machine a dispatch may be taken for lost. */
  readonly withoutOutcome: number;
}

/** Both take the same number of sales by turns, ours first in every other one; the first turn of each is not counted. */
export async function measureThroughput(
  { ours, baseline, getnet }: { readonly ours: Taker; readonly baseline: Taker; readonly getnet: GetnetStub },
  load: Load,
) {
  const taken: { ours: Turn; baseline: Turn }[] = [];
  const seen: Seen[] = [];
  getnet.callsBack = true;
  getnet.takeSeen();
  for (let turn = -1; turn < load.turns; turn += 1) {
    const order = turn % 2 === 0 ? (['ours', 'baseline'] as const) : (['baseline', 'ours'] as const);
    const one: Partial<Record<'ours' | 'baseline', Turn>> = {};
    for (const who of order) one[who] = await takeTurn(who === 'ours' ? ours : baseline, load);
    if (turn >= 0) taken.push(one as { ours: Turn; baseline: Turn });
    seen.push(getnet.takeSeen());
  }
  getnet.callsBack = false;
  const of = (who: 'ours' | 'baseline', name: keyof Turn) => taken.map((turn) => turn[who][name]);
  return {
    perSecond: compare(of('ours', 'perSecond'), of('baseline', 'perSecond')),
    workerCpuMs: compare(of('ours', 'workerCpuMs'), of('baseline', 'workerCpuMs')),
    seen: sumOf(seen),
    withoutOutcome: {
      ours: total(of('ours', 'withoutOutcome')),
      baseline: total(of('baseline', 'withoutOutcome')),
    },
  };
}

async function takeTurn({ takeSale, worker }: Taker, { sales, inFlight }: Load): Promise<Turn> {
  const cpuBefore = cpuMs(worker.pid);
  const from = performance.now();
  let left = sales;
  let withoutOutcome = 0;
  const till = async () => {
    while (left > 0) {
      left -= 1;
      if (!isOutcome(await takeSale())) withoutOutcome += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, till));
  const seconds = (performance.now() - from) / 1_000;
  const workerCpuMs = (cpuMs(worker.pid) - cpuBefore) / sales;
  return { perSecond: sales / seconds, workerCpuMs, withoutOutcome };
}

function sumOf(all: readonly Seen[]): Seen {
  const add = (name: keyof Seen) => total(all.map((seen) => seen[name]));
  return {
    commands: add('commands'),
    statusQueries: add('statusQueries'),
    refusedCallbacks: add('refusedCallbacks'),
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
