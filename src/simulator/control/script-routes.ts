import type { Reply } from '../http/reply.js';
import { jsonReply } from '../http/reply.js';
import * as check from '../scripts/checks.js';
import { match, script } from '../scripts/fields.js';
import type { Script } from '../scripts/script.js';
import type { Match, QueuedScript } from '../scripts/shelf.js';
import type { ControlCall, Route } from './route.js';
import { refuse } from './route.js';

const scriptBody = check.record({ match, times: check.count, script }, ['script']);

/** The scripts that wait for their sale or login. */
export const scriptRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/scripts',
    run: ({ world }) => jsonReply({ items: world.scripts.items.map(renderScript) }),
  },
  { method: 'POST', path: '/scripts', body: scriptBody, run: addScript },
  {
    method: 'DELETE',
    path: '/scripts',
    run: ({ world }) => {
      world.scripts.clear();
      return jsonReply({ items: [] });
    },
  },
];

function addScript({ world, body }: ControlCall): Reply {
  const request = body as { match?: Match; times?: number; script: Script };
  if (request.script.auth !== undefined && Object.keys(request.script).length > 1) {
    return refuse(400, ['script.auth is for a login: put the other fields into a script of their own']);
  }
  if (request.times === 0) return refuse(400, ['times must be 1 or more']);
  world.scripts.add(request.match ?? {}, request.script, request.times ?? 1);
  return jsonReply({ waiting: world.scripts.items.length }, 201);
}

// A forged callback address may hold somebody's token.
function renderScript({ match: whom, timesLeft, script: told }: QueuedScript): object {
  const { url, ...callback } = told.callback ?? {};
  const hidden = url === undefined ? callback : { ...callback, url: '(set)' };
  return { match: whom, timesLeft, script: told.callback ? { ...told, callback: hidden } : told };
}
