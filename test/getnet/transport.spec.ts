import { describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import { connectOnce } from '../../src/getnet/connection.js';
import { createDeadline, systemClock } from '../../src/getnet/deadline.js';
import type { Deadline } from '../../src/getnet/deadline.js';
import { createDial } from '../../src/getnet/dial.js';
import { deadAddress } from './support/sockets.js';
import { closeAfterwards, http, reply, sale, status, tcp, transport, withinReach } from './support/peers.js';

closeAfterwards();

describe('reached: no, because no connection ever stood', () => {
  it('nobody listens', async () => {
    expect(await transport.sendOnce(sale(await deadAddress()), withinReach)).toMatchObject({
      reached: 'no',
      cause: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('the secure connection fails: nothing of the request was written', async () => {
    const peer = await tcp((socket) => socket.once('data', () => socket.end('no TLS here\r\n')));
    const exchange = await transport.sendOnce(sale(peer.url.replace('http:', 'https:')), withinReach);
    expect(exchange.reached).toBe('no');
    expect(peer.received()).not.toContain('POST');
  });

  it('the deadline had passed before: nobody even connects', async () => {
    const peer = await http((_request, response) => response.end());
    const deadline = createDeadline(Date.now() - 1, systemClock);
    expect(await transport.sendOnce(sale(peer.url), { ...withinReach, deadline })).toMatchObject({
      reached: 'no',
      stopped: 'expired',
    });
    expect(peer.connections()).toBe(0);
  });

  it('the deadline passes while connecting: the socket stands, and not a byte is written', async () => {
    const peer = await http((_request, response) => response.end());
    let looks = 0;
    const deadline: Deadline = { hasPassed: () => (looks += 1) > 1, leftMs: () => 1_000 };
    expect(await transport.sendOnce(sale(peer.url), { ...withinReach, deadline })).toMatchObject({
      reached: 'no',
      stopped: 'expired',
    });
    await peer.quiet();
    expect(peer.received()).toBe('');
  });

  it('the process is paused beyond the deadline: not a byte is written after it goes on', async () => {
    const peer = await http((_request, response) => response.end());
    const deadline = createDeadline(Date.now() + 30, systemClock);
    const exchange = transport.sendOnce(sale(peer.url), { ...withinReach, deadline });
    while (!deadline.hasPassed()) Math.sqrt(2);
    expect(await exchange).toMatchObject({ reached: 'no', stopped: 'expired' });
    await peer.quiet();
    expect(peer.received()).toBe('');
  });

  it('the connection hangs: given up at the deadline', async () => {
    const peer = await tcp(() => undefined);
    const deadline = createDeadline(Date.now() + 80, systemClock);
    const exchange = await transport.sendOnce(sale(peer.url.replace('http:', 'https:')), {
      ...withinReach,
      deadline,
    });
    expect(exchange).toMatchObject({ reached: 'no', stopped: 'expired' });
    expect(peer.received()).not.toContain('POST');
  });
});

describe('reached: maybe, because the request may have left', () => {
  it('accepted, written to, and reset before anything was read: one connection, never a second', async () => {
    const peer = await tcp((socket) => {
      socket.pause();
      setTimeout(() => socket.resetAndDestroy(), 20);
    });
    expect((await transport.sendOnce(sale(peer.url), withinReach)).reached).toBe('maybe');
    expect([peer.connections(), peer.received()]).toEqual([1, '']);
  });

  it('accepted and reset at once: never an answer, and never a second connection', async () => {
    const peer = await tcp((socket) => socket.resetAndDestroy());
    expect((await transport.sendOnce(sale(peer.url), withinReach)).reached).not.toBe('yes');
    expect(peer.connections()).toBe(1);
  });

  it('reset after the request was read: one connection, never a second', async () => {
    const peer = await tcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect((await transport.sendOnce(sale(peer.url), withinReach)).reached).toBe('maybe');
    expect(peer.connections()).toBe(1);
  });

  it('closed without an answer', async () => {
    const peer = await tcp((socket) => socket.once('data', () => socket.end()));
    expect((await transport.sendOnce(sale(peer.url), withinReach)).reached).toBe('maybe');
    expect(peer.connections()).toBe(1);
  });

  it.each([
    ['cut off inside its length', (socket: Socket) => socket.end(reply('content-length: 100', '{"code":1'))],
    [
      'cut off inside a chunk',
      (socket: Socket) => socket.end(reply('transfer-encoding: chunked', '40\r\n{"code":1')),
    ],
    ['no HTTP at all', (socket: Socket) => socket.end('hello\r\n\r\n')],
  ])('an answer that is %s', async (_what, answer) => {
    const peer = await tcp((socket) => socket.once('data', () => answer(socket)));
    expect((await transport.sendOnce(sale(peer.url), withinReach)).reached).toBe('maybe');
    expect(peer.connections()).toBe(1);
  });

  it('no answer in time: the socket is destroyed', async () => {
    const peer = await tcp(() => undefined);
    const exchange = await transport.sendOnce(sale(peer.url), { timeoutMs: 60 });
    expect(exchange).toEqual({ reached: 'maybe', cause: 'no whole answer within 60 ms' });
    await peer.quiet();
    expect(peer.received()).toContain('POST /sale');
  });

  it('an answer that drips without end: the limit is for all of it', async () => {
    const peer = await tcp((socket) => {
      socket.write(reply('content-length: 1000'));
      const drip = setInterval(() => socket.write('x'), 10);
      socket.on('close', () => clearInterval(drip));
    });
    expect(await transport.sendOnce(sale(peer.url), { timeoutMs: 120 })).toMatchObject({ reached: 'maybe' });
    await peer.quiet();
  });

  it.each([
    ['announced', { 'content-length': String(1_200 * 1024) }],
    ['not announced', {}],
  ])('an answer larger than 1 MB, %s', async (_how, headers) => {
    const peer = await http((_request, response) => {
      response.writeHead(200, headers);
      response.end(' '.repeat(1_200 * 1024));
    });
    expect((await transport.sendOnce(sale(peer.url), withinReach)).reached).toBe('maybe');
    expect((await transport.query(status(peer.url), withinReach)).reached).toBe('maybe');
  });
});

describe('reached: yes, with whatever was answered', () => {
  it('a redirect is an answer and is not followed', async () => {
    const elsewhere = await http((_request, response) => response.end());
    const peer = await http((_request, response) =>
      response.writeHead(302, { location: elsewhere.url }).end(),
    );
    expect(await transport.sendOnce(sale(peer.url), withinReach)).toMatchObject({
      reached: 'yes',
      status: 302,
    });
    expect(elsewhere.connections()).toBe(0);
  });

  it('HTML, its status and the pause asked for', async () => {
    const headers = { 'content-type': 'text/html', 'retry-after': '7' };
    const peer = await http((_request, response) => response.writeHead(503, headers).end('<html>'));
    expect(await transport.sendOnce(sale(peer.url), withinReach)).toEqual({
      reached: 'yes',
      status: 503,
      contentType: 'text/html',
      retryAfter: '7',
      body: '<html>',
      afterMs: expect.any(Number),
    });
  });

  it('1 MB are taken', async () => {
    const peer = await http((_request, response) => response.end(' '.repeat(1024 * 1024)));
    expect(await transport.sendOnce(sale(peer.url), withinReach)).toMatchObject({ reached: 'yes' });
  });

  it('a command has a connection of its own that says it closes; questions share theirs', async () => {
    const peer = await http((_request, response) => response.end('{}'));
    await transport.sendOnce(sale(peer.url), withinReach);
    await transport.sendOnce(sale(peer.url), withinReach);
    expect(peer.connections()).toBe(2);
    expect(peer.received().match(/connection: close/gi)).toHaveLength(2);
    for (let asked = 0; asked < 6; asked += 1) await transport.query(status(peer.url), withinReach);
    expect(peer.connections()).toBeLessThan(2 + 6);
  });
});

describe('a one-shot connection', () => {
  it('asked for a second request: refuses to connect again', async () => {
    const peer = await http((_request, response) => response.end('{}'));
    const shot = connectOnce(peer.url, {
      dial: createDial(),
      connectTimeoutMs: 1_000,
      maxAnswerBytes: 1_000,
    });
    const post = { method: 'POST', path: '/sale', body: '{}', reset: true } as const;
    await (await shot.client.request(post)).body.text();
    await expect(shot.client.request(post)).rejects.toThrow('this client connects only once');
    expect(peer.connections()).toBe(1);
    await shot.client.destroy();
  });
});

describe('a deadline', () => {
  it('holds on both clocks: a wall clock set back does not prolong it', () => {
    let [now, monotonic] = [1_000_000, 0];
    const deadline = createDeadline(1_000_100, { now: () => now, monotonic: () => monotonic });
    expect([deadline.leftMs(), deadline.hasPassed()]).toEqual([100, false]);
    [now, monotonic] = [900_000, 99];
    expect([deadline.leftMs(), deadline.hasPassed()]).toEqual([1, false]);
    monotonic = 100;
    expect(deadline.hasPassed()).toBe(true);
    [now, monotonic] = [1_000_100, 0];
    expect(deadline.hasPassed()).toBe(true);
  });
});
