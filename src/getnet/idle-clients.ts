import type { Client } from 'undici';

/** Idle connections to one origin. */
const MOST_IDLE = 32;

/** Clients whose connection stands and that nobody uses, by origin. */
export class IdleClients {
  private readonly byOrigin = new Map<string, Client[]>();
  private isClosed = false;

  /** @returns the one used last: the least likely to be dead. */
  take(origin: string): Client | undefined {
    const clients = this.byOrigin.get(origin) ?? [];
    for (let client = clients.pop(); client !== undefined; client = clients.pop()) {
      if (client.stats.connected) return client;
      discard(client);
    }
    return undefined;
  }

  put(origin: string, client: Client): void {
    if (this.isClosed) return discard(client);
    const clients = this.byOrigin.get(origin) ?? [];
    this.byOrigin.set(origin, clients);
    clients.push(client);
    if (clients.length > MOST_IDLE) this.discardOldest(clients);
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
export function discard(client: Client): void {
  void client.destroy().catch(() => undefined);
}
