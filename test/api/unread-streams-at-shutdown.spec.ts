import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Environment } from '../../src/config/environment/environment.js';
import type { Log } from '../../src/config/logger.js';
import { EventStreams } from '../../src/api/events/event-streams.service.js';
import type { StreamEnds } from '../../src/api/events/event-streams.service.js';
import { writeComment } from '../../src/api/events/sse.js';
import { drainOnClose } from '../../src/api/http/drain.js';
import type { Metrics } from '../../src/api/metrics/metrics.js';
import { until } from '../support/until.js';
import { stub } from '../support/stub.js';

const FRAME = writeComment('x'.repeat(65_536));
const FRAMES = 500;

let instance: FastifyInstance;
let streams: EventStreams;
/** Those that have been sent something, in their order. */
let replies: FastifyReply[];

beforeEach(async () => {
  streams = new EventStreams(
    stub<Environment>({ MAX_STREAMS: 10 }),
    stub<Metrics>({ watchStreams: () => undefined }),
    stub<Log>({ error: () => undefined }),
  );
  replies = [];
  instance = fastify();
  drainOnClose(instance);
  instance.get('/', (request, reply) => {
    replies.push(reply);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    return streams.send({ request, reply, gone: gone.signal }, writeMuch);
  });
  await instance.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => instance.close());

/** More waits than the sockets hold; whoever has read it waits for the end. */
async function* writeMuch({ leaving }: StreamEnds): AsyncGenerator<string> {
  for (let frames = 0; frames < FRAMES; frames += 1) yield FRAME;
  if (!leaving.aborted) await once(leaving, 'abort');
}

function ask(): Socket {
  const { port } = instance.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nhost: shop.test\r\n\r\n');
  return socket;
}

describe('the process ends while events wait for their readers', () => {
  it('one reader does not read: it is disconnected, and the process exits; the others get a clean end', async () => {
    const silent = ask();
    await until(() => replies[0]?.raw.writableNeedDrain === true);
    let [heard, end] = [0, ''];
    const reading = ask().on('data', (bytes) => {
      heard += bytes.length;
      end = `${end}${bytes.toString('latin1')}`.slice(-200);
    });
    await until(() => heard > FRAMES * FRAME.length);
    streams.beforeApplicationShutdown();
    await instance.close();
    expect(replies.map(({ raw }) => raw.writableFinished)).toEqual([false, true]);
    if (!reading.closed) await once(reading, 'close');
    expect(end).toMatch(/retry: 1000\n\n\r\n0\r\n\r\n$/);
    silent.destroy();
  });
});
