import { setTimeout as pause } from 'node:timers/promises';
import { toFigure } from '../measure/compare.js';
import type { Experiment } from './experiment.js';
import { readHistorySize } from './history.js';
import { dispatch, requireOutcome } from './sales.js';

/** The callback never comes, and the first status query of the ladder finds the approval. Shorter times, the same steps. */
export const lostCallback: Experiment = {
  name: 'lost-callback',
  figures: ['lost-callback'],
  run: async (world) => {
    const env = { LIFECYCLE_WINDOW: '2s', LIFECYCLE_LIMIT: '10s', ATTENTION_AFTER: '30s' };
    const service = await world.startService({ name: 'lost', env });
    try {
      const terminal = service.nextTerminal();
      const { id } = await dispatch({ ...terminal, start: () => service.startSale(terminal) }, world.getnet);
      requireOutcome(await service.read(id, 30));
      await pause(500);
      const size = await readHistorySize({ id, serialNumber: terminal.serialNumber }, world.temporal.address);
      return {
        figures: {
          'lost-callback': toFigure(size.events, { unit: 'events', aim: { atMost: 30 } }),
        },
      };
    } finally {
      await service.stop();
    }
  },
};
