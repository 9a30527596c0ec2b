import { json } from '../http/reply.js';
import { truthOf, truthOfBase } from '../operations/truth.js';
import type { Route } from './route.js';
import { asked, refuse } from './route.js';

/** What happened, and what is true of it. */
export const ledgerRoutes: readonly Route[] = [
  { method: 'GET', path: '/health', run: () => json({ status: 'ok' }) },
  {
    method: 'GET',
    path: '/ledger',
    run: (call) => {
      const limit = asked(call, 'limit');
      const [customId, serialNumber] = [asked(call, 'customId'), asked(call, 'serialNumber')];
      return json(
        call.world.ledger.view({
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
      const baseId = asked(call, 'baseId');
      return baseId ? json(truthOfBase(call.world.operations, baseId)) : refuse(400, ['baseId is missing']);
    },
  },
  { method: 'GET', path: '/truth/*', run: ({ world, name }) => json(truthOf(world.operations, name)) },
  {
    method: 'POST',
    path: '/reset',
    run: ({ world }) => {
      world.reset();
      return json({ reset: true });
    },
  },
];
