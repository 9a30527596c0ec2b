import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What the log line of a request says beyond the request itself. */
export interface RequestNotes {
  readonly transactionId?: string;
  readonly customId?: string;
  readonly merchant?: string;
  readonly apiKeyId?: string;
}

const notes = new WeakMap<FastifyRequest, RequestNotes>();

/** Adds to what the request's log line will say. */
export function addNotes(request: FastifyRequest, more: RequestNotes): void {
  notes.set(request, { ...notes.get(request), ...more });
}

export function readNotes(request: FastifyRequest): RequestNotes {
  return notes.get(request) ?? {};
}

/** The route that was matched, for logs and metrics; never the address itself, which may carry a callback token. */
export function getRoute({ routeOptions }: FastifyRequest): string {
  return routeOptions.url ?? 'none';
}

const ACCEPTABLE = /^[A-Za-z0-9._-]{1,64}$/;

/** The caller's own id of the request, or a new one: it is in our log and in every answer. */
export function readRequestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : randomUUID();
}
