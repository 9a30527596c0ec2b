import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { ConnectionFault } from '../plan/disturbances.js';

/** The first bytes of a request over HTTP/1.1, as they pass. */
export interface PassingRequest {
  readonly method: string;
  readonly path: string;
  readonly text: string;
}

export interface WireProxyOptions {
  /** Ports on this machine, taken in turn; the next where one takes no connection. */
  readonly targets: readonly number[];
  /** Told of each request over HTTP/1.1. @returns what happens to its connection. */
  readonly onRequest?: (passing: PassingRequest) => ConnectionFault | undefined;
  /** Told when something of an answer is held back. A cut that lies behind the end of the answer holds nothing back, and is not told. */
  readonly onCut?: (fault: ConnectionFault) => void;
}

/** Stands between two processes on the level of TCP: it passes bytes on, or does not. */
export interface TcpProxy {
  readonly port: number;
  /** Resets every connection. */
  reset(): void;
  /** From now on bytes stand still, on open connections and new ones. */
  stall(): void;
  /** From now on each piece comes so much later. */
  slowDown(ms: number): void;
  /** From now on new connections are reset at once. */
  refuse(): void;
  /** Ends stall, delay and refusal. */
  heal(): void;
  close(): Promise<void>;
}

interface Line {
  isStalled: boolean;
  isRefusing: boolean;
  delayMs: number;
  turn: number;
}

/** One connection, its two ends, and what is wrong with it. */
interface Link {
  readonly near: Socket;
  readonly far: Socket;
  fault: ConnectionFault | undefined;
  /** Bytes of the answer to the faulty request that went back. */
  answered: number;
}

export async function startWireProxy(options: WireProxyOptions): Promise<TcpProxy> {
  const line: Line = { isStalled: false, isRefusing: false, delayMs: 0, turn: 0 };
  const links = new Set<Link>();
  const server = createServer((near) => {
    near.on('error', () => undefined);
    if (line.isRefusing) return void near.resetAndDestroy();
    connectToTarget(options, line)
      .then((far) => join(near, far))
      .catch(() => near.resetAndDestroy());
  });
  const join = (near: Socket, far: Socket) => {
    const link: Link = { near, far, fault: undefined, answered: 0 };
    links.add(link);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.setNoDelay(true);
      one.on('error', () => undefined);
      one.on('close', () => {
        links.delete(link);
        if (link.fault?.kind !== 'half_open' || one === near) other.destroy();
      });
      if (line.isStalled) one.pause();
    }
    near.on('data', (bytes: Buffer) =>
      delay(line, computeDelayMs(link), () => forward(link, bytes, options)),
    );
    far.on('data', (bytes: Buffer) => delay(line, 0, () => answer(link, bytes, options)));
    near.on('end', () => far.end());
    far.on('end', () => (link.fault?.kind === 'half_open' ? undefined : delay(line, 0, () => near.end())));
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const forEachSocket = (action: (socket: Socket) => unknown) => {
    for (const { near, far } of [...links]) [near, far].forEach(action);
  };
  return {
    port: (server.address() as AddressInfo).port,
    reset: () => forEachSocket((socket) => socket.resetAndDestroy()),
    stall: () => {
      line.isStalled = true;
      forEachSocket((socket) => socket.pause());
    },
    slowDown: (ms) => void (line.delayMs = ms),
    refuse: () => void (line.isRefusing = true),
    heal: () => {
      Object.assign(line, { isStalled: false, isRefusing: false, delayMs: 0 });
      forEachSocket((socket) => socket.resume());
    },
    close: () => closeServer(server, () => forEachSocket((socket) => socket.destroy())),
  };
}

/** The first target, in turn, that takes a connection. */
async function connectToTarget({ targets }: WireProxyOptions, line: Line): Promise<Socket> {
  line.turn += 1;
  let last: unknown;
  for (const at of targets.keys()) {
    const port = targets[(line.turn + at) % targets.length] ?? 0;
    try {
      return await new Promise<Socket>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => resolve(socket));
        socket.on('error', reject);
      });
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

function computeDelayMs({ fault }: Link): number {
  return fault?.kind === 'delay' ? fault.ms : 0;
}

/** In their order: all that passes while a delay lasts waits the same time. */
function delay({ delayMs }: Line, more: number, action: () => void): void {
  const ms = delayMs + more;
  if (ms === 0) action();
  else setTimeout(action, ms);
}

const REQUEST_LINE = /^([A-Z]+) (\S+) HTTP\/1\.[01]\r\n/;

function forward(link: Link, bytes: Buffer, { onRequest }: WireProxyOptions): void {
  const text = onRequest ? bytes.toString('latin1') : '';
  const [, method, path] = REQUEST_LINE.exec(text) ?? [];
  const fault = method !== undefined && path !== undefined && onRequest?.({ method, path, text });
  if (fault) Object.assign(link, { fault, answered: 0 });
  const write = () => {
    if (!link.far.destroyed) link.far.write(bytes);
  };
  if (fault && fault.kind === 'reset_unread') link.near.resetAndDestroy();
  else if (fault && fault.kind === 'delay') setTimeout(write, fault.ms);
  else write();
}

function answer(link: Link, bytes: Buffer, { onCut }: WireProxyOptions): void {
  const { near, fault } = link;
  if (near.destroyed) return;
  if (fault?.kind === 'half_open') return;
  if (fault?.kind === 'reply_lost') return void near.resetAndDestroy();
  if (fault?.kind !== 'cut') return void near.write(bytes);
  near.write(bytes.subarray(0, Math.max(0, fault.bytes - link.answered)));
  link.answered += bytes.length;
  if (link.answered > fault.bytes) onCut?.(fault);
  if (link.answered >= fault.bytes) near.end(() => link.far.destroy());
}

function closeServer(server: Server, cut: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    cut();
  });
}
