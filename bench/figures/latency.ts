import { alternate } from '../measure/alternate.js';
import { compare, pairNeighbours } from '../measure/compare.js';
import { arriveOpenLoop } from '../measure/open-loop.js';
import { median, quantile, roundFigure } from '../measure/statistics.js';
import type { Distribution } from '../report/results.js';
import type { World } from '../world.js';
import type { Experiment, Scale } from './experiment.js';
import { createBaselineTill, createServiceTill, timeDispatch, timeSale } from './sales.js';
import type { SaleTimes } from './sales.js';

const PER_SECOND = 3;
const shares = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

/** How long a sale takes while others arrive by chance: from the request to Getnet, and from the callback to the outcome. */
export const latency: Experiment = {
  name: 'latency',
  figures: ['dispatch', 'final', 'final-lean'],
  run: async (world, scale) => {
    const rounds = await measureRounds(world, scale);
    const takeMedian = (name: keyof SaleTimes) => (times: readonly SaleTimes[]) =>
      median(times.map((one) => one[name]));
    const pairTimes = (baseline: 'bare' | 'plain' | 'lean', name: keyof SaleTimes) =>
      pairNeighbours(rounds, { ours: 'ours', baseline }, takeMedian(name));
    const listTimes = (who: Contestant) => rounds.flatMap((round) => round[who]);
    return {
      figures: {
        dispatch: compare(pairTimes('bare', 'toDispatchMs'), {
          unit: 'ms',
          against: 'H',
          aim: { atMost: 1.4 },
        }),
        final: compare(pairTimes('plain', 'toFinalMs'), { unit: 'ms', against: 'H2', aim: { atMost: 1.1 } }),
        'final-lean': compare(pairTimes('lean', 'toFinalMs'), { unit: 'ms', against: 'H2L' }),
      },
      distributions: [
        buildDistribution('dispatch, ours', listTimes('ours'), 'toDispatchMs'),
        buildDistribution('dispatch, H', listTimes('bare'), 'toDispatchMs'),
        buildDistribution('final, ours', listTimes('ours'), 'toFinalMs'),
        buildDistribution('final, H2', listTimes('plain'), 'toFinalMs'),
        buildDistribution('final, H2L', listTimes('lean'), 'toFinalMs'),
      ],
    };
  },
};

type Contestant = 'ours' | 'bare' | 'plain' | 'lean';

async function measureRounds(world: World, { isQuick }: Scale) {
  const [service, baseline] = await Promise.all([world.service(), world.baseline()]);
  const { getnet } = world;
  const takes: Record<Contestant, () => Promise<SaleTimes>> = {
    ours: () => timeSale(createServiceTill(service), getnet),
    bare: () => timeDispatch(createBaselineTill(baseline, 'bare'), getnet),
    plain: () => timeSale(createBaselineTill(baseline, 'plainSale'), getnet),
    lean: () => timeSale(createBaselineTill(baseline, 'leanSale'), getnet),
  };
  const rounds = isQuick ? { warmUp: 1, counted: 2 } : { warmUp: 1, counted: 7 };
  return alternate<Contestant, readonly SaleTimes[]>(
    ['ours', 'bare', 'plain', 'lean'],
    rounds,
    (who, round) =>
      arriveOpenLoop({ count: 12, perSecond: PER_SECOND, seed: 1_000 + round }, () => takes[who]()),
  );
}

function buildDistribution(name: string, times: readonly SaleTimes[], which: keyof SaleTimes): Distribution {
  const values = times.map((one) => one[which]);
  return { name, unit: 'ms', shares, values: shares.map((share) => roundFigure(quantile(values, share))) };
}
