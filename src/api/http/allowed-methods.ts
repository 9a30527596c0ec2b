import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { notFoundProblem, problem, withHeaders } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';

interface KnownRoute {
  readonly method: string;
  readonly segments: readonly string[];
}

/** Which methods an address has: the routes as the router knows them, whatever they do. */
export class AllowedMethods {
  private readonly routes: KnownRoute[] = [];

  /** To be called before the routes are added. */
  watch(instance: FastifyInstance): void {
    instance.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) this.routes.push({ method: one, segments: splitPath(url) });
    });
  }

  /** @param address with or without a query. @returns none for an address that names nothing. */
  find(address: string): readonly string[] {
    const segments = splitPath(address);
    const methods = this.routes.filter((route) => isMatch(route, segments)).map(({ method }) => method);
    return methods.length === 0 ? [] : [...new Set([...methods, 'OPTIONS'])].toSorted();
  }
}

function splitPath(address: string): readonly string[] {
  const [path = ''] = address.split('?');
  return path.split('/').map(decode);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function isMatch({ segments }: KnownRoute, asked: readonly string[]): boolean {
  if (segments.length !== asked.length || segments.includes('*')) return false;
  return segments.every((one, place) => (one.startsWith(':') ? asked[place] !== '' : one === asked[place]));
}

/**
 * Answers a request whose address is known and whose method is not: after its caller is known where it takes one, so that a
 * stranger learns nothing, and before its body is read.
 *
 * @returns whether the request was answered: `OPTIONS` is.
 * @throws Problem `method-not-allowed`; `not-found` for an address that names nothing
 */
export function answerOtherMethod(
  known: AllowedMethods,
  { is404, method, url }: FastifyRequest,
  reply: FastifyReply,
): boolean {
  if (!is404) return false;
  const allowed = known.find(url);
  if (allowed.length === 0) throw notFoundProblem();
  if (method !== 'OPTIONS') throw refuseMethod(allowed);
  void reply.code(204).header('allow', allowed.join(', ')).send();
  return true;
}

/** The answer to a method that an address does not have. */
export function refuseMethod(allowed: readonly string[]): Problem {
  const allow = allowed.join(', ');
  const detail = `This address takes ${allow}. Nothing was read or started.`;
  return withHeaders(problem('method-not-allowed', detail), { allow });
}
