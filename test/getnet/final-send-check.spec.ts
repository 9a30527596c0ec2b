import { describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import { createDeadline, systemClock } from '../../src/getnet/deadline.js';
import type { Deadline } from '../../src/getnet/deadline.js';
import { closeAfterwards, http, sale, tcp, transport, withinReach } from './support/peers.js';

closeAfterwards();

describe('the last question before a command is written', () => {
  const soon = () => createDeadline(Date.now() + 5_000, systemClock);

  it.each<[string, () => Promise<boolean>, string]>([
    ['no', () => Promise.resolve(false), 'held back'],
    ['a failure', () => Promise.reject(new Error('the run is gone')), 'the run is gone'],
    [
      'a failure at once',
      () => {
        throw new Error('no such run');
      },
      'no such run',
    ],
  ])('answered by %s: withheld, and not a byte is written', async (_how, mayStillSend, cause) => {
    const peer = await http((_request, response) => response.end('{}'));
    const limits = { ...withinReach, deadline: soon(), mayStillSend };
    expect(await transport.sendOnce(sale(peer.url), limits)).toMatchObject({
      reached: 'no',
      stopped: 'withheld',
      cause: expect.stringContaining(cause),
    });
    await peer.quiet();
    expect([peer.connections(), peer.received()]).toEqual([1, '']);
  });

  it('is asked once the connection stands, and yes lets the request leave', async () => {
    const peer = await http((_request, response) => response.end('{}'));
    const seen: unknown[] = [];
    const mayStillSend = () => {
      seen.push(peer.received());
      return Promise.resolve(true);
    };
    const limits = { ...withinReach, deadline: soon(), mayStillSend };
    expect(await transport.sendOnce(sale(peer.url), limits)).toMatchObject({ reached: 'yes' });
    expect(seen).toEqual(['']);
  });

  it.each<[string, (pass: () => void) => Promise<boolean>]>([
    ['answered yes after the deadline', (pass) => Promise.resolve(pass()).then(() => true)],
    ['never answered', () => new Promise(() => undefined)],
  ])('%s: expired, and not a byte is written', async (_how, answer) => {
    const peer = await http((_request, response) => response.end('{}'));
    let isOver = false;
    const end = Date.now() + 150;
    const leftMs = () => (isOver ? 0 : Math.max(0, end - Date.now()));
    const deadline: Deadline = { leftMs, hasPassed: () => leftMs() === 0 };
    const mayStillSend = () => answer(() => (isOver = true));
    expect(
      await transport.sendOnce(sale(peer.url), { ...withinReach, deadline, mayStillSend }),
    ).toMatchObject({
      reached: 'no',
      stopped: 'expired',
    });
    await peer.quiet();
    expect(peer.received()).toBe('');
  });

  it.each<[string, (socket: Socket) => unknown]>([
    ['closes', (socket) => socket.end()],
    ['resets', (socket) => socket.resetAndDestroy()],
  ])('the peer %s the connection meanwhile: never written, so not reached', async (_how, leave) => {
    let notifyLeft: () => void = () => undefined;
    const hasLeft = new Promise<void>((resolve) => (notifyLeft = resolve));
    const peer = await tcp((socket) => {
      socket.on('close', notifyLeft);
      leave(socket);
    });
    const mayStillSend = async () => {
      await hasLeft;
      await new Promise(setImmediate);
      return true;
    };
    const exchange = await transport.sendOnce(sale(peer.url), {
      ...withinReach,
      deadline: soon(),
      mayStillSend,
    });
    expect(exchange.reached).toBe('no');
    expect(peer.connections()).toBe(1);
  });
});
