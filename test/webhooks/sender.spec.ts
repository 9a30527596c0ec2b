import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { WebhookSending } from '../../src/domain/webhook-sending.js';
import { isPrivateAddress } from '../../src/webhooks/addresses.js';
import { createWebhookSender } from '../../src/webhooks/sender.js';
import { startReceiver } from './support/receiver.js';

const key = Buffer.alloc(32, 3);
const secretFor = (bytes: Buffer): string => `whsec_${bytes.toString('base64')}`;
const event = {
  type: 'transaction.approved',
  key: 'tx_1_2_approved',
  at: '2026-01-15T13:30:58.004Z',
  data: '{"id":"tx_1","status":"approved","reference":"Café"}',
} as const;
const sending: WebhookSending = {
  merchant: 'shop',
  endpoint: 'main',
  message: { event, sequence: 17, watermark: 16 },
};

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function senderTo(
  url: string,
  options: { keys?: readonly Buffer[]; allowPrivate?: boolean; timeoutMs?: number } = {},
) {
  const { keys = [key], allowPrivate = true, timeoutMs = 1_500 } = options;
  const sender = createWebhookSender({ findEndpoint: () => ({ url, keys }), allowPrivate, timeoutMs });
  closing.push(() => sender.close());
  return sender;
}

async function receiver(secret = secretFor(key)) {
  const started = await startReceiver(secret);
  closing.push(() => started.close());
  return started;
}

/** A server that says whatever bytes it likes. */
async function rawServer(speak: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('data', () => speak(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('a webhook that is sent', () => {
  it('a receiver verifies it as Standard Webhooks: type, time, sequence, watermark and data are there', async () => {
    const shop = await receiver();
    await expect(senderTo(shop.url).send(sending)).resolves.toEqual({ kind: 'delivered', status: 204 });
    expect(shop.received).toHaveLength(1);
    expect(shop.received[0]).toMatchObject({
      id: 'msg_tx_1_2_approved',
      headers: { 'content-type': 'application/json' },
      body: {
        type: 'transaction.approved',
        timestamp: event.at,
        sequence: 17,
        watermark: 16,
        data: { id: 'tx_1', status: 'approved', reference: 'Café' },
      },
    });
  });

  it('two secrets: a receiver that holds either of them verifies it', async () => {
    const old = Buffer.alloc(24, 5);
    const shop = await receiver();
    await senderTo(shop.url, { keys: [key, old] }).send(sending);
    const [{ text = '', headers = {} } = {}] = shop.received;
    expect(new Webhook(secretFor(old)).verify(text, headers)).toMatchObject({ sequence: 17 });
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
  });

  it('it is sent again: id and body are the same bytes', async () => {
    const shop = await receiver();
    const sender = senderTo(shop.url);
    await sender.send(sending);
    await sender.send(sending);
    const [one, two] = shop.received;
    expect([two?.text, two?.id]).toEqual([one?.text, one?.id]);
  });
});

describe('receivers that fail', () => {
  it.each([
    [500, 'failed', /answered 500/],
    [404, 'failed', /answered 404/],
    [410, 'gone', /answered 410/],
    [302, 'failed', /redirects are not followed/],
  ])('it answers %s: %s', async (status, kind, cause) => {
    const shop = await receiver();
    const elsewhere = await receiver();
    shop.does((_, answer) => void answer.writeHead(status, { location: elsewhere.url }).end());
    const report = await senderTo(shop.url).send(sending);
    expect(report).toMatchObject({ kind, status, cause: expect.stringMatching(cause) });
    expect(elsewhere.received).toEqual([]);
  });

  it('it accepts the request and never answers: timed out', async () => {
    const url = await rawServer(() => undefined);
    const report = await senderTo(url, { timeoutMs: 300 }).send(sending);
    expect(report).toEqual({ kind: 'failed', status: null, cause: 'no answer within 0.3 s' });
  });

  it('it sends its headers a byte at a time: timed out', async () => {
    const url = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      const timer = setInterval(() => socket.write('a'), 20);
      socket.once('close', () => clearInterval(timer));
    });
    const began = Date.now();
    expect(await senderTo(url, { timeoutMs: 400 }).send(sending)).toMatchObject({
      kind: 'failed',
      status: null,
    });
    expect(Date.now() - began).toBeLessThan(3_000);
  });

  it('it answers 200 and then gigabytes: delivered, and the rest is not read', async () => {
    let sent = 0;
    const block = Buffer.alloc(65_536, 'x');
    const url = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5000000000\r\n\r\n');
      const pour = () => {
        while (!socket.destroyed && socket.write(block)) sent += block.length;
      };
      socket.on('drain', pour);
      pour();
    });
    expect(await senderTo(url).send(sending)).toEqual({ kind: 'delivered', status: 200 });
    expect(sent).toBeLessThan(20_000_000);
  });

  it('it answers 200 and never ends: delivered', async () => {
    const url = await rawServer(
      (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'),
    );
    expect(await senderTo(url).send(sending)).toEqual({ kind: 'delivered', status: 200 });
  });

  it.each([
    ['closes at once', (socket: Socket) => void socket.destroy()],
    ['speaks no HTTP', (socket: Socket) => void socket.end('220 smtp.example ESMTP\r\n')],
    [
      'has an endless head',
      (socket: Socket) => void socket.write(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`),
    ],
  ])('it %s: failed, and nothing throws', async (_, speak) => {
    expect(await senderTo(await rawServer(speak)).send(sending)).toMatchObject({
      kind: 'failed',
      status: null,
    });
  });

  it('nobody listens: failed, and the address is not told', async () => {
    const shop = await startReceiver(secretFor(key));
    await shop.close();
    const report = await senderTo(shop.url).send(sending);
    expect(report).toMatchObject({ kind: 'failed', cause: expect.stringContaining('ECONNREFUSED') });
    expect(JSON.stringify(report)).not.toContain(String(shop.port));
  });

  it('it is slow: no more than 20 are under way to it, and another endpoint is served', async () => {
    const slow = await rawServer(() => undefined);
    const shop = await receiver();
    const sender = createWebhookSender({
      findEndpoint: (_, endpoint) => ({ url: endpoint === 'slow' ? slow : shop.url, keys: [key] }),
      allowPrivate: true,
      timeoutMs: 500,
    });
    closing.push(() => sender.close());
    const all = Array.from({ length: 25 }, () => sender.send({ ...sending, endpoint: 'slow' }));
    expect(await sender.send(sending)).toMatchObject({ kind: 'delivered' });
    const kinds = (await Promise.all(all)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'deferred')).toHaveLength(5);
    expect(await sender.send({ ...sending, endpoint: 'slow' })).toMatchObject({ kind: 'failed' });
  });
});

describe('addresses that are not public', () => {
  it.each([
    'http://127.0.0.1',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://2130706433',
    'http://0x7f.1',
    'http://localhost',
    'http://0',
  ])('%s: no connection is made', async (host) => {
    const shop = await receiver();
    const report = await senderTo(`${host}:${shop.port}/`, { allowPrivate: false }).send(sending);
    expect(report).toMatchObject({ kind: 'failed', status: null, cause: expect.stringContaining('private') });
    expect(shop.received).toEqual([]);
  });

  it.each([
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    '::ffff:0:127.0.0.1',
    '2002:7f00:1::',
    'fd00::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'no address',
  ])('%s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(['8.8.8.8', '172.32.0.1', '::ffff:8.8.8.8', '2606:4700:4700::1111'])('%s is public', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });
});
