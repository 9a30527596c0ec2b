import type { FastifyRequest } from 'fastify';
import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Caller, Merchants } from '../../config/merchants/merchants.js';
import { addNotes } from '../http/request-notes.js';
import { problem, withHeaders } from '../problems/problem.js';
import type { Problem } from '../problems/problem.js';

/** Who sent a request, and a look at whom its key speaks for by the merchants file of now. */
interface Authenticated {
  readonly caller: Caller;
  findNow(): Caller | undefined;
}

const authenticated = new WeakMap<FastifyRequest, Authenticated>();
const BEARER = /^Bearer +([\x21-\x7e]{1,512})$/i;

/** Everything under `/v1` takes an API key; judged by the route that was matched, not by how its address was spelt. */
export function needsCaller({ routeOptions, url }: FastifyRequest): boolean {
  return (routeOptions.url ?? url).startsWith('/v1');
}

/**
 * Runs before the body is read: a stranger's body is not looked at.
 *
 * @throws Problem `unauthorized`; `merchant-misconfigured`
 */
export function authenticate(request: FastifyRequest, merchants: Merchants): void {
  const [, presented] = BEARER.exec(request.headers.authorization ?? '') ?? [];
  if (presented === undefined) throw unauthorizedProblem();
  const caller = merchants.findByApiKey(presented);
  if (caller === undefined) throw unknownApiKeyProblem(request, presented, merchants);
  authenticated.set(request, { caller, findNow: () => merchants.findByApiKey(presented) });
  addNotes(request, { merchant: caller.merchant, apiKeyId: caller.keyId });
}

/** Whether the API key of a request no longer speaks for the merchant that it spoke for. */
export function hasLostKey(request: FastifyRequest): boolean {
  const known = authenticated.get(request);
  return known !== undefined && known.findNow()?.merchant !== known.caller.merchant;
}

/** Who sent the request, or undefined where nobody has to say. */
export function findCaller(request: FastifyRequest): Caller | undefined {
  return authenticated.get(request)?.caller;
}

/** @throws Problem `unauthorized` */
export function requireCaller(request: FastifyRequest): Caller {
  const caller = findCaller(request);
  if (caller === undefined) throw unauthorizedProblem();
  return caller;
}

function unknownApiKeyProblem(request: FastifyRequest, presented: string, merchants: Merchants): Problem {
  const stopped = merchants.findStopped(presented);
  if (stopped === undefined) return unauthorizedProblem();
  addNotes(request, { merchant: stopped.id });
  return problem(
    'merchant-misconfigured',
    'The configuration of this merchant has a fault, which the log of the service names. Nothing was started by this request. ' +
      'Have the merchants file corrected, which takes effect without a restart, and repeat with the same key.',
  );
}

function unauthorizedProblem(): Problem {
  const detail =
    'Send the header "Authorization: Bearer" followed by an API key of this service. Nothing was started.';
  return withHeaders(problem('unauthorized', detail), { 'www-authenticate': 'Bearer' });
}

/** The merchant's key that sent the request. */
export const FromCaller = createParamDecorator((_: unknown, context: ExecutionContext) =>
  requireCaller(context.switchToHttp().getRequest<FastifyRequest>()),
);
