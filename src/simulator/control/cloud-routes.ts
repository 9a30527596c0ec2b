import type { Manner } from '../cloud/manner.js';
import { posdataWords } from '../cloud/manner.js';
import { durationOr } from '../durations.js';
import type { ConnectionAction } from '../http/connections.js';
import { connectionActions } from '../http/connections.js';
import { json } from '../http/reply.js';
import * as check from '../scripts/checks.js';
import { dressFields } from '../scripts/fields.js';
import type { Route } from './route.js';

const manner = check.record({
  ...dressFields,
  ...{ oneToken: check.flag, wrongIds: check.text, posdata: check.listOf(check.oneOf(...posdataWords)) },
});
const connections = check.record({ action: check.oneOf(...connectionActions), for: check.duration }, [
  'action',
]);

const usualRefusal = 1_000;

/** How the whole cloud behaves, and what becomes of the connections to it. */
export const cloudRoutes: readonly Route[] = [
  {
    method: 'PATCH',
    path: '/cloud',
    body: manner,
    run: ({ world, body }) => {
      world.manners.change(body as Manner);
      return json(world.manners.current);
    },
  },
  {
    method: 'POST',
    path: '/connections',
    body: connections,
    run: ({ world, body }) => {
      const duration = durationOr(body.for as string | undefined, usualRefusal);
      return json({ ended: world.connections.end(body.action as ConnectionAction, duration) });
    },
  },
];
