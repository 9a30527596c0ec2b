import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Simulator, SimulatorOptions } from '../../src/simulator/server.js';
import { startSimulator } from '../../src/simulator/server.js';

export type Json = Record<string, unknown>;

/** Short windows, so that a whole lifecycle takes 600 ms. */
export const shortTimes = { windowMs: 300, extraWindowMs: 300, customerDelayMs: 10 } as const;

/** Windows that no test lives to see the end of. */
export const longTimes = { ...shortTimes, windowMs: 60_000, extraWindowMs: 60_000 } as const;

export const clTerminal = {
  idTerminal: '70000001',
  idSucursal: 10001,
  serialNumber: 'SN0000000001',
} as const;
export const arTerminal = {
  idTerminal: 'TST00001',
  idSucursal: 100001,
  serialNumber: 'SN0000000101',
} as const;
export const headers = (country: string): Record<string, string> => ({
  env: 'uat',
  country,
  app: 'posintegrado',
});

export interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
  /** The body as JSON; an empty object if it is none. */
  readonly body: Json & { code?: unknown; message?: unknown; data?: Json | null };
}

type CallArguments = [method: string, path: string, body?: unknown, extra?: Record<string, string>];

/** A caller of the simulator: the cloud's client and the one behind the scenes. */
export interface Till {
  readonly simulator: Simulator;
  login(clientId?: string): Promise<string>;
  /** Any request to the cloud; with a token of the country's demo client unless headers say otherwise. */
  call(...request: CallArguments): Promise<Answer>;
  /** A sale on the first Chilean terminal; fields override. */
  sale(fields?: Json): Promise<Answer>;
  control(method: string, path: string, body?: unknown): Promise<Answer & { body: Json }>;
  script(script: Json, match?: Json, times?: number): Promise<void>;
  truth(customId: string): Promise<Json>;
  /** Waits until the operation has ended, then gives its truth. */
  untilSettled(customId: string): Promise<Json>;
  ledger(query?: string): Promise<{ requests: Json[]; device: Json[]; callbacks: Json[]; alarms: Json[] }>;
}

export async function openTill(options: SimulatorOptions = {}): Promise<Till> {
  const simulator = await startSimulator({ ...shortTimes, ...options });
  const tokens = new Map<string, string>();
  const request = async (method: string, url: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(url, { method, ...init });
    return readAnswer(response);
  };
  const login = async (clientId = 'demo-cl'): Promise<string> => {
    const form = new URLSearchParams({ clientId, clientSecret: `${clientId}-secret` });
    const answer = await request('POST', `${simulator.baseUrl}auth`, {
      body: form,
      headers: headers(clientId.slice(-2)),
    });
    const token = String(answer.body.data?.token);
    tokens.set(clientId, token);
    return token;
  };
  const call: Till['call'] = async (...[method, path, body, extra = {}]) => {
    const country = extra.country ?? 'cl';
    const clientId = `demo-${country}`;
    const token = tokens.get(clientId) ?? (await login(clientId));
    const usual = {
      authorization: `Bearer ${token}`,
      ...headers(country),
      'content-type': 'application/json',
    };
    return request(method, `${simulator.baseUrl}${path}`, {
      headers: { ...usual, ...extra },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  };
  const control: Till['control'] = (method, path, body) =>
    request(method, `${simulator.url}/_sim${path}`, body === undefined ? {} : { body: JSON.stringify(body) });
  const truth = async (customId: string): Promise<Json> => (await control('GET', `/truth/${customId}`)).body;
  return {
    simulator,
    login,
    call,
    control,
    truth,
    sale: (fields = {}) =>
      call('POST', 'sale', { ...clTerminal, command: 100, amount: 5990, saleType: 0, ...fields }),
    script: async (script, match = {}, times = 1) => {
      const answer = await control('POST', '/scripts', { match, times, script });
      if (answer.status !== 201) throw new Error(answer.text);
    },
    untilSettled: (customId) =>
      eventually(async () => {
        const found = await truth(customId);
        return found.state === 'running' || found.state === 'none' ? undefined : found;
      }),
    ledger: async (query = '') =>
      (await control('GET', `/ledger${query}`)).body as Awaited<ReturnType<Till['ledger']>>,
  };
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const contentType = response.headers.get('content-type');
  return { status: response.status, contentType, text, body: parseJson(text) as Answer['body'] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** Asks until there is an answer. */
export async function eventually<T>(ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not come about within 10 s');
}

/** The error code of a request whose connection died. */
export async function connectionError(request: Promise<unknown>): Promise<string> {
  try {
    await request;
    return 'answered';
  } catch (error) {
    const cause = (error as { cause?: { code?: string; cause?: { code?: string } } }).cause;
    return cause?.code ?? 'unknown';
  }
}

/** A request that has no answer for so long hangs. */
const NO_ANSWER_MS = 150;

/**
 * Whether a request gets no answer, from the moment when the simulator has received it.
 *
 * @param received how many requests the simulator's ledger has then, logins aside.
 */
export async function hangs(
  till: Pick<Till, 'ledger'>,
  request: Promise<unknown>,
  received = 1,
): Promise<boolean> {
  const end = request.then(
    () => false,
    () => false,
  );
  await eventually(async () => {
    const { requests } = await till.ledger();
    return requests.filter(({ path }) => path !== 'auth').length >= received || undefined;
  });
  return Promise.race([
    end,
    new Promise<boolean>((resolve) => setTimeout(() => resolve(true), NO_ANSWER_MS)),
  ]);
}

/** A merchant's callback endpoint that keeps what it gets. */
export interface Listener {
  readonly url: string;
  readonly received: {
    readonly contentType: string | undefined;
    readonly text: string;
    readonly body: Json;
    readonly bytes: Buffer;
    readonly encoding: string | undefined;
    readonly path: string | undefined;
  }[];
  /** Statuses for the next callbacks; 200 when there are no more. */
  readonly statuses: number[];
  close(): Promise<void>;
}

export async function openListener(): Promise<Listener> {
  const received: Listener['received'] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => void take(request, response, { received, statuses }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhooks/getnet/secret-token`,
    received,
    statuses,
    close: () => closeServer(server),
  };
}

async function take(
  request: IncomingMessage,
  response: ServerResponse,
  { received, statuses }: Pick<Listener, 'received' | 'statuses'>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const text = bytes.toString('utf8');
  received.push({
    contentType: request.headers['content-type'],
    text,
    body: parseJson(text) as Json,
    bytes,
    encoding: request.headers['content-encoding'],
    path: request.url,
  });
  response.writeHead(statuses.shift() ?? 200).end();
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** A file of the fixtures as JSON. */
export function fixture(file: string): Json & { message?: unknown; data?: Json | null } {
  return JSON.parse(readFileSync(new URL(`../fixtures/getnet/${file}`, import.meta.url), 'utf8')) as Json;
}

/** Keys and types of a value, at any depth. */
export function describeShape(value: unknown): unknown {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.map(describeShape);
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, describeShape(field)]));
}
