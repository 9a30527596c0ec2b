import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** What a receiver got. */
export interface Received {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it came. */
  readonly text: string;
  readonly body: {
    readonly type: string;
    readonly timestamp: string;
    readonly sequence: number;
    readonly watermark: number;
    readonly data: Readonly<Record<string, unknown>> & { readonly id?: string; readonly status?: string };
  };
  readonly atMs: number;
}

/** Answers one request; undefined: 204. */
export type Behaviour = (received: Received, answer: ServerResponse) => void;

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** A shop's backend that takes webhooks, verified by the library that shops use. */
export async function startReceiver(secret: string) {
  const received: Received[] = [];
  const wakes = new Set<() => void>();
  let behaviour: Behaviour = (_, answer) => void answer.writeHead(204).end();
  const server = createServer((incoming, answer) => void take(incoming, answer));
  const verifier = new Webhook(secret);

  async function take(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const headers = incoming.headers as Record<string, string>;
    const one = {
      id: headers['webhook-id'] ?? '',
      headers,
      text,
      body: verifier.verify(text, headers) as Received['body'],
      atMs: Date.now(),
    };
    received.push(one);
    behaviour(one, answer);
    for (const wake of wakes) wake();
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    port,
    received,
    /** From now on it does this. */
    does(next: Behaviour): void {
      behaviour = next;
    },
    answers(status: number): void {
      behaviour = (_, answer) => void answer.writeHead(status).end();
    },
    /** Waits until so many have come. */
    async has(count: number): Promise<readonly Received[]> {
      while (received.length < count)
        await new Promise<void>((resolve) => {
          const wake = () => {
            wakes.delete(wake);
            resolve();
          };
          wakes.add(wake);
        });
      return received;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
