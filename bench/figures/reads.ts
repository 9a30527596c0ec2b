import { randomUUID } from 'node:crypto';
import { alternate } from '../measure/alternate.js';
import { compare, pairNeighbours } from '../measure/compare.js';
import type { Answer } from '../measure/http.js';
import { median } from '../measure/statistics.js';
import type { World } from '../world.js';
import type { Experiment } from './experiment.js';
import { dispatch, requireOutcome } from './sales.js';

const operations = ['busy', 'repeat', 'read', 'describe'] as const;
type Operation = (typeof operations)[number];

/** What is answered without a new run, against a bare Nest route that describes a workflow. */
export const reads: Experiment = {
  name: 'reads',
  figures: ['busy', 'repeat', 'read'],
  run: async (world, { isQuick }) => {
    const acts = await prepare(world);
    const times = isQuick ? 20 : 40;
    const rounds = await alternate<Operation, number>(
      operations,
      isQuick ? { warmUp: 2, counted: 2 } : { warmUp: 3, counted: 8 },
      (operation) => timeMedian(acts[operation], times),
    );
    const compareWithDescribe = (ours: Operation) =>
      compare(
        pairNeighbours(rounds, { ours, baseline: 'describe' }, (ms) => ms),
        { unit: 'ms', against: 'describe', aim: { atMost: 2 } },
      );
    return {
      figures: {
        busy: compareWithDescribe('busy'),
        repeat: compareWithDescribe('repeat'),
        read: compareWithDescribe('read'),
      },
    };
  },
};

async function prepare(world: World): Promise<Record<Operation, () => Promise<unknown>>> {
  const [service, baseline] = await Promise.all([world.service(), world.baseline()]);
  const { getnet } = world;
  const [free, busy, key] = [service.nextTerminal(), service.nextTerminal(), randomUUID()];
  const sale = { ...free, start: () => service.startSale(free, { key }) };
  const { command, id } = await dispatch(sale, getnet);
  await getnet.callBack(command);
  requireOutcome(await service.read(id, 20));
  await dispatch({ ...busy, start: () => service.startSale(busy) }, getnet);
  const plainId = baseline.nextId();
  await baseline.start('bare', plainId);
  await baseline.read(plainId);
  return {
    busy: async () => requireStatus(await service.startSale(busy), 409),
    repeat: async () => requireOutcome(await service.startSale(free, { key })),
    read: async () => requireOutcome(await service.read(id)),
    describe: async () => requireStatus(await baseline.describe(plainId), 200),
  };
}

function requireStatus({ status, body }: Answer, expected: number): void {
  if (status !== expected) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`);
}

async function timeMedian(act: () => Promise<unknown>, times: number): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const from = performance.now();
    await act();
    taken.push(performance.now() - from);
  }
  return median(taken);
}
