import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http2';
import type { Http2Server, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Environment } from '../../src/config/environment/environment.js';
import { LONGEST_RETRY_PAUSE_MS } from '../../src/api/store/connection.js';
import { createTemporal, waitOnTemporal } from '../../src/api/store/temporal.js';
import type { Temporal } from '../../src/api/store/temporal.js';

const UNAVAILABLE = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '14' };

/** A Temporal that refuses the first call, as it does while it restarts, and never answers the next one. */
let server: Http2Server;
const sessions: ServerHttp2Session[] = [];
let temporal: Temporal;
let isAskedAgain: Promise<void>;

beforeAll(async () => {
  const refuse = (stream: ServerHttp2Stream) => stream.respond(UNAVAILABLE, { endStream: true });
  server = createServer().on('session', (session) => sessions.push(session));
  isAskedAgain = new Promise((resolve) => {
    server.once('stream', (stream) => {
      server.once('stream', () => resolve());
      refuse(stream);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const address = { TEMPORAL_ADDRESS: `127.0.0.1:${port}`, TEMPORAL_NAMESPACE: 'default' };
  temporal = createTemporal({ ...address, TEMPORAL_TASK_QUEUE: 'none' } as Environment);
});
afterAll(() => void server.close());

it('the process ends while the second try of a call has no answer: the call is cut, and nothing is tried on a closed connection', async () => {
  const { client, ongoing } = temporal;
  const describe = () => client.workflow.getHandle('none').describe();
  const call = waitOnTemporal(temporal, Date.now() + 300_000, describe).then(
    () => 'answered',
    () => 'cut',
  );
  await isAskedAgain;
  ongoing.shutDown();
  expect(await call).toBe('cut');
  await ongoing.ended();
  await client.connection.close();
  // The second try fails now; a third would fail this file, as the SDK makes it in a timer of its own.
  for (const session of sessions) session.destroy();
  await pause(LONGEST_RETRY_PAUSE_MS);
});
