import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { openCall } from './cloud/call.js';
import { posdataPath } from './cloud/posdata.js';
import { answerCloud } from './cloud/router.js';
import { answerControl } from './control/router.js';
import { createConnections } from './http/connections.js';
import type { Reply } from './http/reply.js';
import { jsonReply } from './http/reply.js';
import { readBody } from './http/body.js';
import { writeReply } from './http/write-reply.js';
import type { RequestEntry } from './ledger/entries.js';
import type { EventSink } from './ledger/ledger.js';
import type { Settings } from './settings.js';
import { defaultSettings } from './settings.js';
import { runAfter } from './timers.js';
import type { World } from './world.js';
import { createWorld } from './world.js';

/** Settings that differ from the defaults (the port is any free one unless told), and where events are logged. */
export type SimulatorOptions = Partial<Settings> & { readonly log?: EventSink };

/** A running simulator. */
export interface Simulator {
  /** `http://host:port`; the control plane is at `/_sim` below it. */
  readonly url: string;
  /** What a client is configured with; ends in `/api/postxs/`. */
  readonly baseUrl: string;
  readonly port: number;
  /** Takes no more requests, waits `graceMs` for those that run (none by default), then cuts them. */
  stop(graceMs?: number): Promise<void>;
}

const basePath = /^\/api\/postxs\//i;
const controlPath = /^\/_sim([/?]|$)/;

/** Starts a simulator in this process. Rejects with the system's error if the address cannot be had. */
export async function startSimulator({ log, ...options }: SimulatorOptions = {}): Promise<Simulator> {
  const settings = { ...defaultSettings, port: 0, ...options };
  const server = createServer();
  let isStopped = false;
  const connections = createConnections((duration) => refuseConnections(server, duration, () => isStopped));
  const world = createWorld({ settings, recordEvent: log ?? (() => undefined), connections });
  server.on('request', (request, response) => {
    serve(world, request, response).catch((error: unknown) => replyWithFault(error, response));
  });
  const port = await listen(server, settings);
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  const url = `http://${host}:${port}`;
  const stop = (graceMs = 0): Promise<void> => {
    isStopped = true;
    return stopServer(server, world, graceMs);
  };
  return { url, baseUrl: `${url}/api/postxs/`, port, stop };
}

function listen(server: Server, { port, host }: Settings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

// Existing connections go on; new ones find nobody at the port.
function refuseConnections(server: Server, durationMs: number, isStopped: () => boolean): void {
  const address = server.address();
  if (typeof address !== 'object' || address === null) return;
  server.close();
  runAfter(durationMs, () => void (isStopped() || server.listen(address.port, address.address)));
}

function stopServer(server: Server, world: World, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    const cut = (): void => {
      world.close();
      server.closeAllConnections();
    };
    if (graceMs > 0) runAfter(graceMs, cut);
    else cut();
  });
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (controlPath.test(request.url ?? '')) world.connections.exempt(request.socket);
  else if (!world.connections.admit(request.socket)) return;
  const text = await readBody(request);
  const reply =
    text === undefined ? ({ kind: 'closed' } as const) : await answerRequest(world, request, text);
  writeReply(response, reply);
}

async function answerRequest(world: World, request: IncomingMessage, text: string): Promise<Reply> {
  const { method = 'GET', headers } = request;
  const address = `http://simulator${request.url ?? '/'}`;
  if (!URL.canParse(address)) return jsonReply({ errors: ['the path cannot be read'] }, 400);
  const url = new URL(address);
  if (controlPath.test(url.pathname)) return answerControl({ world, method, url, text });
  const path = parseCloudPath(url);
  if (path === undefined)
    return jsonReply(
      { errors: ['the simulator answers below /api/postxs/ and /_sim, and at /api/posdata'] },
      404,
    );
  const call = openCall({ world, method, path, query: url.searchParams, headers, text });
  const reply = await answerCloud(call);
  world.ledger.closeRequest(call.entry, summarizeReply(reply));
  return reply;
}

function parseCloudPath({ pathname }: URL): string | undefined {
  const path = pathname.toLowerCase();
  if (path.replace(/\/$/, '') === posdataPath) return posdataPath;
  return basePath.test(pathname) ? path.replace(basePath, '') : undefined;
}

// A fault of the simulator's own must be seen, not taken for one of Getnet's.
function replyWithFault(error: unknown, response: ServerResponse): void {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
  writeReply(response, jsonReply({ errors: [`the simulator itself failed: ${text}`] }, 599));
}

function summarizeReply(reply: Reply): NonNullable<RequestEntry['answer']> {
  if (reply.kind === 'body') return { status: reply.status, summary: reply.summary };
  return { summary: reply.kind };
}
