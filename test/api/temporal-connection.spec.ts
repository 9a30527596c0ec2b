import { afterEach, expect, it } from '@jest/globals';
import proto from '@temporalio/proto';
import { once } from 'node:events';
import type { OutgoingHttpHeaders } from 'node:http';
import { createServer } from 'node:http2';
import type { Http2Server, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Environment } from '../../src/config/environment/environment.js';
import { MAX_RETRY_PAUSE_MS } from '../../src/api/store/connection.js';
import { createTemporal, waitOnTemporal } from '../../src/api/store/temporal.js';

const GRPC = { ':status': 200, 'content-type': 'application/grpc' };
const UNAVAILABLE = { ...GRPC, 'grpc-status': '14' };
const WHY = 'Unable to perform workflow execution update due to unexpected workflow task failure.';
const DROPPED = { ...GRPC, 'grpc-status': '9', 'grpc-message': WHY };
/** Temporal 1.32.0 says why in a status of its own. */
const DROPPED_WITH_START = { ...DROPPED, ...describeDroppedOperation() };

function describeDroppedOperation(): OutgoingHttpHeaders {
  const message = 'Update-with-Start could not be executed.';
  const { MultiOperationExecutionFailure: failure } = proto.temporal.api.errordetails.v1;
  const statuses = [
    { code: 10, message: 'Operation was aborted.' },
    { code: 9, message: WHY },
  ];
  const type_url = 'type.googleapis.com/temporal.api.errordetails.v1.MultiOperationExecutionFailure';
  const details = [{ type_url, value: failure.encode({ statuses }).finish() }];
  const bytes = proto.google.rpc.Status.encode({ code: 9, message, details }).finish();
  return { 'grpc-message': message, 'grpc-status-details-bin': Buffer.from(bytes).toString('base64') };
}

/** A Temporal that refuses the first call, and never answers the next one. */
let server: Http2Server;
const sessions: ServerHttp2Session[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.destroy();
  server.close();
});

async function startTemporal(refusal: OutgoingHttpHeaders) {
  let noteSecond: () => void = () => undefined;
  const isAskedAgain = new Promise<void>((resolve) => (noteSecond = resolve));
  server = createServer().on('session', (session) => sessions.push(session));
  server.once('stream', (stream: ServerHttp2Stream) => {
    server.once('stream', () => noteSecond());
    stream.respond(refusal, { endStream: true });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const address = { TEMPORAL_ADDRESS: `127.0.0.1:${port}`, TEMPORAL_NAMESPACE: 'default' };
  return {
    isAskedAgain,
    temporal: createTemporal({ ...address, TEMPORAL_TASK_QUEUE: 'none' } as Environment),
  };
}

it.each([
  ['an update', DROPPED],
  ['an update that comes with a start', DROPPED_WITH_START],
])('%s is dropped with the task that took it: it is asked for again', async (_, refusal) => {
  const { temporal, isAskedAgain } = await startTemporal(refusal);
  const { client, ongoing } = temporal;
  const update = () => client.workflow.getHandle('none').executeUpdate('settle');
  const call = waitOnTemporal(temporal, Date.now() + 300_000, update).catch(() => 'cut');
  await isAskedAgain;
  ongoing.shutDown();
  expect(await call).toBe('cut');
  await ongoing.waitUntilEnded();
  await client.connection.close();
});

it('the process ends while the second try of a call has no answer: the call is cut, and nothing is tried on a closed connection', async () => {
  const { temporal, isAskedAgain } = await startTemporal(UNAVAILABLE);
  const { client, ongoing } = temporal;
  const describe = () => client.workflow.getHandle('none').describe();
  const call = waitOnTemporal(temporal, Date.now() + 300_000, describe).then(
    () => 'answered',
    () => 'cut',
  );
  await isAskedAgain;
  ongoing.shutDown();
  expect(await call).toBe('cut');
  await ongoing.waitUntilEnded();
  await client.connection.close();
  // The second try fails now; a third would fail this file, as the SDK makes it in a timer of its own.
  for (const session of sessions) session.destroy();
  await pause(MAX_RETRY_PAUSE_MS);
});
