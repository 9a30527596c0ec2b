import { findFreePorts } from '../../src/dev/processes/ports.js';
import { findProgramPath } from '../baseline.js';
import { alternate } from '../measure/alternate.js';
import { compare, pairNeighbours } from '../measure/compare.js';
import { startPart } from '../parts.js';
import type { Part } from '../parts.js';
import type { Experiment } from './experiment.js';

/** From the start of the process until it says that it is ready. */
export const apiStart: Experiment = {
  name: 'api-start',
  figures: ['api-start'],
  run: async ({ service: getService, folder }, { isQuick }) => {
    const service = await getService();
    const starts = {
      ours: async () => (await service.startApi()).api,
      empty: () => startEmptyApi(folder),
    };
    const rounds = await alternate<keyof typeof starts, number>(
      ['ours', 'empty'],
      isQuick ? { warmUp: 1, counted: 2 } : { warmUp: 1, counted: 8 },
      (who) => timeStart(starts[who]),
    );
    const pairs = pairNeighbours(rounds, { ours: 'ours', baseline: 'empty' }, (ms) => ms);
    return {
      figures: {
        'api-start': compare(pairs, { unit: 'ms', against: 'an empty Nest app', aim: { atMost: 1.6 } }),
      },
    };
  },
};

async function timeStart(start: () => Promise<Part>): Promise<number> {
  const from = performance.now();
  const part = await start();
  const tookMs = performance.now() - from;
  await part.stop();
  return tookMs;
}

async function startEmptyApi(folder: string): Promise<Part> {
  const [port = 0] = await findFreePorts(1);
  return startPart({
    folder,
    name: 'empty-api',
    port,
    ready: '/health/ready',
    script: findProgramPath('empty-api'),
    env: { PORT: String(port) },
  });
}
