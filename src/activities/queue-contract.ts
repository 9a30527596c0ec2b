import type { Holder } from '../domain/snapshot.js';
import type { Device } from '../domain/terminal.js';
import type { EpochMs } from '../domain/time.js';
import type { Waiter } from '../domain/waiting-line.js';
import type { RunIdentity, Timed } from './run-contract.js';

/** What `joinQueue` is asked. */
export interface QueueJoin {
  readonly device: Device;
  readonly run: RunIdentity;
  readonly waiter: Omit<Waiter, 'joinedAt'>;
  /** When it first joined. Undefined: now. */
  readonly joinedAt?: EpochMs | undefined;
}

/** What `tellQueue` tells. */
export interface QueueNews {
  readonly device: Device;
  readonly kind: 'took' | 'missed' | 'leaves';
  readonly waiter: Pick<Waiter, 'runId' | 'attempt'>;
}

/** Between a transaction and the queue of its terminal. Idempotent and short: local activities. */
export interface QueueActivities {
  /** Starts the queue where it does not run. `reset`: this run repeats an earlier one, and does not wait. */
  joinQueue(join: QueueJoin): Promise<{ readonly kind: 'joined' | 'reset'; readonly at: number }>;
  /** A queue that does not run needs no news. @returns for one that leaves: who has the terminal at this moment. */
  tellQueue(news: QueueNews): Promise<Timed & { readonly holder?: Holder }>;
  /** Tells a waiter that it is its turn. @returns whether its run has ended. */
  callWaiter(waiter: Waiter): Promise<Timed & { readonly isGone: boolean }>;
}

/** Read only, and may take as long as a lease lasts. */
export interface LeaseWatchActivities {
  /** Answers when the present lease has ended, with how long it was held; at once where there is none. */
  awaitLeaseEnd(device: Device): Promise<Timed & { readonly heldMs?: number }>;
}
