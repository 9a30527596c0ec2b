import * as http from 'node:http';
import * as https from 'node:https';

/** What came of a POST: an HTTP status, or the error code of the connection. */
export type Delivery = { readonly status: number } | { readonly error: string };

export interface CallbackPost {
  readonly url: string;
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly encoding?: string;
}

const answerTimeoutMs = 10_000;

/** Posts a callback on a fresh connection, follows no redirect and waits 10 s at most. Never throws. */
export function postCallback({ url, contentType, body, encoding }: CallbackPost): Promise<Delivery> {
  return new Promise((resolve) => {
    const client = url.startsWith('https:') ? https : http;
    const headers = {
      ...{ 'content-type': contentType, 'content-length': Buffer.byteLength(body) },
      ...(encoding !== undefined && { 'content-encoding': encoding }),
    };
    const request = client.request(
      url,
      { method: 'POST', headers, agent: false, timeout: answerTimeoutMs },
      (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0 });
      },
    );
    request.on('timeout', () => request.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })));
    // Only the code: the message may hold the address, and the address holds the caller's token.
    request.on('error', (error: NodeJS.ErrnoException) => resolve({ error: error.code ?? 'EUNKNOWN' }));
    request.end(body);
  });
}
