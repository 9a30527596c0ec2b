import type { Reply } from '../http/reply.js';
import { jsonReply } from '../http/reply.js';
import type { JsonObject } from '../http/body.js';
import type { Check } from '../scripts/checks.js';
import type { World } from '../world.js';

/** A request to the control plane. */
export interface ControlCall {
  readonly world: World;
  /** The part of the path that the route leaves open, decoded. */
  readonly name: string;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
}

/** One route below `/_sim`; a `path` that ends in `/*` leaves its last part open. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** What its body may hold; none: the body is not looked at. */
  readonly body?: Check;
  run(call: ControlCall): Reply | Promise<Reply>;
}

/** A refusal of the control plane. */
export function refuse(status: number, errors: readonly string[]): Reply {
  return jsonReply({ errors }, status);
}

/** Undefined for a query parameter that is absent or empty. */
export function readQuery(call: ControlCall, name: string): string | undefined {
  return call.query.get(name) || undefined;
}
