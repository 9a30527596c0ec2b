import { afterAll, afterEach } from '@jest/globals';
import type { Socket } from 'node:net';
import { createTransport } from '../../../src/getnet/transport.js';
import type { HttpRequest } from '../../../src/getnet/transport.js';
import { httpPeer, socketPeer } from './sockets.js';
import type { Peer } from './sockets.js';

export const transport = createTransport();
export const withinReach = { timeoutMs: 2_000 };
const peers: Peer[] = [];

/** Closes what the tests of a spec file opened. */
export function closeAfterwards(): void {
  afterEach(async () => {
    await Promise.all(peers.splice(0).map((peer) => peer.close()));
  });
  afterAll(() => transport.close());
}

export async function tcp(behave: (socket: Socket) => void): Promise<Peer> {
  const peer = await socketPeer(behave);
  peers.push(peer);
  return peer;
}

export async function http(...answer: Parameters<typeof httpPeer>): Promise<Peer> {
  const peer = await httpPeer(...answer);
  peers.push(peer);
  return peer;
}

export const sale = (url: string): HttpRequest => ({
  method: 'POST',
  url: new URL('sale', url),
  headers: { 'content-type': 'application/json' },
  body: '{"command":100}',
});
export const status = (url: string): HttpRequest => ({
  method: 'GET',
  url: new URL('900001', url),
  headers: {},
});
export const reply = (head: string, body = '') =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${head}\r\n\r\n${body}`;
