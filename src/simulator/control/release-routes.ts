import type { Reply } from '../http/reply.js';
import { jsonReply } from '../http/reply.js';
import type { HoldablePart } from '../operations/holds.js';
import { holdableParts } from '../operations/holds.js';
import * as check from '../scripts/checks.js';
import type { ControlCall, Route } from './route.js';

const release = check.record({ what: check.list(check.oneOf(...holdableParts)) });

/** Lets go of what a script holds. */
export const releaseRoutes: readonly Route[] = [
  { method: 'POST', path: '/release/*', body: release, run: releaseHeld },
];

function releaseHeld({ world, name, body }: ControlCall): Reply {
  const what = (body.what as readonly HoldablePart[] | undefined) ?? holdableParts;
  return jsonReply({ released: world.holds.release(name, what) });
}
