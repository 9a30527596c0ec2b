import type { KeptKey, KeyStore } from './key-store.js';

/** An intent whose key is in use. */
export interface Intent {
  readonly key: string;
  /** An earlier request with the key was never answered: it may have been accepted. */
  readonly inDoubt: boolean;
  /** The key has been answered about: no request with it is in doubt any more. */
  settle(): Promise<void>;
  /** This request was refused before it reached the key. Says whether others with the key are still open. */
  withdraw(): Promise<boolean>;
}

/** Notes, before anything is sent, that a request with the intent's key is on its way. The first call makes the key. */
export async function beginIntent(store: KeyStore, name: string, choice?: string): Promise<Intent> {
  const { before, kept } = await update(store, name, (now) => ({
    ...(now ?? withChoice(createKey(), choice)),
    open: (now?.open ?? 0) + 1,
  }));
  const settle = (open: (now: number) => number) =>
    update(store, name, (now) => now?.key === kept.key && { ...now, open: open(now.open) });
  return {
    key: kept.key,
    inDoubt: (before?.open ?? 0) > 0,
    settle: async () => void (await settle(() => 0)),
    withdraw: async () => (await settle((now) => Math.max(0, now - 1))).kept.open > 0,
  };
}

/** What was chosen for the intent first: by an earlier call, by another process, or now. It makes the key. */
export async function chooseOnce<Choice extends string>(
  store: KeyStore,
  name: string,
  choose: () => Promise<Choice>,
): Promise<Choice> {
  const known = (await store.get(name))?.choice;
  if (known !== undefined) return known as Choice;
  const choice = await choose();
  const { kept } = await update(store, name, (now) => !now && { key: createKey(), choice, open: 0 });
  return (kept.choice ?? choice) as Choice;
}

/** Gives the intent a new key, unless somebody else has done so since `used` was read. */
export async function renewIntent(store: KeyStore, name: string, used: string): Promise<void> {
  await update(store, name, (now) => now?.key === used && { key: createKey(), open: 0 });
}

/** What an intent is called in the store: kinds do not meet. */
export function nameIntent(kind: 'sale' | 'refund' | 'operation', id: string): string {
  if (id === '') throw new TypeError(`A ${kind} needs an id of yours: its key is kept by it.`);
  return `${kind}:${id}`;
}

type Change = (now: KeptKey | undefined) => KeptKey | false;

interface Updated {
  readonly before: KeptKey | undefined;
  readonly kept: KeptKey;
}

async function update(store: KeyStore, name: string, change: Change): Promise<Updated> {
  for (;;) {
    const before = await store.get(name);
    const next = change(before);
    if (next === false) return { before, kept: before ?? { key: '', open: 0 } };
    if (await store.compareAndSet(name, before, next)) return { before, kept: next };
  }
}

function withChoice(key: string, choice: string | undefined): Omit<KeptKey, 'open'> {
  return choice === undefined ? { key } : { key, choice };
}

function createKey(): string {
  return crypto.randomUUID();
}
