import { jsonReply } from '../http/reply.js';
import { readTruth, readBaseTruth } from '../operations/truth.js';
import type { Route } from './route.js';
import { readQuery, refuse } from './route.js';

/** What happened, and what is true of it. */
export const ledgerRoutes: readonly Route[] = [
  { method: 'GET', path: '/health', run: () => jsonReply({ status: 'ok' }) },
  {
    method: 'GET',
    path: '/ledger',
    run: (call) => {
      const limit = readQuery(call, 'limit');
      const [customId, serialNumber] = [readQuery(call, 'customId'), readQuery(call, 'serialNumber')];
      return jsonReply(
        call.world.ledger.read({
          ...(customId === undefined ? {} : { customId }),
          ...(serialNumber === undefined ? {} : { serialNumber }),
          ...(limit === undefined ? {} : { limit: Number(limit) || 0 }),
        }),
      );
    },
  },
  {
    method: 'GET',
    path: '/truth',
    run: (call) => {
      const baseId = readQuery(call, 'baseId');
      return baseId
        ? jsonReply(readBaseTruth(call.world.operations, baseId))
        : refuse(400, ['baseId is missing']);
    },
  },
  { method: 'GET', path: '/truth/*', run: ({ world, name }) => jsonReply(readTruth(world.operations, name)) },
  {
    method: 'POST',
    path: '/reset',
    run: ({ world }) => {
      world.reset();
      return jsonReply({ reset: true });
    },
  },
];
