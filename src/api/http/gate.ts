import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../../config/logger.js';
import type { Merchants } from '../../config/merchants.js';
import { authenticate, needsCaller } from '../auth/authenticate.js';
import type { CallbackGate } from '../callbacks/callback-gate.js';
import type { Metrics } from '../metrics/metrics.js';
import { CALLBACK_LIMIT, CALLBACK_ROUTE } from './limits.js';
import { logRequest, routeOf } from './request-log.js';

/** What every request passes, in this order, before its body is read. */
export interface Gate {
  readonly merchants: Merchants;
  readonly callbacks: CallbackGate;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Whether the process is to end. */
  readonly isLeaving: () => boolean;
}

/** Puts the gate before every route of the instance; to be called before routes are added. */
export function guard(instance: FastifyInstance, gate: Gate): void {
  instance.addHook('onRoute', (route) => {
    if (route.url === CALLBACK_ROUTE) route.bodyLimit = CALLBACK_LIMIT;
  });
  instance.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    if (routeOf(request) === CALLBACK_ROUTE) gate.callbacks.open(request);
    else if (needsCaller(request)) authenticate(request, gate.merchants);
  });
  instance.addHook('onSend', async (_request, reply) => {
    // A kept connection would keep the process: it ends with the last answer on it.
    if (gate.isLeaving()) reply.header('connection', 'close');
  });
  instance.addHook('onResponse', async (request: FastifyRequest, reply: FastifyReply) => {
    logRequest(gate.log, request, reply);
    gate.metrics.answered(
      { method: request.method, route: routeOf(request), status: reply.statusCode },
      reply.elapsedTime,
    );
  });
}
