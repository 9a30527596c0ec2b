import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Registry } from 'prom-client';
import { httpLimits, toServerLimits } from '../config/connection-timeouts.js';

/** Shows the health and the metrics of the ledger's process to whoever runs it; not for the outside. */
export async function startStatusServer(
  registry: Registry,
  { port, host, isReady }: { readonly port: number; readonly host: string; readonly isReady: () => boolean },
): Promise<Server> {
  const server = createServer(toServerLimits(httpLimits), (request, response) => {
    if (request.url === '/health/live') response.writeHead(200, JSON_TYPE).end('{"status":"up"}');
    else if (request.url === '/health/ready' && isReady())
      response.writeHead(200, JSON_TYPE).end('{"status":"ready"}');
    else if (request.url === '/health/ready')
      response.writeHead(503, JSON_TYPE).end('{"status":"not ready","detail":"Postgres does not answer."}');
    else if (request.url === '/metrics')
      void registry
        .metrics()
        .then((text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text));
    else response.writeHead(404).end();
  });
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
