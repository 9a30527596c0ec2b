import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The least a Getnet can be: it logs everybody in, acknowledges every command at once and has always approved it. */
export interface GetnetStub {
  readonly baseUrl: string;
  /** Settles with the moment (`performance.now()`) when the command of a `customId` was read. */
  arrival(customId: string): Promise<number>;
  stop(): Promise<void>;
}

export async function startGetnetStub(): Promise<GetnetStub> {
  const waiting = new Map<string, (at: number) => void>();
  const arrived = new Map<string, number>();
  let number = 900_000;
  const read = (body: string): object => {
    const { customId } = JSON.parse(body) as { customId: string };
    const at = performance.now();
    arrived.set(customId, at);
    waiting.get(customId)?.(at);
    return { idPosTxs: (number += 1) };
  };
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ code: 1, status: 'OK', message: 'OK', data: dataFor(request, body, read) }),
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/api/postxs/`,
    arrival: (customId) =>
      new Promise((settle) => {
        const at = arrived.get(customId);
        if (at === undefined) waiting.set(customId, settle);
        else settle(at);
      }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function dataFor({ method, url }: IncomingMessage, body: string, read: (body: string) => object): object {
  if (url?.endsWith('/auth')) return { token: 'bench', expires_in: 86_400 };
  if (method === 'POST') return read(body);
  return { response: { functionCode: 100, responseCode: 0, authorizationCode: '012345', amount: 5990 } };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
