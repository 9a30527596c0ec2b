import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { until } from '../support/until.js';
import { buildCallbackBody, buildCallbackPath, buildForgedPath } from './support/callbacks.js';
import { buildSaleBody } from './support/running-api.js';
import { openScriptedWorld } from './support/scripted-world.js';

const stories = openScriptedWorld();
const { getnet, takeNewTerminal } = stories;

/** A sale whose acknowledgement was lost: only a callback knows its number. */
async function saleWithoutNumber(): Promise<string> {
  getnet.answers({ kind: 'unknown', cause: 'the answer was lost' });
  const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()));
  return body.id;
}

/** A sale that Getnet has and does not settle. */
async function pendingSale(): Promise<string> {
  getnet.says({ kind: 'pending' });
  const { body } = await stories.world.api.start(buildSaleBody(takeNewTerminal()));
  return body.id;
}

/** A busy worker may not answer in time: then the transaction is shown as it was last written. */
async function listSources(id: string): Promise<readonly string[]> {
  const { body } = await stories.world.api.get(`/v1/transactions/${id}`);
  return body.evidence.map(({ source }) => source);
}

interface BodyEncoding {
  readonly headers?: Readonly<Record<string, string>>;
  readonly behind?: string;
  readonly body: string | Buffer;
}

/** Calls back over a bare socket: no client that corrects a header or adds one. */
async function sendCallback(path: string, { headers = {}, body }: BodyEncoding) {
  const { hostname, port } = new URL(stories.world.api.url);
  const socket = connect(Number(port), hostname);
  const lines = Object.entries({
    host: 'shop.test',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    ...headers,
  })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  socket.write(body);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'close');
  const [head = '', text = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), text };
}

const callBack = (id: string, encoding: BodyEncoding) =>
  sendCallback(`${buildCallbackPath(id)}${encoding.behind ?? ''}`, encoding);

const known = buildCallbackBody(0);
const calledBack = expect.objectContaining({ source: 'callback' });

