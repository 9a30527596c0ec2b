import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createGate } from './gate.js';
import type { Hold } from './gate.js';

/** Stands between the worker and Getnet and lets every answer through, but one that a story holds. */
export interface GetnetGate {
  /** For GETNET_BASE_URL. */
  readonly baseUrl: string;
  /** Holds the next answer to a request for `path` (`auth`, `sale`) that names `about`; Getnet has done it then. */
  holdAnswer(path: string, about: string): Hold;
  close(): Promise<void>;
}

/** @param url of the simulator, without a closing slash. */
export async function getnetGate(url: string): Promise<GetnetGate> {
  const held = createGate<Asked>();
  const server = createServer((asked, answer) => {
    passOn({ url, asked, answer, pass: (what) => held.pass(what) }).catch(() => answer.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/postxs/`,
    holdAnswer: (path, about) =>
      held.hold(
        `the answer to ${path} about ${about}`,
        (asked) => asked.path.endsWith(path) && asked.body.includes(about),
      ),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

interface Asked {
  readonly path: string;
  readonly body: string;
}

interface Passage {
  readonly url: string;
  readonly asked: IncomingMessage;
  readonly answer: ServerResponse;
  readonly pass: (asked: Asked) => Promise<void>;
}

async function passOn({ url, asked, answer, pass }: Passage): Promise<void> {
  const { method = 'GET', headers, url: path = '' } = asked;
  const body = await buffer(asked);
  const given = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(`${url}${path}`, { method, headers, agent: false }, resolve);
    answer.on('close', () => sent.destroy());
    sent.on('error', reject);
    sent.end(body);
  });
  const told = await buffer(given);
  await pass({ path, body: body.toString('utf8') });
  answer.writeHead(given.statusCode ?? 502, given.headers).end(told);
}
