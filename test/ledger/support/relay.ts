import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export type Relay = Awaited<ReturnType<typeof startRelay>>;

/** An address in front of a server, which another server can take over, as a managed Postgres has one. */
export async function startRelay(targetPort: number) {
  let target = targetPort;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
  };
  const relay = createServer((client) => {
    const onward = connect(target, '127.0.0.1');
    keep(client);
    keep(onward);
    client.pipe(onward).once('close', () => client.destroy());
    onward.pipe(client).once('close', () => onward.destroy());
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (relay.address() as AddressInfo).port,
    /** New connections lead there. */
    leadTo: (port: number) => void (target = port),
    /** Every connection is reset, as those to a server that dies. */
    cut,
    /** Nothing more comes through the connections that are open, and nobody hears that: their server has lost its power. */
    goSilent: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    close: async () => {
      relay.close();
      cut();
      await once(relay, 'close');
    },
  };
}
