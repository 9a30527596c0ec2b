import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createHoldPoint } from './hold-point.js';
import type { Hold } from './hold-point.js';

/** Stands between the worker and Getnet and lets every answer through, but one that a story holds. */
export interface GetnetProxy {
  /** For GETNET_BASE_URL. */
  readonly baseUrl: string;
  /** Holds the next answer to a request for `path` (`auth`, `sale`) that names `about`; Getnet has done it then. */
  holdAnswer(path: string, about: string): Hold;
  close(): Promise<void>;
}

/** @param url of the simulator, without a closing slash. */
export async function startGetnetProxy(url: string): Promise<GetnetProxy> {
  const held = createHoldPoint<ProxiedRequest>();
  const server = createServer((asked, answer) => {
    forward({ url, asked, answer, pass: (what) => held.pass(what) }).catch(() => answer.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/postxs/`,
    holdAnswer: (path, about) =>
      held.hold(
        `the answer to ${path} about ${about}`,
        (asked) => asked.path.endsWith(path) && asked.requestBody.includes(about),
      ),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

interface ProxiedRequest {
  readonly path: string;
  readonly requestBody: string;
}

interface Forwarding {
  readonly url: string;
  readonly asked: IncomingMessage;
  readonly answer: ServerResponse;
  readonly pass: (asked: ProxiedRequest) => Promise<void>;
}

async function forward({ url, asked, answer, pass }: Forwarding): Promise<void> {
  const { method = 'GET', headers, url: path = '' } = asked;
  const requestBody = await buffer(asked);
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(`${url}${path}`, { method, headers, agent: false }, resolve);
    answer.on('close', () => sent.destroy());
    sent.on('error', reject);
    sent.end(requestBody);
  });
  const replyBody = await buffer(reply);
  await pass({ path, requestBody: requestBody.toString('utf8') });
  answer.writeHead(reply.statusCode ?? 502, reply.headers).end(replyBody);
}
