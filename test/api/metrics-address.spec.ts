import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { runApi } from './support/running-api.js';
import type { RunningApi } from './support/running-api.js';

let api: RunningApi;
afterEach(() => api.close());

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return String(port);
}

const statusAt = (url: string) =>
  fetch(url).then(
    ({ status }) => status,
    () => 'nobody there',
  );

describe('metrics', () => {
  it('nothing is set: they are on the loopback and never on the port of the API', async () => {
    const port = await freePort();
    api = await runApi({ METRICS_PORT: port, TEMPORAL_ADDRESS: '127.0.0.1:1', HOST: '0.0.0.0' });
    expect(await statusAt(`http://127.0.0.1:${port}/metrics`)).toBe(200);
    expect(await statusAt(`http://127.0.0.2:${port}/metrics`)).toBe('nobody there');
    expect(await statusAt(`${api.url}/metrics`)).toBe(404);
  });

  it('METRICS_HOST is set: they are there and nowhere else', async () => {
    const port = await freePort();
    api = await runApi({ METRICS_PORT: port, METRICS_HOST: '127.0.0.2', TEMPORAL_ADDRESS: '127.0.0.1:1' });
    expect(await statusAt(`http://127.0.0.2:${port}/metrics`)).toBe(200);
    expect(await statusAt(`http://127.0.0.1:${port}/metrics`)).toBe('nobody there');
  });
});
