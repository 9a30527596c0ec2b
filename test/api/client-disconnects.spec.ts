import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { getClientGoneSignal, watchClient } from '../../src/api/http/client-gone.js';
import { until } from '../support/until.js';

let instance: FastifyInstance;
/** The signals of the requests that came, in their order. */
let signals: AbortSignal[];

/** Answers `/at-once`, and holds everything else until its client is gone. */
beforeEach(async () => {
  signals = [];
  instance = fastify({ forceCloseConnections: true });
  instance.addHook('onRequest', async (request, reply) => watchClient(request, reply));
  instance.all('*', async (request) => {
    const gone = getClientGoneSignal(request);
    signals.push(gone);
    if (request.url !== '/at-once') await once(gone, 'abort');
    return 'answered';
  });
  await instance.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => instance.close());

function request(path: string, socket = dial()): Socket {
  socket.write(`POST ${path} HTTP/1.1\r\nhost: shop.test\r\ncontent-length: 0\r\n\r\n`);
  return socket;
}

function dial(): Socket {
  return connect((instance.server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
}

const arrived = (count: number) => until(() => signals.length >= count);

describe('the client of a held request', () => {
  it.each<[string, (socket: Socket) => unknown]>([
    ['resets its connection', (socket) => socket.resetAndDestroy()],
    ['closes its connection', (socket) => socket.destroy()],
    ['says that it sends no more, as a process that was killed does', (socket) => socket.end()],
  ])('%s: it is gone', async (_, hangUp) => {
    const socket = request('/held');
    await arrived(1);
    const gone = once(signals[0] ?? new EventTarget(), 'abort');
    hangUp(socket);
    await gone;
  });

  it('disconnects during the second request on one connection: only that request loses its client', async () => {
    const socket = request('/at-once');
    await once(socket, 'data');
    request('/held', socket);
    await arrived(2);
    const gone = once(signals[1] ?? new EventTarget(), 'abort');
    socket.destroy();
    await gone;
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  });
});
