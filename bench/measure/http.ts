import { request } from 'undici';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export type Headers = Readonly<Record<string, string>>;

/** Posts JSON over a kept connection. */
export async function post(url: string, body: object, headers: Headers = {}): Promise<Answer> {
  const { statusCode, body: answer } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: statusCode, body: await answer.json().catch(() => undefined) };
}

export async function get(url: string, headers: Headers = {}): Promise<Answer> {
  const { statusCode, body } = await request(url, { headers });
  return { status: statusCode, body: await body.json().catch(() => undefined) };
}
