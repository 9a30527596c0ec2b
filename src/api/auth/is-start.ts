import type { FastifyRequest } from 'fastify';
import { routeOf } from '../http/request-notes.js';

/** Whether a request asks for a new transaction, judged by the route that was matched. */
export function isStart(request: FastifyRequest): boolean {
  return request.method === 'POST' && routeOf(request) === '/v1/transactions';
}
