import type { Socket } from 'node:net';
import { Client } from 'undici';
import type { buildConnector } from 'undici';
import type { Deadline } from './deadline.js';
import type { Dial, Target } from './dial.js';

/** How a connection is made, and what bounds it and its answers. */
export interface ConnectionOptions {
  readonly dial: Dial;
  /** Milliseconds; a deadline cuts it shorter. */
  readonly connectWithin: number;
  /** Bytes of an answer's body. */
  readonly largestAnswer: number;
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
  const connector = gated(options, {
    isOpen: () => state === 'connecting',
    settle(outcome) {
      state = outcome;
      if (outcome === 'standing') onStanding?.();
    },
  });
  const client = new Client(origin, {
    connect: connector,
    allowH2: false,
    pipelining: 1,
    maxResponseSize: options.largestAnswer,
    keepAliveMaxTimeout: LONGEST_IDLE,
  });
  return { client, state: () => state };
}

/** Milliseconds: firewalls on the way forget an idle connection after some minutes, and tell nobody. */
const LONGEST_IDLE = 60_000;

type Settled = Exclude<ConnectionState, 'connecting'>;
type Stopped = Exclude<Settled, 'standing'>;

interface Gate {
  isOpen(): boolean;
  settle(outcome: Settled): void;
}

function gated(options: ConnectionOptions, gate: Gate): buildConnector.connector {
  const { dial, connectWithin, deadline } = options;
  const patience = Math.max(1, Math.ceil(Math.min(connectWithin, deadline?.left() ?? connectWithin)));
  return (place, callback) => {
    const stop = (cause: Error, as: Stopped = deadline?.passed() ? 'expired' : 'failed') => {
      if (gate.isOpen()) gate.settle(as);
      callback(cause, null);
    };
    const admit = async (socket: Socket) => {
      const no = (await refusal(options)) ?? lastLook(socket, deadline);
      if (no === undefined) {
        gate.settle('standing');
        return callback(null, socket);
      }
      socket.destroy();
      stop(no.cause, no.as);
    };
    if (!gate.isOpen()) return stop(new Error('this client connects only once'));
    dial(targetOf(place), patience).then(admit, stop);
  };
}

function targetOf({ protocol, hostname, port }: buildConnector.Options): Target {
  const secure = protocol === 'https:';
  return { secure, host: hostname, port: Number(port) || (secure ? 443 : 80) };
}

interface No {
  readonly as: Stopped;
  readonly cause: Error;
}

/** Node fires a longer one at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Asks whether the request may still leave. A question nobody answers ends at the deadline; it never throws. */
async function refusal({ mayStillSend, deadline }: ConnectionOptions): Promise<No | undefined> {
  if (mayStillSend === undefined) return undefined;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<No>((resolve) => {
    if (deadline)
      timer = setTimeout(() => resolve(expired), Math.min(Math.ceil(deadline.left()), LONGEST_TIMER));
  });
  try {
    return await Promise.race([asked(mayStillSend), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function asked(mayStillSend: () => Promise<boolean>): Promise<No | undefined> {
  try {
    return (await mayStillSend()) ? undefined : withheld('it was called off just before it was sent');
  } catch (failure) {
    const why = failure instanceof Error ? failure.message : String(failure);
    return withheld(`it could not be asked whether it may still be sent: ${why}`);
  }
}

const withheld = (cause: string): No => ({ as: 'withheld', cause: new Error(cause) });
const expired: No = { as: 'expired', cause: new Error('the deadline passed before the request could leave') };

/** Synchronous, and nothing may come between this and the write. */
function lastLook(socket: Socket, deadline: Deadline | undefined): No | undefined {
  if (deadline?.passed()) return expired;
  if (!socket.destroyed) return undefined;
  return { as: 'failed', cause: new Error('the connection was closed before the request could leave') };
}
