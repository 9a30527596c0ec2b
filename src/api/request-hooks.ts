import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../config/logger.js';
import type { Merchants } from '../config/merchants/merchants.js';
import { authenticate, needsCaller } from './auth/authenticate.js';
import { takeAnyBody } from './callbacks/callback-body.js';
import type { CallbackAuth } from './callbacks/callback-auth.js';
import type { Metrics } from './metrics/metrics.js';
import { watchClient } from './http/client-gone.js';
import { CALLBACK_ROUTE } from './http/limits.js';
import { readNotes, getRoute } from './http/request-notes.js';

const HUNG_UP = 499;

/** What every request passes, in this order, before its body is read. */
export interface RequestHooks {
  readonly merchants: Merchants;
  readonly callbacks: CallbackAuth;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Whether the process is to end. */
  readonly isLeaving: () => boolean;
}

/** Puts the gate before every route of the instance. */
export function addRequestHooks(instance: FastifyInstance, gate: RequestHooks): void {
  instance.addHook('onRequest', async (request, reply) => {
    reply.raw.once('close', () => record(gate, request, reply));
    watchClient(request, reply);
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    if (isCallback(request)) {
      gate.callbacks.authenticate(request);
      takeAnyBody(request);
    } else if (needsCaller(request)) authenticate(request, gate.merchants);
  });
  instance.addHook('onSend', async (_request, reply) => {
    // A kept connection would keep the process: it ends with the last answer on it.
    if (gate.isLeaving()) reply.header('connection', 'close');
  });
}

function isCallback(request: FastifyRequest): boolean {
  return getRoute(request) === CALLBACK_ROUTE;
}

/** Said once, answered or not: a caller that hung up is counted as 499. */
function record({ log, metrics }: RequestHooks, request: FastifyRequest, reply: FastifyReply): void {
  const status = reply.raw.writableFinished ? reply.statusCode : HUNG_UP;
  const answered = { method: request.method, route: getRoute(request), status };
  const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
  log.info({ requestId: request.id, ...answered, milliseconds, ...readNotes(request) }, 'request');
  metrics.answered(answered, milliseconds);
}
