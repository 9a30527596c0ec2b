import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../config/logger.js';
import type { Merchants } from '../config/merchants/merchants.js';
import { authenticate, needsCaller } from './auth/authenticate.js';
import { acceptAnyBody } from './callbacks/callback-body.js';
import type { CallbackAuth } from './callbacks/callback-auth.js';
import type { Metrics } from './metrics/metrics.js';
import { answerOtherMethod } from './http/allowed-methods.js';
import type { AllowedMethods } from './http/allowed-methods.js';
import { watchClient } from './http/client-gone.js';
import { CALLBACK_ROUTE } from './problems/body-limits.js';
import { readNotes, getRoute } from './http/request-notes.js';

const HUNG_UP = 499;

/** What the hooks need: they identify the caller, or verify the callback token, before the body is read. */
export interface RequestHooks {
  readonly merchants: Merchants;
  readonly callbacks: CallbackAuth;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Whether the process is to end. */
  readonly isLeaving: () => boolean;
  readonly methods: AllowedMethods;
}

/** Adds the hooks to every route of the instance. */
export function addRequestHooks(instance: FastifyInstance, context: RequestHooks): void {
  context.methods.watch(instance);
  instance.addHook('onRequest', async (request, reply) => {
    reply.raw.once('close', () => record(context, request, reply));
    watchClient(request, reply);
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    if (isCallback(request)) {
      context.callbacks.authenticate(request);
      acceptAnyBody(request);
    } else if (needsCaller(request)) authenticate(request, context.merchants);
    if (answerOtherMethod(context.methods, request, reply)) return reply;
    return undefined;
  });
  instance.addHook('onSend', async (_request, reply) => {
    // A kept connection would keep the process: it ends with the last answer on it.
    if (context.isLeaving()) reply.header('connection', 'close');
  });
}

function isCallback(request: FastifyRequest): boolean {
  return getRoute(request) === CALLBACK_ROUTE;
}

/** Logs and counts each request once, answered or not; a caller that hung up counts as 499. */
function record({ log, metrics }: RequestHooks, request: FastifyRequest, reply: FastifyReply): void {
  const status = reply.raw.writableFinished ? reply.statusCode : HUNG_UP;
  const answered = { method: request.method, route: getRoute(request), status };
  const milliseconds = Math.round(reply.elapsedTime * 10) / 10;
  log.info({ requestId: request.id, ...answered, milliseconds, ...readNotes(request) }, 'request');
  metrics.observeRequest(answered, milliseconds);
}
