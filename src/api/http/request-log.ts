import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../../config/logger.js';
import { notesOf } from './request-notes.js';

/** One line a request. The address is given as the route: a callback's own address is a secret. */
export function logRequest(log: Log, request: FastifyRequest, reply: FastifyReply): void {
  const facts = {
    requestId: request.id,
    method: request.method,
    route: routeOf(request),
    status: reply.statusCode,
    milliseconds: Math.round(reply.elapsedTime * 10) / 10,
    ...notesOf(request),
  };
  log.info(facts, 'request');
}

/** @returns the route that was matched, for logs and metrics; never the address itself. */
export function routeOf({ routeOptions }: FastifyRequest): string {
  return routeOptions.url ?? 'none';
}
