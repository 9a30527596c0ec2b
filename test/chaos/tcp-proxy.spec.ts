import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ConnectionFault } from '../../chaos/plan/disturbances.js';
import { startWireProxy } from '../../chaos/world/tcp-proxy.js';
import { exchange } from '../e2e/support/http.js';

const BODY = 'x'.repeat(1_000);
const closers: (() => unknown)[] = [];

/** A server that counts what it reads, and a proxy before it that does this to every request. */
async function proxied(fault?: ConnectionFault) {
  let read = 0;
  const cut: ConnectionFault[] = [];
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      read += 1;
      response.end(BODY);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const proxy = await startWireProxy({
    targets: [port],
    onRequest: () => fault,
    onCut: (one) => void cut.push(one),
  });
  closers.push(
    () => proxy.close(),
    () => server.close().closeAllConnections(),
  );
  return { proxy, url: `http://127.0.0.1:${proxy.port}/sale`, read: () => read, cut };
}

const post = (url: string, timeoutMs = 5_000) => exchange(url, { method: 'POST', body: '{}', timeoutMs });

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

describe('a proxy between two processes', () => {
  it('nothing is planned: the answer comes through', async () => {
    const { url, read } = await proxied();
    expect(await post(url)).toMatchObject({ status: 200, text: BODY });
    expect(read()).toBe(1);
  });

  it('a delay is planned: the answer comes so much later', async () => {
    const { url } = await proxied({ kind: 'delay', ms: 200 });
    const { status, tookMs } = await post(url);
    expect(status).toBe(200);
    expect(tookMs).toBeGreaterThanOrEqual(195);
  });

  it('a reset before reading is planned: nothing arrives', async () => {
    const { url, read } = await proxied({ kind: 'reset_unread' });
    await expect(post(url)).rejects.toThrow(/ECONNRESET|socket hang up/);
    expect(read()).toBe(0);
  });

  it('a lost answer is planned: the request arrives, and its sender gets no answer', async () => {
    const { url, read } = await proxied({ kind: 'reply_lost' });
    await expect(post(url)).rejects.toThrow(/ECONNRESET|socket hang up/);
    expect(read()).toBe(1);
  });

  it('a cut is planned: the answer ends in its middle', async () => {
    const { url, read, cut } = await proxied({ kind: 'cut', bytes: 300 });
    await expect(post(url)).rejects.toThrow(/aborted|ECONNRESET|hang up/);
    expect(read()).toBe(1);
    expect(cut).toEqual([{ kind: 'cut', bytes: 300 }]);
  });

  it('a cut behind the end is planned: the answer comes through, and nobody is told of a cut', async () => {
    const { url, cut } = await proxied({ kind: 'cut', bytes: 5_000 });
    expect(await post(url)).toMatchObject({ status: 200, text: BODY });
    expect(cut).toEqual([]);
  });

  it('a half-open connection is planned: the request arrives, and nothing ever comes back', async () => {
    const { url, read } = await proxied({ kind: 'half_open' });
    await expect(post(url, 400)).rejects.toThrow(/abort|timeout/i);
    expect(read()).toBe(1);
  });

  it('it stalls: nothing passes until it is healed, and then everything', async () => {
    const { proxy, url } = await proxied();
    proxy.stall();
    const answer = post(url);
    await expect(post(url, 300)).rejects.toThrow(/abort|timeout/i);
    proxy.heal();
    expect(await answer).toMatchObject({ status: 200 });
  });

  it('it refuses: new connections are reset until it is healed', async () => {
    const { proxy, url } = await proxied();
    proxy.refuse();
    await expect(post(url)).rejects.toThrow(/ECONNRESET|hang up/);
    proxy.heal();
    expect(await post(url)).toMatchObject({ status: 200 });
  });

  it('one of two targets is away: the other is taken', async () => {
    const { url } = await proxied();
    const port = Number(new URL(url).port);
    const balancer = await startWireProxy({ targets: [1, port] });
    closers.unshift(() => balancer.close());
    const through = `http://127.0.0.1:${balancer.port}/`;
    expect([(await post(through)).status, (await post(through)).status]).toEqual([200, 200]);
  });
});
