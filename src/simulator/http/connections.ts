import type { Socket } from 'node:net';

/** What may become of the connections on which the cloud was asked. */
export const connectionActions = ['swallow', 'close', 'reset', 'refuse'] as const;
export type ConnectionAction = (typeof connectionActions)[number];

/** The connections of the cloud's callers, and how they die. */
export interface Connections {
  /** Notes that the cloud was asked on this connection. Whether it is heard: one that is swallowed never is again. */
  admit(socket: Socket): boolean;
  /** Spares a connection that speaks with the control plane, until the cloud is asked on it again. */
  exempt(socket: Socket): void;
  /**
   * Ends all connections that were used before: `swallow` leaves them open and silent for ever. `refuse` takes no new ones for
   * `durationMs`. Gives how many connections it was.
   */
  end(action: ConnectionAction, durationMs: number): number;
}

/** @param refuse makes the server accept no new connections for that time. */
export function createConnections(refuse: (durationMs: number) => void): Connections {
  const used = new Set<Socket>();
  const known = new WeakSet<Socket>();
  const swallowed = new WeakSet<Socket>();
  return {
    admit: (socket) => {
      if (!known.has(socket)) socket.once('close', () => used.delete(socket));
      known.add(socket);
      used.add(socket);
      return !swallowed.has(socket);
    },
    exempt: (socket) => void used.delete(socket),
    end: (action, durationMs) => {
      const sockets = [...used];
      sockets.forEach((socket) => endConnection(socket, action, swallowed));
      if (action === 'refuse') refuse(durationMs);
      return sockets.length;
    },
  };
}

function endConnection(socket: Socket, action: ConnectionAction, swallowed: WeakSet<Socket>): void {
  switch (action) {
    case 'swallow':
      return void swallowed.add(socket);
    case 'close':
    case 'refuse':
      return void socket.end();
    case 'reset':
      return void socket.resetAndDestroy();
  }
}
