import { setTimeout as pause } from 'node:timers/promises';
import type { GetnetStub, ReadCommand } from '../getnet-stub.js';
import { toFigure } from '../measure/compare.js';
import { cpuMs, residentMb } from '../measure/process-table.js';
import { roundFigure } from '../measure/statistics.js';
import type { Point } from '../report/results.js';
import type { Service } from '../service.js';
import type { Experiment, Scale } from './experiment.js';
import { dispatch, isOutcome } from './sales.js';

const IN_FLIGHT = 20;
const WARM_UP_SALES = 40;

/** No status query falls into the measurement: the time to the first one is what is being measured. */
const env = { LIFECYCLE_WINDOW: '1h', LIFECYCLE_LIMIT: '2h', ATTENTION_AFTER: '3h' };

/** Many customers who stand at the terminal: memory, CPU meanwhile, and whether all of them end. */
export const waiting: Experiment = {
  name: 'waiting',
  figures: ['waiting-memory', 'waiting-cpu', 'waiting-unended'],
  run: async (world, scale) => {
    const service = await world.startService({
      name: 'waiting',
      env,
      terminals: scale.waiting + WARM_UP_SALES,
    });
    try {
      return await measure(service, world.getnet, scale);
    } finally {
      await service.stop();
    }
  },
};

async function measure(service: Service, getnet: GetnetStub, { waiting: count, isQuick }: Scale) {
  const { pid } = service.worker;
  const parts = { service, getnet };
  await endSales(parts, await startSales(parts, WARM_UP_SALES));
  await pause(1_000);
  const idleMb = residentMb(pid);
  const memory: Point[] = [[0, roundFigure(idleMb)]];
  const sales = await startSales(parts, count, (started) => {
    if (started % Math.max(Math.round(count / 50), 1) === 0)
      memory.push([started, roundFigure(residentMb(pid))]);
  });
  await pause(2_000);
  const overIdleMb = residentMb(pid) - idleMb;
  const cpuPercent = await measureCpuPercent(pid, isQuick ? 5_000 : 15_000);
  const unended = await endSales(parts, sales);
  const note = `with ${count} waiting`;
  return {
    memory,
    figures: {
      'waiting-memory': toFigure(overIdleMb, {
        unit: 'MB over idle',
        aim: { atMost: 300 },
        note: `${note}; idle: ${Math.round(idleMb)} MB`,
      }),
      'waiting-cpu': toFigure(cpuPercent, { unit: '% of a core', aim: { atMost: 5 }, note }),
      'waiting-unended': toFigure(unended, { unit: 'transactions', aim: { atMost: 0 }, note }),
    },
  };
}

interface Parts {
  readonly service: Service;
  readonly getnet: GetnetStub;
}

interface WaitingSale {
  readonly id: string;
  readonly command: ReadCommand;
}

async function startSales(
  { service, getnet }: Parts,
  count: number,
  onStarted: (started: number) => void = () => undefined,
): Promise<readonly WaitingSale[]> {
  const sales: WaitingSale[] = [];
  let left = count;
  const startUntilNoneLeft = async () => {
    while (left > 0) {
      left -= 1;
      const terminal = service.nextTerminal();
      sales.push(await dispatch({ ...terminal, start: () => service.startSale(terminal) }, getnet));
      onStarted(sales.length);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, startUntilNoneLeft));
  return sales;
}

/** @returns how many did not end. */
async function endSales({ service, getnet }: Parts, sales: readonly WaitingSale[]): Promise<number> {
  const left = [...sales];
  let unended = 0;
  const endUntilNoneLeft = async () => {
    for (let sale = left.pop(); sale; sale = left.pop()) {
      await getnet.callBack(sale.command);
      const answer = await service.read(sale.id, 30);
      if (!isOutcome(answer)) unended += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, endUntilNoneLeft));
  return unended;
}

async function measureCpuPercent(pid: number, forMs: number): Promise<number> {
  const [before, from] = [cpuMs(pid), performance.now()];
  await pause(forMs);
  return ((cpuMs(pid) - before) / (performance.now() - from)) * 100;
}
