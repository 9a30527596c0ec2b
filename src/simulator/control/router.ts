import type { Reply } from '../http/reply.js';
import { parseObject } from '../http/body.js';
import type { World } from '../world.js';
import { accessRoutes } from './access-routes.js';
import { cloudRoutes } from './cloud-routes.js';
import { ledgerRoutes } from './ledger-routes.js';
import { operationRoutes } from './operation-routes.js';
import { pageRoutes } from './page-routes.js';
import { scriptRoutes } from './script-routes.js';
import type { Route } from './route.js';
import { refuse } from './route.js';
import { terminalRoutes } from './terminal-routes.js';

/** Every route of the control plane, paths below `/_sim`. */
export const routes: readonly Route[] = [
  ...pageRoutes,
  ...ledgerRoutes,
  ...terminalRoutes,
  ...accessRoutes,
  ...cloudRoutes,
  ...scriptRoutes,
  ...operationRoutes,
];

export interface ControlRequest {
  readonly world: World;
  readonly method: string;
  readonly url: URL;
  readonly text: string;
}

/** Answers a request below `/_sim`. */
export async function answerControl({ world, method, url, text }: ControlRequest): Promise<Reply> {
  const path = url.pathname.slice('/_sim'.length).replace(/\/$/, '');
  const found = routes.filter((route) => matchPath(route, path) !== undefined);
  const route = found.find((candidate) => candidate.method === method);
  if (!route) {
    const hint = found.map((other) => other.method).join(', ');
    return refuse(hint ? 405 : 404, [
      hint ? `${path} takes ${hint}` : `/_sim${path} is no route of the control plane`,
    ]);
  }
  const body = text === '' ? {} : parseObject(text);
  if (!body) return refuse(400, ['body must be a JSON object']);
  const faults = route.body?.validate(body, '') ?? [];
  if (faults.length > 0) return refuse(400, faults);
  return route.run({ world, name: matchPath(route, path) ?? '', query: url.searchParams, body });
}

/** The open part of a path that this route answers, empty if it has none; undefined if it is another's. */
function matchPath(route: Route, path: string): string | undefined {
  if (!route.path.endsWith('/*')) return route.path === path ? '' : undefined;
  const stem = route.path.slice(0, -1);
  const name = path.startsWith(stem) ? path.slice(stem.length) : '';
  return name === '' || name.includes('/') ? undefined : decode(name);
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
