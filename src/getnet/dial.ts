import { connect as connectPlain } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { createSharedLookup } from './addresses.js';
import type { FindAddresses } from './addresses.js';

/** Where a connection goes. */
export interface Target {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
}

/**
 * Connects within the time. Rejects with a cause that names each address of the host and what it answered;
 * no socket is left over then.
 */
export type Dial = (target: Target, withinMs: number) => Promise<Socket>;

/**
 * Connects to the first address of a host that answers. Another one is tried when one fails or is slow, and the slow one
 * stays in the race: each has the whole time. Node by itself gives up on an address after 250 ms.
 */
export function createDial(findAddresses: FindAddresses = createSharedLookup()): Dial {
  return (target, withinMs) =>
    new Promise((resolve, reject) => {
      const race = new Race(target, withinMs, { resolve, reject });
      findAddresses(target.host).then(
        (addresses) => race.start(addresses),
        (failure: unknown) => race.fail(failure instanceof Error ? failure : new Error(String(failure))),
      );
    });
}

interface Outcome {
  readonly resolve: (socket: Socket) => void;
  readonly reject: (cause: Error) => void;
}

interface Attempt {
  readonly address: string;
  readonly socket: Socket;
  /** What became of it so far. */
  progress: string;
  failure?: Error;
}

/** After this time without an answer the next address is tried as well. */
const NEXT_ADDRESS_MS = 300;
/** The same for an address that answers, but whose secure connection does not stand yet. */
const NEXT_ADDRESS_AFTER_ANSWER_MS = 2_000;

/** After this silence the system asks whether the peer is still there. */
const KEEP_ALIVE_MS = 60_000;

class Race {
  private readonly attempts: Attempt[] = [];
  private untried: readonly string[] = [];
  private isOver = false;
  private next: NodeJS.Timeout | undefined;
  private readonly end: NodeJS.Timeout;

  constructor(
    private readonly target: Target,
    private readonly withinMs: number,
    private readonly outcome: Outcome,
  ) {
    this.end = setTimeout(() => this.fail(new Error(this.describe())), withinMs);
  }

  start(addresses: readonly string[]): void {
    this.untried = addresses;
    if (addresses.length === 0) this.fail(new Error(`${this.target.host} has no address`));
    this.tryNext();
  }

  fail(cause: Error): void {
    this.finish(() => this.outcome.reject(cause));
  }

  private tryNext(): void {
    clearTimeout(this.next);
    const [address, ...untried] = this.untried;
    if (this.isOver || address === undefined) return;
    this.untried = untried;
    const attempt: Attempt = { address, socket: openSocket(this.target, address), progress: 'no answer' };
    this.attempts.push(attempt);
    this.follow(attempt);
    this.tryNextAfter(Math.min(NEXT_ADDRESS_MS, this.withinMs / (untried.length + 2)));
  }

  private follow(attempt: Attempt): void {
    const { socket } = attempt;
    // It stays for good: an error between two owners of the socket must not end the process.
    socket.on('error', (failure) => this.recordFailure(attempt, failure));
    socket.once('close', () => this.recordFailure(attempt, new Error('closed the connection')));
    socket.once(this.target.secure ? 'secureConnect' : 'connect', () => this.succeed(attempt));
    if (!this.target.secure) return;
    socket.once('connect', () => {
      attempt.progress = 'answered, but no secure connection was made';
      this.tryNextAfter(NEXT_ADDRESS_AFTER_ANSWER_MS);
    });
  }

  private tryNextAfter(delayMs: number): void {
    clearTimeout(this.next);
    if (!this.isOver) this.next = setTimeout(() => this.tryNext(), delayMs);
  }

  private succeed({ socket }: Attempt): void {
    this.finish(() => this.outcome.resolve(socket), socket);
  }

  private recordFailure(attempt: Attempt, failure: Error): void {
    if (this.isOver || attempt.failure) return;
    attempt.failure = failure;
    attempt.progress = readErrorCode(failure) ?? failure.message;
    if (this.untried.length > 0) return this.tryNext();
    if (this.attempts.some((other) => other.failure === undefined)) return;
    this.fail(this.attempts.length === 1 ? failure : new Error(this.describe()));
  }

  private finish(notify: () => void, winner?: Socket): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.next);
    clearTimeout(this.end);
    for (const { socket } of this.attempts) if (socket !== winner) socket.destroy();
    notify();
  }

  private describe(): string {
    const { host, port } = this.target;
    const tried = [
      ...this.attempts.map(({ address, progress }) => `${address} ${progress}`),
      ...this.untried.map((address) => `${address} not tried`),
    ];
    const failures = tried.length === 0 ? 'its name was not resolved' : tried.join('; ');
    const inTime = this.attempts.some(({ failure }) => !failure) || tried.length === 0;
    return `no connection to ${host} port ${port}${inTime ? ` within ${this.withinMs} ms` : ''}: ${failures}`;
  }
}

function openSocket({ secure, host, port }: Target, address: string): Socket {
  const place = { host: address, port };
  const name = address === host ? {} : { servername: host };
  const socket = secure
    ? connectSecure({ ...place, ...name, ALPNProtocols: ['http/1.1'] })
    : connectPlain(place);
  return socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
}

function readErrorCode(failure: Error): string | undefined {
  return 'code' in failure && typeof failure.code === 'string' ? failure.code : undefined;
}
