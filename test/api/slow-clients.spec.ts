import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { httpLimits } from '../../src/config/connection-timeouts.js';
import { MAX_WAIT_SECONDS } from '../../src/api/http/prefer.js';
import { buildCallbackPath } from './support/callbacks.js';
import { runApi } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';
import { keys } from './support/shop.js';

/** The usual limits, a hundred times as strict, but for the answer. */
const strict = { ...httpLimits, headersMs: 150, requestMs: 300, checkEveryMs: 50 };

const asked: Socket[] = [];
let silent: Server;
let api: RunningApi;

/** A Temporal that says nothing holds every answer for as long as the API waits for it. */
beforeAll(async () => {
  silent = createServer((socket) => asked.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  api = await runApi({ TEMPORAL_ADDRESS: `127.0.0.1:${port}` }, strict);
});
afterAll(async () => {
  await api.close();
  for (const socket of asked) socket.destroy();
  silent.close();
});

function dial(): Socket {
  const { hostname, port } = new URL(api.url);
  return connect(Number(port), hostname).on('error', () => undefined);
}

/** Sends a byte now and then, so that it is never silent, until the other side hangs up. */
async function trickle(socket: Socket, byte: string): Promise<void> {
  const drops = setInterval(() => socket.write(byte), 20);
  await once(socket.resume(), 'close');
  clearInterval(drops);
}

const start =
  `POST /v1/transactions HTTP/1.1\r\nhost: shop.test\r\nauthorization: Bearer ${keys.chile}\r\n` +
  'idempotency-key: a\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{';

describe('slow bodies', () => {
  it.each<[string, string, string]>([
    ['nothing', '', ''],
    ['a head that never ends', 'GET /v1/terminals HTTP/1.1\r\nx-slow: ', 'x'],
    ['a body that never ends', start, ' '],
    ['a body that stops', start, ''],
    [
      'a callback that never ends',
      `POST ${buildCallbackPath('tx_0123456789abcdefghi')} HTTP/1.1\r\nhost: a\r\ncontent-length: 5000\r\n\r\n`,
      ' ',
    ],
    [
      'a forged callback that never ends',
      'POST /webhooks/getnet/x HTTP/1.1\r\nhost: a\r\ncontent-length: 5000\r\n\r\n',
      ' ',
    ],
  ])('a client sends %s: the connection is closed', async (_, head, drop) => {
    const socket = dial();
    socket.write(head);
    await trickle(socket, drop);
    expect(socket.destroyed).toBe(true);
  });

  it('an answer takes longer than a request may: it is waited for', async () => {
    const reply = await api.get('/v1/transactions/tx_0123456789abcdefghi', { prefer: 'wait=330' });
    expect(reply.status).toBe(503);
  });

  it('an answer may be held for as long as can be asked for', () => {
    expect(httpLimits.silenceMs).toBeGreaterThan(MAX_WAIT_SECONDS * 1_000);
    expect(httpLimits.headersMs).toBeLessThanOrEqual(httpLimits.requestMs);
  });
});
