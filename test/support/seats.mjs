import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** Whether a spec file starts whole services, each with several processes. */
export const startsServices = (path) => /test[\\/](e2e|chaos)[\\/]/.test(path);

/**
 * Gives out a number of seats to other processes, in the order in which they ask. A seat is a connection: a process that dies gives its
 * seat back.
 */
export async function openSeats(count) {
  let free = count;
  const waiting = [];
  const seatNext = () => {
    if (free === 0 || waiting.length === 0) return;
    free -= 1;
    waiting.shift().write('seated');
  };
  const server = createServer((socket) => {
    socket.on('error', () => undefined).resume();
    socket.once('close', () => {
      const place = waiting.indexOf(socket);
      if (place >= 0) waiting.splice(place, 1);
      else free += 1;
      seatNext();
    });
    waiting.push(socket);
    seatNext();
  });
  server.unref().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: server.address().port, countWaiting: () => waiting.length, close: () => server.close() };
}

/** Waits for a seat. @returns what gives it back */
export async function takeSeat(port) {
  const socket = connect(port, '127.0.0.1');
  const closed = once(socket, 'close').then(() => {
    throw new Error('The process that gives out seats has ended.');
  });
  closed.catch(() => undefined);
  await Promise.race([once(socket, 'data'), closed]);
  return () => socket.destroy();
}
