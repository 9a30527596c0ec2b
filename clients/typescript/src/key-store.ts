/** What is kept of one intent: an order to pay, or a refund. */
export interface KeptKey {
  /** The idempotency key: one for the intent, over all tries, restarts and processes. */
  readonly key: string;
  /** How many requests were begun whose answer has not been seen. Above 0 the key may have charged. */
  readonly open: number;
  /** What the client decided for the intent, such as to void or to return; it stays so. */
  readonly choice?: string;
}

/**
 * Where keys are kept. It has to survive what the shop survives: a table of its database is the right place. Both functions are
 * done only once the change is durable, and `compareAndSet` is atomic over all processes of the shop.
 */
export interface KeyStore {
  get(intent: string): Promise<KeptKey | undefined>;
  /** Writes `next` if what is kept is `expected` (undefined: nothing), else changes nothing and says false. */
  compareAndSet(intent: string, expected: KeptKey | undefined, next: KeptKey): Promise<boolean>;
}

/** For tests and for reading: it forgets when the process ends, and then nothing stops a second charge. */
export class MemoryKeyStore implements KeyStore {
  private readonly kept = new Map<string, KeptKey>();

  async get(intent: string): Promise<KeptKey | undefined> {
    return this.kept.get(intent);
  }

  async compareAndSet(intent: string, expected: KeptKey | undefined, next: KeptKey): Promise<boolean> {
    if (!isSameKept(this.kept.get(intent), expected)) return false;
    this.kept.set(intent, next);
    return true;
  }
}

export function isSameKept(one: KeptKey | undefined, other: KeptKey | undefined): boolean {
  return one?.key === other?.key && one?.open === other?.open && one?.choice === other?.choice;
}
