import { alternate } from '../measure/alternate.js';
import { compare, pairNeighbours } from '../measure/compare.js';
import { arriveOpenLoop } from '../measure/open-loop.js';
import { median, quantile, rounded } from '../measure/statistics.js';
import type { Distribution } from '../report/results.js';
import type { World } from '../world.js';
import type { Experiment, Scale } from './experiment.js';
import { baselineTill, createServiceTill, timeDispatch, timeSale } from './sales.js';
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
    const figure = (baseline: 'bare' | 'plain' | 'lean', name: keyof SaleTimes) =>
      pairNeighbours(rounds, { ours: 'ours', baseline }, takeMedian(name));
    const all = (who: Contestant) => rounds.flatMap((round) => round[who]);
    return {
      figures: {
        dispatch: compare(figure('bare', 'toDispatchMs'), { unit: 'ms', against: 'H', aim: { atMost: 1.4 } }),
        final: compare(figure('plain', 'toFinalMs'), { unit: 'ms', against: 'H2', aim: { atMost: 1.1 } }),
        'final-lean': compare(figure('lean', 'toFinalMs'), { unit: 'ms', against: 'H2L' }),
      },
      distributions: [
        buildDistribution('dispatch, ours', all('ours'), 'toDispatchMs'),
        buildDistribution('dispatch, H', all('bare'), 'toDispatchMs'),
        buildDistribution('final, ours', all('ours'), 'toFinalMs'),
        buildDistribution('final, H2', all('plain'), 'toFinalMs'),
        buildDistribution('final, H2L', all('lean'), 'toFinalMs'),
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
    bare: () => timeDispatch(baselineTill(baseline, 'bare'), getnet),
    plain: () => timeSale(baselineTill(baseline, 'plainSale'), getnet),
    lean: () => timeSale(baselineTill(baseline, 'leanSale'), getnet),
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
  return { name, unit: 'ms', shares, values: shares.map((share) => rounded(quantile(values, share))) };
}
