import type { Socket } from 'node:net';
import { Client } from 'undici';
import type { buildConnector } from 'undici';
import type { Deadline } from './deadline.js';
import type { Dial, Target } from './dial.js';

/** How a connection is made, and what bounds it and its answers. */
export interface ConnectionOptions {
  readonly dial: Dial;
  /** A deadline cuts it shorter. */
  readonly connectTimeoutMs: number;
  /** Bytes of an answer's body. */
  readonly maxAnswerBytes: number;
  /** Later than this nothing may be written; undefined for requests that may leave at any time. */
  readonly deadline?: Deadline;
  /** Asked once the connection is ready; unless it says yes, nothing is written. */
  readonly mayStillSend?: () => Promise<boolean>;
}

/** Until it is `standing`, nothing was written. */
export type ConnectionState = 'connecting' | 'failed' | 'expired' | 'withheld' | 'standing';

/** A client over one connection. */
export interface Connection {
  readonly client: Client;
  state(): ConnectionState;
}

/**
 * A client that connects once and never again: no second try behind our back. The deadline is the last thing looked at
 * before undici gets the socket and writes.
 * @param onStanding called when the first request is about to leave
 */
export function connectOnce(origin: string, options: ConnectionOptions, onStanding?: () => void): Connection {
  let state: ConnectionState = 'connecting';
  const connector = guardConnect(options, {
    isOpen: () => state === 'connecting',
    finish(outcome) {
      state = outcome;
      if (outcome === 'standing') onStanding?.();
    },
  });
  const client = new Client(origin, {
    connect: connector,
    allowH2: false,
    pipelining: 1,
    maxResponseSize: options.maxAnswerBytes,
    keepAliveMaxTimeout: MAX_IDLE_MS,
  });
  return { client, state: () => state };
}

/** Firewalls on the way drop an idle connection after some minutes without a word. */
const MAX_IDLE_MS = 60_000;

type Settled = Exclude<ConnectionState, 'connecting'>;
type Stopped = Exclude<Settled, 'standing'>;

interface ConnectGuard {
  isOpen(): boolean;
  finish(outcome: Settled): void;
}

function guardConnect(options: ConnectionOptions, guard: ConnectGuard): buildConnector.connector {
  const { dial, connectTimeoutMs, deadline } = options;
  const timeoutMs = Math.max(
    1,
    Math.ceil(Math.min(connectTimeoutMs, deadline?.leftMs() ?? connectTimeoutMs)),
  );
  return (place, callback) => {
    const stop = (cause: Error, state: Stopped = deadline?.hasPassed() ? 'expired' : 'failed') => {
      if (guard.isOpen()) guard.finish(state);
      callback(cause, null);
    };
    const admit = async (socket: Socket) => {
      const no = (await checkMayStillSend(options)) ?? checkSocket(socket, deadline);
      if (no === undefined) {
        guard.finish('standing');
        return callback(null, socket);
      }
      socket.destroy();
      stop(no.cause, no.as);
    };
    if (!guard.isOpen()) return stop(new Error('this client connects only once'));
    dial(toTarget(place), timeoutMs).then(admit, stop);
  };
}

function toTarget({ protocol, hostname, port }: buildConnector.Options): Target {
  const secure = protocol === 'https:';
  return { secure, host: hostname, port: Number(port) || (secure ? 443 : 80) };
}

interface StopReason {
  readonly as: Stopped;
  readonly cause: Error;
}

/** Node fires a longer one at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Asks whether the request may still leave. A question nobody answers ends at the deadline; it never throws. */
async function checkMayStillSend({
  mayStillSend,
  deadline,
}: ConnectionOptions): Promise<StopReason | undefined> {
  if (mayStillSend === undefined) return undefined;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<StopReason>((resolve) => {
    if (deadline)
      timer = setTimeout(() => resolve(expired), Math.min(Math.ceil(deadline.leftMs()), MAX_TIMER_MS));
  });
  try {
    return await Promise.race([askMayStillSend(mayStillSend), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function askMayStillSend(mayStillSend: () => Promise<boolean>): Promise<StopReason | undefined> {
  try {
    return (await mayStillSend()) ? undefined : buildWithheld('it was held back just before it was sent');
  } catch (failure) {
    const why = failure instanceof Error ? failure.message : String(failure);
    return buildWithheld(`the check whether it may still be sent failed: ${why}`);
  }
}

const buildWithheld = (cause: string): StopReason => ({ as: 'withheld', cause: new Error(cause) });
const expired: StopReason = {
  as: 'expired',
  cause: new Error('the deadline passed before the request could leave'),
};

/** Synchronous, and nothing may come between this and the write. */
function checkSocket(socket: Socket, deadline: Deadline | undefined): StopReason | undefined {
  if (deadline?.hasPassed()) return expired;
  if (!socket.destroyed) return undefined;
  return { as: 'failed', cause: new Error('the connection was closed before the request could leave') };
}
