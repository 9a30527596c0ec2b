import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpPeer } from './sockets.js';
import type { Peer } from './sockets.js';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What to answer: a JSON value with 200, an HTTP status with a body, or anything at all with the response in hand. */
export type Scripted =
  | object
  | [status: number, body: string, headers?: Record<string, string>]
  | ((response: ServerResponse) => void);

/** Getnet as one test needs it: logins always work unless scripted, everything else is answered from the script. */
export interface FakeGetnet extends Peer {
  readonly seen: ReceivedRequest[];
  /** Requests other than logins. */
  readonly commands: () => readonly ReceivedRequest[];
  readonly logins: () => number;
  /** The next answers, in order. */
  script(...answers: Scripted[]): void;
  scriptLogin(...answers: Scripted[]): void;
}

export async function startFakeGetnet(): Promise<FakeGetnet> {
  const seen: ReceivedRequest[] = [];
  const answers: Scripted[] = [];
  const loginAnswers: Scripted[] = [];
  let logins = 0;
  const peer = await httpPeer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const path = request.url ?? '';
      seen.push({
        method: request.method ?? '',
        path,
        headers: request.headers,
        body: Buffer.concat(parts).toString(),
      });
      if (path.endsWith('/auth')) {
        logins += 1;
        return answer(
          response,
          loginAnswers.shift() ?? { code: 1, data: { token: `token-${logins}`, expires_in: 86_400 } },
        );
      }
      return answer(response, answers.shift() ?? [500, 'nothing scripted']);
    });
  });
  return {
    ...peer,
    url: `${peer.url}api/postxs/`,
    seen,
    commands: () => seen.filter(({ path }) => !path.endsWith('/auth')),
    logins: () => logins,
    script: (...next) => answers.push(...next),
    scriptLogin: (...next) => loginAnswers.push(...next),
  };
}

function answer(response: ServerResponse, scripted: Scripted): void {
  if (typeof scripted === 'function') return scripted(response);
  const [status, body, headers] = Array.isArray(scripted)
    ? (scripted as [number, string, Record<string, string>?])
    : [200, JSON.stringify(scripted), undefined];
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}
