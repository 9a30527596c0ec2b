import { afterEach, describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import { createTransport } from '../../src/getnet/transport.js';
import { createSlots } from '../../src/getnet/slots.js';
import { socketPeer } from './support/sockets.js';
import type { Peer } from './support/sockets.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const text = (body: string, headers = '') =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n${headers}\r\n${body}`;

/** @param answer what a connection's n-th request is answered; connections and requests are counted from 1. */
async function startPeerThat(
  answer: (socket: Socket, connection: number, request: number) => void,
): Promise<Peer> {
  let connections = 0;
  const peer = await socketPeer((socket) => {
    const connection = (connections += 1);
    let requests = 0;
    socket.on('data', () => answer(socket, connection, (requests += 1)));
  });
  closers.push(() => peer.close());
  return peer;
}

function asking(peer: Peer) {
  const transport = createTransport();
  closers.push(() => transport.close());
  const request = { method: 'GET', url: new URL('900001', peer.url), headers: {} } as const;
  return (timeoutMs: number) => transport.query(request, { timeoutMs });
}

describe('a kept connection no longer answers', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['whatever is sent is swallowed', () => undefined],
    ['it is reset with the next request', (socket) => socket.resetAndDestroy()],
    ['it is closed with the next request', (socket) => socket.end()],
    ['it begins an answer and stops', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-le')],
    [
      'it ends in the middle of an answer',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nab'),
    ],
  ])('%s: the query is asked over a fresh one', async (_how, die) => {
    const peer = await startPeerThat((socket, _connection, request) =>
      request === 1 ? socket.write(text('ok')) : die(socket),
    );
    const ask = asking(peer);
    expect(await ask(5_000)).toMatchObject({ reached: 'yes', body: 'ok' });
    expect(await ask(5_000)).toMatchObject({ reached: 'yes', body: 'ok' });
    expect(peer.connections()).toBe(2);
    expect(peer.received().match(/GET/g)).toHaveLength(3);
  });

  it('the peer closed it while it was idle: the next query does not notice', async () => {
    const peer = await startPeerThat((socket) => socket.end(text('ok')));
    const ask = asking(peer);
    await ask(5_000);
    await peer.quiet();
    expect(await ask(5_000)).toMatchObject({ reached: 'yes', body: 'ok' });
  });

  it('many were kept and all died: each query waits for one of them only', async () => {
    let isDead = false;
    const waiting: Socket[] = [];
    const peer = await startPeerThat((socket, connection) => {
      if (isDead && connection <= 20) return;
      waiting.push(socket);
      if (connection > 20 || waiting.length === 20) waiting.splice(0).forEach((one) => one.write(text('ok')));
    });
    const ask = asking(peer);
    await Promise.all(Array.from({ length: 20 }, () => ask(10_000)));
    isDead = true;
    expect(await ask(3_000)).toMatchObject({ reached: 'yes' });
    expect(await ask(3_000)).toMatchObject({ reached: 'yes' });
    expect(peer.connections()).toBe(21);
  });

  it('Getnet is alive but slow: a fresh connection has all the time that is left, and is not kept', async () => {
    const peer = await startPeerThat((socket, connection, request) => {
      if (connection === 1 && request === 1) socket.write(text('quick'));
      else setTimeout(() => socket.write(text('slow')), 2_000);
    });
    const ask = asking(peer);
    expect(await ask(9_000)).toMatchObject({ body: 'quick' });
    expect(await ask(9_000)).toMatchObject({ body: 'slow' });
    expect(await ask(9_000)).toMatchObject({ body: 'slow' });
    expect(peer.connections()).toBe(3);
    expect(peer.received().match(/GET/g)).toHaveLength(4);
  });

  it('nothing answers any more: the query ends with its own limit, not with that of the connections', async () => {
    const peer = await startPeerThat((socket, connection, request) => {
      if (connection === 1 && request === 1) socket.write(text('ok'));
    });
    const ask = asking(peer);
    await ask(5_000);
    expect(await ask(300)).toMatchObject({
      reached: 'maybe',
      cause: expect.stringContaining('no whole answer'),
    });
    expect(peer.connections()).toBe(2);
    await peer.quiet();
  });
});

describe('places for queries', () => {
  it('all are taken: the next ones wait in order, and one that waits too long goes without', async () => {
    const slots = createSlots(1);
    const had: string[] = [];
    expect(await slots.acquire(1_000)).toBe(true);
    const first = slots.acquire(10_000).then((got) => had.push(`first ${got}`));
    const second = slots.acquire(10_000).then((got) => had.push(`second ${got}`));
    expect(await slots.acquire(20)).toBe(false);
    slots.release();
    await first;
    slots.release();
    await second;
    expect(had).toEqual(['first true', 'second true']);
    slots.release();
    expect(await slots.acquire(20)).toBe(true);
  });
});
