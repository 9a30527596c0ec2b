import { toFigure } from '../measure/compare.js';
import { arriveOpenLoop } from '../measure/open-loop.js';
import { median, quantile, roundFigure } from '../measure/statistics.js';
import type { Part } from '../parts.js';
import type { Service } from '../service.js';
import type { World } from '../world.js';
import type { Experiment } from './experiment.js';
import { dispatch, requireOutcome } from './sales.js';

const WAITING = 30;
const CALLBACKS_PER_SECOND = 15;

/** One of two workers dies by `kill -9` while transactions wait, and the callbacks come at once: until each is final. */
export const workerDeath: Experiment = {
  name: 'worker-death',
  figures: ['worker-death'],
  run: async (world, { isQuick }) => {
    const service = await world.startService({ name: 'death' });
    const taken: number[] = [];
    const dying = [service.worker, await service.startWorker()];
    const kills = isQuick ? 1 : 5;
    try {
      await measureRoundMs(world, service, { seed: 1, kill: () => Promise.resolve() });
      for (let kill = 0; kill < kills; kill += 1) {
        const victim = dying.shift() as Part;
        const times = await measureRoundMs(world, service, { seed: 2 + kill, kill: () => victim.kill() });
        taken.push(...times);
        dying.push(await service.startWorker());
      }
    } finally {
      await service.stop();
    }
    return {
      figures: {
        'worker-death': toFigure(quantile(taken, 0.99) / 1_000, {
          unit: 's, p99',
          aim: { atMost: 3 },
          note: `median ${roundFigure(median(taken) / 1_000)} s; ${taken.length} transactions, ${kills} kills`,
        }),
      },
    };
  },
};

/** Measures the time from each callback to its outcome. */
async function measureRoundMs(
  { getnet }: World,
  service: Service,
  { seed, kill }: { readonly seed: number; readonly kill: () => Promise<void> },
): Promise<readonly number[]> {
  const start = () => {
    const terminal = service.nextTerminal();
    return dispatch({ ...terminal, start: () => service.startSale(terminal) }, getnet);
  };
  const sales = await arriveOpenLoop({ count: WAITING, perSecond: CALLBACKS_PER_SECOND, seed }, start);
  await kill();
  return arriveOpenLoop({ count: WAITING, perSecond: CALLBACKS_PER_SECOND, seed }, async (index) => {
    const { id, command } = sales[index] as (typeof sales)[number];
    const from = performance.now();
    await getnet.callBack(command);
    requireOutcome(await service.read(id, 30));
    return performance.now() - from;
  });
}
