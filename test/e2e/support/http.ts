import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** A request of a story: what is not said is a GET without body. */
export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; see {@link json}. */
  readonly body?: string;
  /** Milliseconds; a minute unless told. */
  readonly timeoutMs?: number;
}

/** What was answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; an empty object where it is none. */
  readonly body: Body;
  /** Milliseconds from request to answer. */
  readonly tookMs: number;
}

/** A transaction or a problem, as far as stories look at it. */
export interface Body {
  readonly id?: string;
  readonly status?: string | number;
  readonly idPosTxs?: string | null;
  readonly authorizationCode?: string | null;
  readonly attempt?: number;
  readonly createdAt?: string;
  readonly finalAt?: string | null;
  readonly outcome?: {
    readonly moneyMoved?: string;
    readonly evidence?: string;
    readonly reason?: string;
    readonly responseCode?: number;
    readonly warning?: string;
    readonly detail?: string;
  };
  readonly states?: readonly { readonly status: string; readonly at: string }[];
  readonly evidence?: readonly { readonly source: string; readonly says: string; readonly at: string }[];
  readonly code?: string;
  readonly detail?: string;
  readonly moneyMoved?: string;
  readonly retry?: string;
  readonly holder?: string;
  readonly busyUntil?: string;
  readonly transactionId?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  readonly [other: string]: unknown;
}

/**
 * One HTTP exchange on a connection of its own: a server that died in between is never met through a connection kept alive.
 *
 * @throws Error of the connection.
 */
export function exchange(url: string, ask: Ask = {}): Promise<Answer> {
  const began = performance.now();
  const { method = 'GET', headers = {}, body, timeoutMs = 60_000 } = ask;
  return new Promise((resolve, reject) => {
    const options = { method, headers, agent: false as const, signal: AbortSignal.timeout(timeoutMs) };
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, headers: answered, text, body: jsonIn(text), tookMs: performance.now() - began });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function jsonIn(text: string): Body {
  try {
    return (JSON.parse(text) ?? {}) as Body;
  } catch {
    return {};
  }
}

/** Of a Temporal that does not answer for longer, the API's answer is taken as it is. */
const BUSY_TEMPORAL_MS = 60_000;

/** Asks again, as a shop does, while Temporal is too busy to answer the API. */
export async function askUntilTemporalAnswers(ask: () => Promise<Answer>): Promise<Answer> {
  const deadline = Date.now() + BUSY_TEMPORAL_MS;
  for (;;) {
    const answer = await ask();
    if (answer.body.code !== 'orchestrator-unavailable' || Date.now() > deadline) return answer;
    await pause(250);
  }
}
