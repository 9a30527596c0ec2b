import type { Client } from 'undici';
import { connectOnce } from './connection.js';
import type { ConnectionOptions } from './connection.js';
import type { Clock } from './deadline.js';
import { exchange, describeFailure, createStopwatch } from './exchange.js';
import type { Exchange, HttpRequest } from './exchange.js';
import { createSlots } from './slots.js';

/** A kept connection that has not answered by then counts as dead: nothing tells us when one dies. */
const KEPT_ANSWER_MS = 1_500;
/** Of the time for a query, the most that a dead connection may cost. */
const KEPT_ANSWER_SHARE = 1 / 3;
/** Queries under way: each has a socket, and a process has only so many. Commands are not counted. */
const MAX_QUERIES = 1_000;

/** Queries over connections that are kept for the next one. Never for a command. */
export class QueryConnections {
  private readonly slots = createSlots(MAX_QUERIES);
  private readonly idle = new IdleClients();

  constructor(
    private readonly options: ConnectionOptions,
    private readonly clock: Pick<Clock, 'monotonic'>,
  ) {}

  /** Asks what may be asked again. @param withinMs for everything, connecting included. */
  async ask(request: HttpRequest, withinMs: number): Promise<Exchange> {
    const endMs = this.clock.monotonic() + withinMs;
    if (!(await this.slots.acquire(withinMs))) return tooManyQueries;
    try {
      const answer = await this.askOverKept(request, endMs);
      return answer ?? (await this.askOverFresh(request, endMs));
    } finally {
      this.slots.release();
    }
  }

  /** Closes the idle connections; the others close after their answer. */
  close(): void {
    this.idle.close();
  }

  private async askOverKept(request: HttpRequest, endMs: number): Promise<Exchange | undefined> {
    const { origin } = request.url;
    const client = this.idle.acquire(origin);
    if (client === undefined) return undefined;
    const withinMs = Math.min(KEPT_ANSWER_MS, this.leftMs(endMs) * KEPT_ANSWER_SHARE);
    const answer = await this.askOver(client, request, withinMs);
    if (answer.reached === 'yes') return answer;
    // What else was kept is as old.
    this.idle.drop(origin);
    return undefined;
  }

  private askOverFresh(request: HttpRequest, endMs: number): Promise<Exchange> {
    const withinMs = this.leftMs(endMs);
    // A little less than for the whole answer, so that it is the connecting that is named as the cause.
    const connectTimeoutMs = Math.min(this.options.connectTimeoutMs, withinMs * 0.95);
    const { client } = connectOnce(request.url.origin, { ...this.options, connectTimeoutMs });
    return this.askOver(client, request, withinMs);
  }

  private async askOver(client: Client, request: HttpRequest, withinMs: number): Promise<Exchange> {
    const watch = createStopwatch(withinMs, this.clock);
    watch.start();
    try {
      const answer = await exchange(client, request, { watch, closesAfterwards: false });
      // Where answers are slow, a kept connection could not be told from a dead one.
      if (answer.afterMs < KEPT_ANSWER_MS / 2) this.idle.release(request.url.origin, client);
      else discard(client);
      return answer;
    } catch (failure) {
      discard(client);
      return { reached: 'maybe', cause: describeFailure(failure) };
    } finally {
      watch.stop();
    }
  }

  private leftMs(endMs: number): number {
    return endMs - this.clock.monotonic();
  }
}

const tooManyQueries: Exchange = {
  reached: 'no',
  cause: `${MAX_QUERIES} other queries are waiting for Getnet's answers`,
};

/** Idle connections to one origin. */
const MAX_IDLE = 32;

/** Clients whose connection stands and that nobody uses, by origin. */
class IdleClients {
  private readonly byOrigin = new Map<string, Client[]>();
  private isClosed = false;

  /** The one used last: the least likely to be dead. */
  acquire(origin: string): Client | undefined {
    const clients = this.byOrigin.get(origin) ?? [];
    for (let client = clients.pop(); client !== undefined; client = clients.pop()) {
      if (client.stats.connected) return client;
      discard(client);
    }
    return undefined;
  }

  release(origin: string, client: Client): void {
    if (this.isClosed) return discard(client);
    const clients = this.byOrigin.get(origin) ?? [];
    this.byOrigin.set(origin, clients);
    clients.push(client);
    if (clients.length > MAX_IDLE) this.discardOldest(clients);
  }

  drop(origin: string): void {
    for (const client of this.byOrigin.get(origin)?.splice(0) ?? []) discard(client);
  }

  close(): void {
    this.isClosed = true;
    for (const origin of this.byOrigin.keys()) this.drop(origin);
  }

  private discardOldest(clients: Client[]): void {
    const oldest = clients.shift();
    if (oldest) discard(oldest);
  }
}

/** Closes a client's connection at once. */
function discard(client: Client): void {
  void client.destroy().catch(() => undefined);
}
