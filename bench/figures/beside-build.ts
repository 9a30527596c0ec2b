import { alternate } from '../measure/alternate.js';
import { compare, pairNeighbours } from '../measure/compare.js';
import { arriveOpenLoop } from '../measure/open-loop.js';
import { median } from '../measure/statistics.js';
import type { Experiment } from './experiment.js';
import { createServiceTill, timeSale } from './sales.js';
import type { SaleTimes } from './sales.js';
import { measureByTurns, createTaker } from './throughput.js';

/** What a change has gained: the present build and another one by turns. */
export const besideBuild: Experiment = {
  name: 'beside',
  figures: [
    'beside-dispatch',
    'beside-final',
    'beside-throughput',
    'beside-worker-cpu',
    'beside-api-cpu',
    'beside-server-cpu',
  ],
  run: async (world, { beside = 'dist', isQuick }) => {
    const [present, other] = [
      await world.service(),
      await world.startService({ name: 'other', build: beside }),
    ];
    const services = { present, other };
    const times = await alternate<keyof typeof services, readonly SaleTimes[]>(
      ['present', 'other'],
      isQuick ? { warmUp: 1, counted: 4 } : { warmUp: 2, counted: 12 },
      (which, round) =>
        arriveOpenLoop({ count: 12, perSecond: 3, seed: round + 100 }, () =>
          timeSale(createServiceTill(services[which]), world.getnet),
        ),
    );
    const server = world.temporal.pid;
    const { rounds } = await measureByTurns(
      {
        takers: { present: createTaker(present, server), other: createTaker(other, server) },
        getnet: world.getnet,
        load: { sales: 100, inFlight: 50 },
      },
      isQuick ? { warmUp: 1, counted: 4 } : { warmUp: 1, counted: 8 },
    );
    const names = { ours: 'present', baseline: 'other' } as const;
    const compareLatency = (name: keyof SaleTimes) =>
      compare(
        pairNeighbours(times, names, (all) => median(all.map((one) => one[name]))),
        { unit: 'ms', against: 'other' },
      );
    const compareCpu = (part: string) =>
      compare(
        pairNeighbours(rounds, names, (taken) => taken.cpuMs[part] ?? Number.NaN),
        { unit: 'ms/sale', against: 'other' },
      );
    return {
      figures: {
        'beside-dispatch': compareLatency('toDispatchMs'),
        'beside-final': compareLatency('toFinalMs'),
        'beside-throughput': compare(
          pairNeighbours(rounds, names, ({ perSecond }) => perSecond),
          { unit: 'sales/s', against: 'other' },
        ),
        'beside-worker-cpu': compareCpu('worker'),
        'beside-api-cpu': compareCpu('api'),
        'beside-server-cpu': compareCpu('server'),
      },
    };
  },
};
