import type { CloudBehaviour } from '../cloud/behaviour.js';
import { posdataVariants } from '../cloud/behaviour.js';
import { durationOr } from '../settings.js';
import type { ConnectionAction } from '../http/connections.js';
import { connectionActions } from '../http/connections.js';
import { jsonReply } from '../http/reply.js';
import * as check from '../scripts/checks.js';
import { encodingFields } from '../scripts/fields.js';
import type { Route } from './route.js';

const behaviour = check.record({
  ...encodingFields,
  oneToken: check.flag,
  wrongIds: check.text,
  posdata: check.list(check.oneOf(...posdataVariants)),
});
const connections = check.record({ action: check.oneOf(...connectionActions), for: check.duration }, [
  'action',
]);

const defaultRefusalMs = 1_000;

/** How the whole cloud behaves, and what becomes of the connections to it. */
export const cloudRoutes: readonly Route[] = [
  {
    method: 'PATCH',
    path: '/cloud',
    body: behaviour,
    run: ({ world, body }) => {
      world.behaviour.change(body as CloudBehaviour);
      return jsonReply(world.behaviour.current);
    },
  },
  {
    method: 'POST',
    path: '/connections',
    body: connections,
    run: ({ world, body }) => {
      const durationMs = durationOr(body.for as string | undefined, defaultRefusalMs);
      return jsonReply({ ended: world.connections.end(body.action as ConnectionAction, durationMs) });
    },
  },
];
