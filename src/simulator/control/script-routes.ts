import type { Reply } from '../http/reply.js';
import { json } from '../http/reply.js';
import * as check from '../scripts/checks.js';
import { match, script } from '../scripts/fields.js';
import type { Script } from '../scripts/script.js';
import type { Match, Rule } from '../scripts/shelf.js';
import type { ControlCall, Route } from './route.js';
import { refuse } from './route.js';

const rule = check.record({ match, times: check.count, script }, ['script']);

/** The scripts that wait for their sale or login. */
export const scriptRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/scripts',
    run: ({ world }) => json({ items: world.scripts.rules.map(shown) }),
  },
  { method: 'POST', path: '/scripts', body: rule, run: add },
  {
    method: 'DELETE',
    path: '/scripts',
    run: ({ world }) => {
      world.scripts.clear();
      return json({ items: [] });
    },
  },
];

function add({ world, body }: ControlCall): Reply {
  const told = body as { match?: Match; times?: number; script: Script };
  if (told.script.auth !== undefined && Object.keys(told.script).length > 1) {
    return refuse(400, ['script.auth is for a login: put the other fields into a script of their own']);
  }
  if (told.times === 0) return refuse(400, ['times must be 1 or more']);
  world.scripts.add(told.match ?? {}, told.script, told.times ?? 1);
  return json({ waiting: world.scripts.rules.length }, 201);
}

// A forged callback address may hold somebody's token.
function shown({ match: whom, timesLeft, script: told }: Rule): object {
  const { url, ...callback } = told.callback ?? {};
  const hidden = url === undefined ? callback : { ...callback, url: '(set)' };
  return { match: whom, timesLeft, script: told.callback ? { ...told, callback: hidden } : told };
}
