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
}

/** Until it is `standing`, nothing was written. */
export type ConnectionState = 'connecting' | 'failed' | 'expired' | 'standing';

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

interface Gate {
  isOpen(): boolean;
  settle(outcome: Exclude<ConnectionState, 'connecting'>): void;
}

function gated({ connectWithin, deadline }: ConnectionLimits, gate: Gate): buildConnector.connector {
  const patience = Math.ceil(Math.min(connectWithin, deadline?.left() ?? connectWithin));
  // undici's own limit is coarse; it only makes sure that a socket nobody waits for is destroyed.
  const connect = buildConnector({ timeout: Math.max(patience, 1), allowH2: false });
  return (options, callback) => {
    const refuse = (cause: Error) => {
      if (gate.isOpen()) gate.settle(deadline?.passed() ? 'expired' : 'failed');
      callback(cause, null);
    };
    if (!gate.isOpen()) return refuse(new Error('this connection was for one request'));
    const timer = setTimeout(() => refuse(new Error(`no connection within ${patience} ms`)), patience + 1);
    connect(options, (failure, socket) => {
      clearTimeout(timer);
      if (failure) return gate.isOpen() ? refuse(failure) : undefined;
      if (!gate.isOpen() || deadline?.passed()) {
        socket.destroy();
        return gate.isOpen() ? refuse(new Error('the deadline passed while connecting')) : undefined;
      }
      gate.settle('standing');
      callback(null, socket);
    });
  };
}
