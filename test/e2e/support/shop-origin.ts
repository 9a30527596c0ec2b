import { createReadStream } from 'node:fs';
import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the shop's own server knows. */
export interface ShopOriginParts {
  /** Of the service. */
  readonly api: string;
  readonly apiKey: string;
  /** The bundled client. */
  readonly clientFile: string;
}

/** A shop's own server: an empty page, the client, and a way to the service for reading, which adds the API key. */
export async function openShopOrigin({ api, apiKey, clientFile }: ShopOriginParts) {
  const server = createServer((incoming, answer) => {
    const { url = '' } = incoming;
    if (url === '/client.mjs') return sendFile(answer, clientFile);
    if (url.startsWith('/payments/') && incoming.method === 'GET')
      return pass(incoming, answer, { address: api + url.slice('/payments'.length), apiKey });
    return answer.writeHead(url === '/' ? 200 : 404, { 'content-type': 'text/html' }).end('<!doctype html>');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function sendFile(answer: ServerResponse, file: string): void {
  answer.writeHead(200, { 'content-type': 'text/javascript' });
  createReadStream(file).pipe(answer);
}

function pass(
  incoming: IncomingMessage,
  answer: ServerResponse,
  { address, apiKey }: { readonly address: string; readonly apiKey: string },
): void {
  const { accept = '*/*', prefer, 'last-event-id': last } = incoming.headers;
  const headers = {
    accept,
    authorization: `Bearer ${apiKey}`,
    ...(prefer !== undefined && { prefer }),
    ...(last !== undefined && { 'last-event-id': last }),
  };
  const sent = request(address, { headers }, (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(answer);
  });
  sent.on('error', () => answer.destroy());
  answer.on('close', () => sent.destroy());
  sent.end();
}
