import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** The addresses of a name. A kind that is left out is never answered. */
export interface Records {
  readonly A?: readonly string[];
  readonly AAAA?: readonly [];
}

export interface DnsServer {
  readonly address: string;
  /** Resolves once a name was asked for so often. */
  isAsked(name: string, times: number): Promise<void>;
  close(): void;
}

const TYPE_A = 1;
const NO_SUCH_NAME = 3;

/** A DNS server that knows these names. It never answers for `silent.example`, and says of all others that they do not exist. */
export async function startDnsServer(names: Readonly<Record<string, Records>>): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (query, from) => {
    const { name, type, question } = readQuestion(query);
    if (type === TYPE_A) asked.push(name);
    socket.emit('asked');
    if (name === 'silent.example') return;
    const records = names[name];
    const addresses = type === TYPE_A ? records?.A : records?.AAAA;
    if (records && addresses === undefined) return;
    const code = records ? 0 : NO_SUCH_NAME;
    socket.send(writeAnswer({ query, question, code, addresses: addresses ?? [] }), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    isAsked: async (name, times) => {
      while (asked.filter((one) => one === name).length < times) await once(socket, 'asked');
    },
    close: () => socket.close(),
  };
}

function readQuestion(query: Buffer) {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  // Resolvers vary the case of letters.
  const name = labels.join('.').toLowerCase();
  return { name, type: query.readUInt16BE(at + 1), question: query.subarray(12, at + 5) };
}

interface DnsAnswer {
  readonly query: Buffer;
  readonly question: Buffer;
  readonly code: number;
  readonly addresses: readonly string[];
}

function writeAnswer({ query, question, code, addresses }: DnsAnswer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(query.readUInt16BE(0), 0);
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(addresses.length, 6);
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]),
  );
  return Buffer.concat([head, question, ...records]);
}
