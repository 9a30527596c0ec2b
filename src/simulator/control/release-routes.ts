import type { Reply } from '../http/reply.js';
import { json } from '../http/reply.js';
import type { Holdable } from '../operations/holds.js';
import { holdables } from '../operations/holds.js';
import * as check from '../scripts/checks.js';
import type { ControlCall, Route } from './route.js';

const release = check.record({ what: check.listOf(check.oneOf(...holdables)) });

/** Lets go of what a script holds. */
export const releaseRoutes: readonly Route[] = [
  { method: 'POST', path: '/release/*', body: release, run: releaseHeld },
];

function releaseHeld({ world, name, body }: ControlCall): Reply {
  const what = (body.what as readonly Holdable[] | undefined) ?? holdables;
  return json({ released: world.holds.release(name, what) });
}
