import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { httpLimits, toServerLimits } from '../../config/connection-timeouts.js';

/** Shows a registry as Prometheus text on `/metrics`. */
export interface MetricsServer {
  listen(port: number, host: string): Promise<void>;
  close(): Promise<void>;
}

/** A server that shows the metrics and nothing else. */
export function createMetricsServer(registry: Registry): MetricsServer {
  const server = createServer(toServerLimits(httpLimits), (request, response) => {
    if (request.url === '/metrics') void sendMetrics(registry, response);
    else response.writeHead(404).end();
  });
  return {
    listen: async (port, host) => {
      server.listen(port, host);
      await once(server, 'listening');
    },
    close: async () => {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function sendMetrics(registry: Registry, response: ServerResponse): Promise<void> {
  const text = await registry.metrics();
  response.writeHead(200, { 'content-type': registry.contentType }).end(text);
}
