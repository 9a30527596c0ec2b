import type { FastifyInstance } from 'fastify';

/**
 * Makes the end of the process one that callers do not notice: no new connections, every request answered, then the rest
 * closed, such as those that a load balancer opened and never used: waiting for them would take a minute.
 */
export function drainOnClose(instance: FastifyInstance): void {
  let unanswered = 0;
  let onEmpty: () => void = () => undefined;

  instance.addHook('onRequest', async (_request, reply) => {
    unanswered += 1;
    // Not onResponse, which a caller that hung up never gets.
    reply.raw.once('close', () => {
      unanswered -= 1;
      if (unanswered === 0) onEmpty();
    });
  });
  instance.addHook('preClose', async () => {
    instance.server.close();
    if (unanswered > 0) await new Promise<void>((emptied) => (onEmpty = emptied));
    instance.server.closeAllConnections();
  });
}