describe('a callback with a good token is a hint, whatever its encoding', () => {
  it.each<[string, BodyEncoding]>([
    ['no content type', { body: known }],
    ['plain text', { headers: { 'content-type': 'text/plain' }, body: known }],
    [
      'a comma before its charset',
      { headers: { 'content-type': 'application/json, charset=utf-8' }, body: known },
    ],
    [
      'a charset nobody has',
      { headers: { 'content-type': 'application/json; charset=latin1' }, body: known },
    ],
    ['a content type that is none', { headers: { 'content-type': ';;; =' }, body: known }],
    [
      'a form’s content type',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: known },
    ],
    ['gzip', { headers: { 'content-encoding': 'gzip' }, body: gzipSync(known) }],
    ['gzip that no header names', { body: gzipSync(known) }],
    ['gzip in name only', { headers: { 'content-encoding': 'gzip' }, body: known }],
    ['gzip twice', { headers: { 'content-encoding': 'gzip, x-gzip' }, body: gzipSync(gzipSync(known)) }],
    ['deflate', { headers: { 'content-encoding': 'deflate' }, body: deflateSync(known) }],
    [
      'deflate without its wrapper',
      { headers: { 'content-encoding': 'deflate' }, body: deflateRawSync(known) },
    ],
    ['brotli', { headers: { 'content-encoding': 'br' }, body: brotliCompressSync(known) }],
    ['a slash behind its token', { behind: '/', body: known }],
    ['slashes and a query behind its token', { behind: '//?from=getnet', body: known }],
    ['a query behind its token', { behind: '?a=/b/', body: known }],
    ['a wish to speak HTTP/2', { headers: { connection: 'Upgrade, close', upgrade: 'h2c' }, body: known }],
    ['a name twice', { body: known.replace('{', '{"a":1,"a":1,') }],
    ['much around it', { body: known.replace('{', `{"report":"${'x'.repeat(300_000)}",`) }],
  ])('%s: answered 200, and its number is asked about', async (_, encoding) => {
    const id = await saleWithoutNumber();
    expect(await callBack(id, encoding)).toMatchObject({ status: 200, text: '{"received":true}' });
    const end = await stories.world.api.get(`/v1/transactions/${id}`, { prefer: 'wait=20' });
    expect(end.body.status).toBe('approved');
  });

  it.each<[string, BodyEncoding]>([
    ['nothing', { body: '' }],
    ['half of a JSON text', { headers: { 'content-type': 'application/json' }, body: known.slice(0, 20) }],
    ['brackets without end', { body: '['.repeat(400_000) }],
    [
      'a field nested without end',
      { body: known.replace('{', `{"x":${'['.repeat(9_000)}${']'.repeat(9_000)},`) },
    ],
    ['bytes that are no text', { body: Buffer.from([0xff, 0xfe, 0x00, 0x80]) }],
    ['an encoding nobody knows', { headers: { 'content-encoding': 'snappy' }, body: Buffer.from([1, 2, 3]) }],
    [
      'what grows beyond the limit',
      { headers: { 'content-encoding': 'gzip' }, body: gzipSync('x'.repeat(9_000_000)) },
    ],
    ['an empty form', { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: '--b--\r\n' }],
  ])('%s: answered 200, a hint without a number', async (_, encoding) => {
    const id = await pendingSale();
    expect(await callBack(id, encoding)).toMatchObject({ status: 200 });
    await until(async () => (await listSources(id)).includes('callback'));
  });

  it('more than 1 MB: 413, declared or not', async () => {
    const id = await pendingSale();
    const body = 'x'.repeat(1_000_001);
    expect((await callBack(id, { body })).status).toBe(413);
    const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    const headers = { 'transfer-encoding': 'chunked', 'content-length': '' };
    expect((await callBack(id, { headers, body: chunked })).status).toBe(413);
  });

  it('the sender disconnects in the middle of the body: the part that arrived is a hint', async () => {
    const id = await pendingSale();
    const { hostname, port } = new URL(stories.world.api.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST ${buildCallbackPath(id)} HTTP/1.1\r\nhost: shop.test\r\ncontent-length: 5000\r\n\r\n${known}`,
    );
    socket.end();
    await once(socket.resume(), 'close');
    await stories.world.showsAs(id, { evidence: expect.arrayContaining([calledBack]) });
  });
});

describe('a callback with a bad token', () => {
  it.each<[string, BodyEncoding]>([
    ['a content type that is none', { headers: { 'content-type': ';;; =' }, body: known }],
    ['compressed', { headers: { 'content-encoding': 'gzip' }, body: gzipSync(known) }],
    ['too much', { body: 'x'.repeat(1_000_001) }],
    ['nothing', { body: '' }],
    ['a slash behind its token', { behind: '/', body: known }],
  ])('%s: the one fixed 404', async (_, encoding) => {
    const reply = await sendCallback(
      `${buildForgedPath('tx_0123456789abcdefghi')}${encoding.behind ?? ''}`,
      encoding,
    );
    expect(reply.status).toBe(404);
    expect(JSON.parse(reply.text)).toEqual((await stories.world.api.ask('/nowhere')).body);
  });

  it('its body is not waited for', async () => {
    const { hostname, port } = new URL(stories.world.api.url);
    const socket = connect(Number(port), hostname);
    const path = buildForgedPath('tx_0123456789abcdefghi');
    socket.write(`POST ${path} HTTP/1.1\r\nhost: shop.test\r\ncontent-length: 500000\r\n\r\n`);
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    expect(chunk.toString()).toMatch(/^HTTP\/1\.1 404 /);
    socket.destroy();
  });
});

it('other routes take JSON alone, whatever callbacks may send', async () => {
  const headers = { 'content-type': 'application/octet-stream' };
  expect(await stories.world.api.start(buildSaleBody('cl-1'), { headers })).toMatchObject({
    status: 415,
    body: { code: 'unsupported-media-type' },
  });
  expect((await stories.world.api.get('/v1/terminals/')).status).toBe(404);
  expect((await stories.world.api.ask('/nowhere', { method: 'POST', headers, body: 'x' })).status).toBe(404);
});
