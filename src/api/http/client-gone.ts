import type { FastifyReply, FastifyRequest } from 'fastify';

const watched = new WeakMap<FastifyRequest, AbortController>();

/** Watches the connection of a request: to be called once, when it comes. */
export function watchClient(request: FastifyRequest, { raw }: FastifyReply): void {
  const gone = new AbortController();
  watched.set(request, gone);
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
}

/** A signal that aborts when the client of a request has closed its connection before it was answered. */
export function getClientGoneSignal(request: FastifyRequest): AbortSignal {
  return (watched.get(request) ?? new AbortController()).signal;
}
