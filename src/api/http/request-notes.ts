import type { FastifyRequest } from 'fastify';

/** What the log line of a request says beyond the request itself. */
export interface RequestNotes {
  readonly transactionId?: string;
  readonly customId?: string;
  readonly merchant?: string;
  readonly apiKeyId?: string;
}

const notes = new WeakMap<FastifyRequest, RequestNotes>();

/** Adds to what the request's log line will say. */
export function note(request: FastifyRequest, more: RequestNotes): void {
  notes.set(request, { ...notes.get(request), ...more });
}

/** @returns all that was noted. */
export function notesOf(request: FastifyRequest): RequestNotes {
  return notes.get(request) ?? {};
}

/** @returns the route that was matched, for logs and metrics; never the address itself, which may carry a callback token. */
export function routeOf({ routeOptions }: FastifyRequest): string {
  return routeOptions.url ?? 'none';
}
