import { compare, pairNeighbours } from '../measure/compare.js';
import { startService } from '../service.js';
import type { Experiment } from './experiment.js';
import { measureByTurns, createTaker } from './throughput.js';

/** `npm start` keeps its runs in a file; what that costs against memory alone. */
export const databaseFile: Experiment = {
  name: 'database-file',
  figures: ['database-file'],
  run: async (world, { isQuick }) => {
    const memory = await world.service();
    const onFile = await world.startTemporalOnFile();
    const where = { folder: world.folder, getnet: world.getnet.baseUrl, temporalAddress: onFile.address };
    const file = world.keep(await startService({ ...where, name: 'file' }));
    const { rounds } = await measureByTurns(
      {
        takers: { file: createTaker(file, onFile.pid), memory: createTaker(memory, world.temporal.pid) },
        getnet: world.getnet,
        load: { sales: 40, inFlight: 20 },
      },
      isQuick ? { warmUp: 1, counted: 1 } : { warmUp: 1, counted: 6 },
    );
    await file.stop();
    await onFile.stop();
    const pairs = pairNeighbours(rounds, { ours: 'file', baseline: 'memory' }, ({ perSecond }) => perSecond);
    return {
      figures: {
        'database-file': compare(pairs, { unit: 'sales/s', against: 'memory', aim: { atLeast: 0.85 } }),
      },
    };
  },
};
