import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exchange } from './http.js';
import { findUnusedPort } from './ports.js';

/** A stranger on the line: it passes requests on, and keeps what would open the door to somebody else. */
export interface RecordingProxy {
  readonly url: string;
  /** The last part of every path that was called: of a callback, its token. */
  readonly names: ReadonlySet<string>;
  /** The bearer tokens that were shown. */
  readonly tokens: ReadonlySet<string>;
  /** @param target without a closing slash. */
  passTo(target: string): void;
  close(): Promise<void>;
}

/** Starts one. */
export async function startRecordingProxy(): Promise<RecordingProxy> {
  const names = new Set<string>();
  const tokens = new Set<string>();
  let target = '';
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url = '', method = 'POST', headers } = request;
    names.add(url.split('/').at(-1) ?? '');
    if (headers.authorization) tokens.add(headers.authorization.replace('Bearer ', ''));
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const { host: _host, connection: _connection, ...passed } = headers;
    const asked = { method, headers: passed as Record<string, string>, ...(body !== '' && { body }) };
    const answer = await exchange(`${target}${url}`, asked);
    const type = String(answer.headers['content-type'] ?? 'application/json');
    response.writeHead(answer.status, { 'content-type': type }).end(answer.text);
  };
  const server = createServer((request, response) => {
    // A connection that died on the other side dies on this one.
    pass(request, response).catch(() => request.socket.destroy());
  });
  const port = await findUnusedPort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    names,
    tokens,
    passTo: (address) => void (target = address),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
