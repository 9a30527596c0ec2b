import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { toFastifyLimits, httpLimits } from '../config/connection-timeouts.js';
import type { HttpLimits } from '../config/connection-timeouts.js';
import { createNestLogger } from '../config/logger.js';
import type { Log } from '../config/logger.js';
import { AppModule } from './app.module.js';
import { readCallbackBodies } from './callbacks/callback-body.js';
import { createCallbackAuth } from './callbacks/callback-auth.js';
import { AllowedMethods } from './http/allowed-methods.js';
import { drainOnClose } from './http/drain.js';
import { addRequestHooks } from './request-hooks.js';
import { readJsonBodies } from './http/json-body.js';
import { answerNoRequest } from './http/no-request.js';
import { MAX_PARAMETER_LENGTH, REQUEST_LIMIT_BYTES } from './problems/body-limits.js';
import { readRequestId } from './http/request-notes.js';
import { METRICS } from './metrics/metrics.js';
import type { Metrics } from './metrics/metrics.js';
import { serveDocs } from './openapi/serve-docs.js';
import { ProblemFilter } from './problem.filter.js';
import { notFoundProblem, encodeProblem } from './problems/problem.js';
import type { ApiParts } from './settings/settings.module.js';
import { createTemporal } from './store/temporal.js';

/**
 * The API, ready to listen. It needs no Temporal to start: until there is one it answers 503.
 *
 * @throws SettingsInvalid where Temporal's own settings (TLS, API key) cannot be used.
 */
export async function createApi(parts: ApiParts): Promise<NestFastifyApplication> {
  const { settings, log, http = httpLimits } = parts;
  const temporal = createTemporal(settings.environment);
  const methods = new AllowedMethods();
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(parts, temporal),
    createAdapter(http, methods),
    { logger: createQuietLogger(log), bodyParser: false, abortOnError: false },
  );
  const metrics = app.get<Metrics>(METRICS);
  const instance = app.getHttpAdapter().getInstance();
  drainOnClose(instance);
  readJsonBodies(instance);
  readCallbackBodies(instance);
  addRequestHooks(instance, {
    merchants: settings.merchants,
    callbacks: createCallbackAuth(settings.environment, metrics),
    log,
    metrics,
    isLeaving: () => temporal.ongoing.isShuttingDown,
    methods,
  });
  app.useGlobalFilters(new ProblemFilter(log, metrics));
  serveDocs(app);
  return app;
}

/** What Nest says of its start is for debugging. */
function createQuietLogger(log: Log): LoggerService {
  const lines = createNestLogger(log);
  return { ...lines, log: (message: unknown, ...rest: unknown[]) => lines.debug?.(message, ...rest) };
}

function createAdapter(limits: HttpLimits, methods: AllowedMethods): FastifyAdapter {
  return new FastifyAdapter({
    ...toFastifyLimits(limits),
    bodyLimit: REQUEST_LIMIT_BYTES,
    genReqId: readRequestId,
    return503OnClosing: false,
    rewriteUrl: ({ url = '/' }) => trimCallbackAddress(url),
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    clientErrorHandler: (failure, socket) => answerNoRequest(methods, failure, socket),
    // An address the router cannot read names nothing; its own answer would quote it.
    frameworkErrors: (_error: unknown, _request: unknown, reply: FastifyReply) => sendNotFound(reply),
  });
}

function sendNotFound(reply: FastifyReply): void {
  const { body } = notFoundProblem();
  void reply.code(body.status).type('application/problem+json').send(encodeProblem(body));
}

const CALLBACK = /^(\/webhooks\/getnet\/[^/?]+)\/+(?=\?|$)/;

/** Some senders add slashes behind the token of a callback's address: this removes them. */
export function trimCallbackAddress(address: string): string {
  return address.replace(CALLBACK, '$1');
}
