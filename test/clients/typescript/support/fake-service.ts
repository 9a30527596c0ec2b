import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProblemBody, Transaction } from '../../../../clients/typescript/src/index.js';

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** What the service does with one request. */
export type Behaviour = (response: ServerResponse, arrived: ReceivedRequest) => void | Promise<void>;

/** A service that does to each request what a test says, over a real socket. */
export interface FakeService {
  readonly url: string;
  readonly arrived: readonly ReceivedRequest[];
  /** The keys of all starts, in their order. */
  keys(): readonly (string | undefined)[];
  /** What is done to the next requests; the last one goes on for ever. */
  does(...behaviours: readonly Behaviour[]): void;
  close(): Promise<void>;
}

export async function startFakeService(): Promise<FakeService> {
  const arrived: ReceivedRequest[] = [];
  let plan: readonly Behaviour[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { method = '', url = '', headers } = request;
      const key = headers['idempotency-key'];
      const one = { method, path: url, key: typeof key === 'string' ? key : undefined, headers, body };
      arrived.push(one);
      const [now, ...rest] = plan;
      if (rest.length > 0) plan = rest;
      void now?.(response, one);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    arrived,
    keys: () => arrived.filter(({ method }) => method === 'POST').map(({ key }) => key),
    does: (...behaviours) => void (plan = behaviours),
    close: () => closeServer(server),
  };
}

export function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((closed) => server.close(() => closed()));
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

/** Closes the connection without a word. */
export const disconnect: Behaviour = (response) => void response.destroy();

/** Never answers. */
export const staySilent: Behaviour = () => undefined;

/** A page of something in between. */
export function page(status: number, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return (response) =>
    void response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<html>gateway</html>');
}

/** Half of an answer. */
export const cutResponse: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '400' });
  response.write('{"id": "tx_', () => response.destroy());
};

export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Behaviour {
  return (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));
}

export function problem(
  over: Partial<ProblemBody>,
  headers: Readonly<Record<string, string>> = {},
): Behaviour {
  const body: ProblemBody = {
    type: '/problems/x',
    title: 'x',
    status: 409,
    detail: 'x',
    code: 'terminal-busy',
    moneyMoved: 'no',
    retry: 'same_key',
    ...over,
  };
  return json(body.status, body, { 'content-type': 'application/problem+json', ...headers });
}

export const away = (headers: Readonly<Record<string, string>> = {}) =>
  problem({ status: 503, code: 'orchestrator-unavailable', moneyMoved: 'unknown' }, headers);

/** As much of a transaction as the client looks at. */
export function transaction(over: Partial<Transaction> = {}): Transaction {
  return {
    id: 'tx_1',
    type: 'sale',
    status: 'approved',
    terminalId: 'cl-till-1',
    late: null,
    outcome: { moneyMoved: 'yes' },
    confirmation: null,
    ...over,
  } as Transaction;
}

export const approved: Behaviour = json(200, transaction());
export const onItsWay: Behaviour = json(
  202,
  transaction({ status: 'in_progress', outcome: { moneyMoved: 'unknown' } }),
);
export const declined: Behaviour = json(
  200,
  transaction({ status: 'declined', outcome: { moneyMoved: 'no' } }),
);
