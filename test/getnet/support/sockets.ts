import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A peer on a real port that keeps count of what reached it. */
export interface Peer {
  readonly url: string;
  readonly connections: () => number;
  /** Everything received so far, as text. */
  readonly received: () => string;
  /** Resolves once every connection has ended. */
  readonly quiet: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A TCP server that does with a socket what the test says. */
export async function socketPeer(behave: (socket: Socket) => void): Promise<Peer> {
  return listening(createSocketServer(behave));
}

/** An HTTP server that answers what the test says. */
export async function httpPeer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  place?: Address,
): Promise<Peer> {
  return listening(createServer(answer), place);
}

/** Where a peer listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

async function listening(server: Server, { host, port: wanted }: Address = anywhere): Promise<Peer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let received = '';
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('data', (bytes) => (received += bytes.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(wanted, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    connections: () => connections,
    received: () => received,
    quiet: async () => {
      await Promise.all([...sockets].map(closed));
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const anywhere: Address = { host: '127.0.0.1', port: 0 };

/** Also by a reset: `once` would take that for a failure of the wait. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** An address where nobody listens. */
export async function deadAddress(): Promise<string> {
  const peer = await socketPeer((socket) => socket.destroy());
  await peer.close();
  return peer.url;
}
