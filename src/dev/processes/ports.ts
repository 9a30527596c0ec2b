import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const loopback = '127.0.0.1';

/** Different ports on which nothing listens at this moment. */
export async function findFreePorts(count: number): Promise<readonly number[]> {
  // All are held until the last is known: one at a time could give the same port twice.
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0, loopback)));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(close));
  return ports;
}

/** Whether something listens on the port already, or this user may not listen on it. */
export async function isPortInUse(port: number, host: string = loopback): Promise<boolean> {
  try {
    await close(await listen(port, host));
    return false;
  } catch {
    return true;
  }
}

/** Whether a TCP connection is accepted within a second. */
export function acceptsConnections(port: number, host: string = loopback): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1_000 });
    const answer = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });
}

/** Waits until the port accepts connections; the signal ends the wait, then it answers false. */
export async function waitForPort(port: number, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (await acceptsConnections(port)) return true;
    await pause(20);
  }
  return false;
}

function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
