import type { Socket } from 'node:net';
import { buildConnector, Client } from 'undici';
import type { Deadline } from './deadline.js';

/** What bounds a connection and the one answer it is for. */
export interface ConnectionLimits {
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

/** A connection for one request. */
export interface OneShot {
  readonly client: Client;
  state(): ConnectionState;
}

/**
 * A client that connects once, for one request, and never again: no kept socket that the peer has just closed, and no
 * second try behind our back. The deadline is the last thing looked at before undici gets the socket and writes.
 * @param onStanding called when the request is about to leave
 */
export function oneShot(origin: string, limits: ConnectionLimits, onStanding: () => void): OneShot {
  let state: ConnectionState = 'connecting';
  const connector = gated(limits, {
    isOpen: () => state === 'connecting',
    settle(outcome) {
      state = outcome;
      if (outcome === 'standing') onStanding();
    },
  });
  const client = new Client(origin, {
    connect: connector,
    allowH2: false,
    pipelining: 1,
    maxResponseSize: limits.largestAnswer,
  });
  return { client, state: () => state };
}

type Settled = Exclude<ConnectionState, 'connecting'>;
type Stopped = Exclude<Settled, 'standing'>;

interface Gate {
  isOpen(): boolean;
  settle(outcome: Settled): void;
}

function gated(limits: ConnectionLimits, gate: Gate): buildConnector.connector {
  const { connectWithin, deadline } = limits;
  const patience = Math.ceil(Math.min(connectWithin, deadline?.left() ?? connectWithin));
  // undici's own limit is coarse; it only makes sure that a socket nobody waits for is destroyed.
  const connect = buildConnector({ timeout: Math.max(patience, 1), allowH2: false });
  return (options, callback) => {
    const stop = (cause: Error, as: Stopped = deadline?.passed() ? 'expired' : 'failed') => {
      if (gate.isOpen()) gate.settle(as);
      callback(cause, null);
    };
    if (!gate.isOpen()) return stop(new Error('this connection was for one request'));
    const timer = setTimeout(() => stop(new Error(`no connection within ${patience} ms`)), patience + 1);
    connect(options, (failure, socket) => {
      clearTimeout(timer);
      if (failure) return gate.isOpen() ? stop(failure) : undefined;
      if (!gate.isOpen()) return void socket.destroy();
      void refusal(limits).then((refused) => {
        const no = refused ?? lastLook(socket, deadline);
        if (no === undefined) {
          gate.settle('standing');
          return callback(null, socket);
        }
        socket.destroy();
        stop(no.cause, no.as);
      });
    });
  };
}

interface No {
  readonly as: Stopped;
  readonly cause: Error;
}

/** Node fires a longer one at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Asks whether the request may still leave. A question nobody answers ends at the deadline; it never throws. */
async function refusal({ mayStillSend, deadline }: ConnectionLimits): Promise<No | undefined> {
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
