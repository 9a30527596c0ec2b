import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An event that was received, as a shop's backend would read it. */
export interface ReceivedEvent {
  readonly type: string;
  readonly sequence: number;
  readonly watermark: number;
  readonly data: { readonly id?: string; readonly outcome?: { readonly moneyMoved?: string } };
}

/** A shop's backend that listens. */
export interface WebhookListener {
  readonly url: string;
  /** Verified, in the order of arrival; a repeat is not listed. */
  readonly events: readonly ReceivedEvent[];
  /** So many requests had no good signature. */
  readonly refused: number;
  close(): Promise<void>;
}

/** What a listener is built from. */
export interface ListenerOptions {
  readonly secret: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly onEvent?: (event: ReceivedEvent) => void;
}

/** Listens on this machine, verifies each signature over the raw body and keeps what is new. @throws Error of the port. */
export async function startListener({ secret, port, onEvent }: ListenerOptions): Promise<WebhookListener> {
  const inbox = new Inbox(Buffer.from(secret.replace(/^whsec_/, ''), 'base64'), onEvent);
  const server = createServer((request, answer) => {
    void readText(request).then((text) => answer.writeHead(inbox.receive(text, request.headers)).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    events: inbox.events,
    get refused() {
      return inbox.refused;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

class Inbox {
  readonly events: ReceivedEvent[] = [];
  refused = 0;
  private readonly known = new Set<string>();

  constructor(
    private readonly key: Buffer,
    private readonly onEvent: ListenerOptions['onEvent'],
  ) {}

  /** @returns the status to answer with. */
  receive(text: string, headers: IncomingHttpHeaders): number {
    if (!isSigned(text, headers, this.key)) {
      this.refused += 1;
      return 401;
    }
    const id = String(headers['webhook-id']);
    if (this.known.has(id)) return 204;
    this.known.add(id);
    const event = JSON.parse(text) as ReceivedEvent;
    this.events.push(event);
    this.onEvent?.(event);
    return 204;
  }
}

const TOLERANCE_S = 300;

/** As Standard Webhooks says: one of the signatures is ours, and it is fresh. */
function isSigned(text: string, headers: IncomingHttpHeaders, key: Buffer): boolean {
  const [id = '', timestamp = '', signatures = ''] = [
    'webhook-id',
    'webhook-timestamp',
    'webhook-signature',
  ].map((name) => String(headers[name] ?? ''));
  if (!/^\d+$/.test(timestamp)) return false;
  if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > TOLERANCE_S) return false;
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${text}`, 'utf8').digest();
  return signatures.split(' ').some((one) => {
    const [version, encoded = ''] = one.split(',');
    const given = Buffer.from(encoded, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
