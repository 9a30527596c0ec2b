import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { createTransport } from '../../src/getnet/transport.js';
import type { HttpRequest } from '../../src/getnet/transport.js';
import { httpPeer } from './support/sockets.js';
import type { Peer } from './support/sockets.js';

const transport = createTransport();
const peers: Peer[] = [];
const limits = { timeoutMs: 3_000 };
const json = '{"code":1,"message":"OPERACIÓN","data":{"idPosTxs":900002}}';
const bytes = Buffer.from(json);

async function answering(headers: Record<string, string>, body: Buffer, status = 200): Promise<HttpRequest> {
  const peer = await httpPeer((_request, response) => response.writeHead(status, headers).end(body));
  peers.push(peer);
  return { method: 'POST', url: new URL('sale', peer.url), headers: {}, body: '{}' };
}

afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});
afterAll(() => transport.close());

describe('an answer comes compressed though nobody asked', () => {
  it.each<[string, string | undefined, Buffer]>([
    ['gzip', 'gzip', gzipSync(bytes)],
    ['gzip by its old name and in capitals', 'X-GZIP', gzipSync(bytes)],
    ['deflate', 'deflate', deflateSync(bytes)],
    ['deflate without its wrapper', 'deflate', deflateRawSync(bytes)],
    ['br', 'br', brotliCompressSync(bytes)],
    ['twice', 'gzip, br', brotliCompressSync(gzipSync(bytes))],
    ['gzip that no header names', undefined, gzipSync(bytes)],
    ['gzip that only a false header names', 'identity', gzipSync(bytes)],
    ['gzip in the header alone', 'gzip', bytes],
    ['br in the header alone', 'br', bytes],
    ['identity', 'identity', bytes],
    ['nothing with a header', 'gzip', Buffer.alloc(0)],
  ])('%s: read', async (_what, encoding, body) => {
    const request = await answering(encoding === undefined ? {} : { 'content-encoding': encoding }, body);
    const expected = { reached: 'yes', body: body.length === 0 ? '' : json };
    expect(await transport.sendOnce(request, limits)).toMatchObject(expected);
    expect(await transport.query({ ...request, method: 'GET', body: undefined }, limits)).toMatchObject(
      expected,
    );
  });

  it.each<[string, string, Buffer]>([
    ['cut off', 'gzip', gzipSync(bytes).subarray(0, -9)],
    ['cut off', 'br', brotliCompressSync(bytes).subarray(0, -3)],
    ['broken', 'deflate', Buffer.from([0x78, 0x9c, 1, 2, 3, 4])],
    ['something else', 'gzip', brotliCompressSync(bytes)],
    ['larger than 1 MB unpacked', 'gzip', gzipSync(Buffer.alloc(50 * 1024 * 1024))],
    ['larger than 1 MB unpacked', 'br', brotliCompressSync(Buffer.alloc(1_200 * 1024))],
    ['larger than 1 MB unpacked', 'deflate', deflateRawSync(Buffer.alloc(50 * 1024 * 1024))],
  ])('%s (%s): unreadable, so it may have been carried out', async (_what, encoding, body) => {
    const request = await answering({ 'content-encoding': encoding }, body, 401);
    expect(await transport.sendOnce(request, limits)).toMatchObject({
      reached: 'maybe',
      cause: expect.stringContaining('compressed'),
    });
  });
});

describe('an answer in another character set', () => {
  it.each<[string, Buffer]>([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${json}`)],
    ['Latin-1', Buffer.from(json, 'latin1')],
    ['UTF-16', Buffer.from(`\uFEFF${json}`, 'utf16le')],
    ['UTF-16, the other way round', Buffer.from(`\uFEFF${json}`, 'utf16le').swap16()],
  ])('%s: read', async (_what, body) => {
    const request = await answering({ 'content-type': 'text/plain' }, body);
    expect(await transport.sendOnce(request, limits)).toMatchObject({ reached: 'yes', body: json });
  });
});
