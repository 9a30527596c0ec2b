import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { alternate, createSharedLookup } from '../../src/getnet/addresses.js';
import { createDial } from '../../src/getnet/dial.js';
import { createTransport } from '../../src/getnet/transport.js';
import { httpPeer } from './support/sockets.js';
import type { Peer } from './support/sockets.js';

const answering = '127.0.0.1';
const deaf = '127.0.0.2';
const absent = '127.0.0.3';
const closers: (() => unknown)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A listener whose queue is full: the system drops whoever else wants to connect, until it accepts again. */
async function startFullListener(port: number) {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     const server = require('node:net').createServer((socket) => {
       socket.on('error', () => {});
       socket.once('data', () => socket.end('HTTP/1.1 200 OK\\r\\ncontent-length: 4\\r\\n\\r\\nslow'));
     });
     server.listen({ port: workerData.port, host: '${deaf}', backlog: 1 }, () => {
       parentPort.postMessage('listening');
       Atomics.wait(workerData.flag, 0, 0);
     });`,
    { eval: true, workerData: { port, flag } },
  );
  closers.push(() => thread.terminate());
  await once(thread, 'message');
  const fill = createDial((host) => Promise.resolve([host]));
  const fillers: Socket[] = [];
  for (let isFull = false; !isFull;) {
    const socket = await fill({ secure: false, host: deaf, port }, 200).catch(() => undefined);
    if (socket) fillers.push(socket);
    else isFull = true;
  }
  return {
    acceptAgain: () => {
      fillers.forEach((socket) => socket.destroy());
      Atomics.store(flag, 0, 1);
      Atomics.notify(flag, 0);
    },
  };
}

async function httpOn(port: number): Promise<Peer> {
  const peer = await httpPeer((_request, response) => response.end('fast'), { port, host: answering });
  closers.push(() => peer.close());
  return peer;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, answering);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A transport for which `getnet.test` has these addresses. */
function createReachingDial(...addresses: string[]) {
  const transport = createTransport({ dial: createDial(() => Promise.resolve(addresses)) });
  closers.push(() => transport.close());
  return transport;
}

const sale = (port: number) =>
  ({ method: 'POST', url: new URL(`http://getnet.test:${port}/sale`), headers: {}, body: '{}' }) as const;
const limits = { timeoutMs: 8_000 };

describe('a name has several addresses', () => {
  it('the only one that works is slow, and the others refuse: it has the whole time to connect', async () => {
    const port = await freePort();
    const slow = await startFullListener(port);
    const exchange = createReachingDial(deaf, absent).sendOnce(sale(port), limits);
    setTimeout(slow.acceptAgain, 600);
    expect(await exchange).toMatchObject({ reached: 'yes', body: 'slow' });
  });

  it.each([
    ['does not answer', deaf],
    ['refuses', absent],
  ])('the first %s: the next one is tried, and the request leaves once', async (_how, first) => {
    const port = await freePort();
    await startFullListener(port);
    const peer = await httpOn(port);
    expect(await createReachingDial(first, answering).sendOnce(sale(port), limits)).toMatchObject({
      body: 'fast',
    });
    expect(peer.received().match(/POST/g)).toHaveLength(1);
  });

  it('none works: the cause names each and what it answered', async () => {
    const port = await freePort();
    await startFullListener(port);
    const deadline = { leftMs: () => 500, hasPassed: () => false };
    const exchange = await createReachingDial(deaf, absent).sendOnce(sale(port), { ...limits, deadline });
    expect(exchange).toEqual({
      reached: 'no',
      cause: `no connection to getnet.test port ${port} within 500 ms: ${deaf} no answer; ${absent} ECONNREFUSED`,
    });
  });

  it('all refuse: known at once, and the cause names each', async () => {
    const port = await freePort();
    const exchange = await createReachingDial(absent, answering).sendOnce(sale(port), limits);
    expect(exchange).toEqual({
      reached: 'no',
      cause: `no connection to getnet.test port ${port}: ${absent} ECONNREFUSED; ${answering} ECONNREFUSED`,
    });
  });

  it('one accepts and says nothing about a secure connection: the cause tells them apart', async () => {
    const port = await freePort();
    const silent = createServer(() => undefined).listen(port, answering);
    await once(silent, 'listening');
    closers.push(() => silent.close());
    const url = new URL(`https://getnet.test:${port}/sale`);
    const deadline = { leftMs: () => 700, hasPassed: () => false };
    const exchange = await createReachingDial(answering, absent).sendOnce(
      { ...sale(port), url },
      { ...limits, deadline },
    );
    expect(exchange).toMatchObject({
      reached: 'no',
      cause: expect.stringMatching(/127\.0\.0\.1 answered, but no secure connection was made.*127\.0\.0\.3/),
    });
  });

  it('a name that cannot be resolved, and one whose look-up hangs: said so', async () => {
    const gone = createTransport({ dial: createDial(() => Promise.reject(new Error('ENOTFOUND'))) });
    const hanging = createTransport({ dial: createDial(() => new Promise(() => undefined)) });
    const deadline = { leftMs: () => 100, hasPassed: () => false };
    expect(await gone.sendOnce(sale(1), limits)).toMatchObject({ reached: 'no', cause: 'ENOTFOUND' });
    expect(await hanging.sendOnce(sale(1), { ...limits, deadline })).toMatchObject({
      reached: 'no',
      cause: expect.stringContaining('its name was not resolved'),
    });
  });
});

describe('looking names up', () => {
  it('many at once share one look-up; an address is none', async () => {
    const asked: string[] = [];
    const find = createSharedLookup(async (host) => {
      asked.push(host);
      await new Promise(setImmediate);
      return ['192.0.2.1'];
    });
    const found = await Promise.all(Array.from({ length: 600 }, () => find('getnet.test')));
    expect(new Set(found.flat())).toEqual(new Set(['192.0.2.1']));
    expect(await find('::1')).toEqual(['::1']);
    expect(asked).toEqual(['getnet.test']);
  });

  it('a look-up fails: the next one asks again', async () => {
    let times = 0;
    const find = createSharedLookup(() =>
      (times += 1) === 1 ? Promise.reject(new Error('no')) : Promise.resolve(['::1']),
    );
    await expect(find('getnet.test')).rejects.toThrow('no');
    expect(await find('getnet.test')).toEqual(['::1']);
  });

  it('two families: they take turns, so that a dead one costs one try', () => {
    expect(alternate(['::1', '::2', '::3'], ['192.0.2.1'])).toEqual(['::1', '192.0.2.1', '::2', '::3']);
  });
});
