import { jsonReply } from '../http/reply.js';
import type { Reply } from '../http/reply.js';
import { holdableParts } from '../operations/holds.js';
import type { HoldablePart } from '../operations/holds.js';
import * as check from '../scripts/checks.js';
import { match, script } from '../scripts/fields.js';
import type { Match, QueuedScript } from '../scripts/script-queue.js';
import type { Script } from '../scripts/script.js';
import { refuse } from './route.js';
import type { ControlCall, Route } from './route.js';

const scriptBody = check.record({ match, times: check.count, script }, ['script']);

const release = check.record({ what: check.list(check.oneOf(...holdableParts)) });

/** The scripts that wait for their sale or login, and the release of what a script holds. */
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
  { method: 'POST', path: '/release/*', body: release, run: releaseHeld },
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
function renderScript({ match: whom, timesLeft, script }: QueuedScript): object {
  const { url, ...callback } = script.callback ?? {};
  const hidden = url === undefined ? callback : { ...callback, url: '(set)' };
  return { match: whom, timesLeft, script: script.callback ? { ...script, callback: hidden } : script };
}

function releaseHeld({ world, name, body }: ControlCall): Reply {
  const what = (body.what as readonly HoldablePart[] | undefined) ?? holdableParts;
  return jsonReply({ released: world.holds.release(name, what) });
}
