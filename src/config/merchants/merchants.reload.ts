import type { Environment } from '../environment/environment.js';
import type { Redactor } from '../redaction/redaction.js';
import { runInSlices } from './interruptible.js';
import type { Interruptible } from './interruptible.js';
import { collectSecrets } from './merchants.file.js';
import type { JsonReading, MerchantsReading } from './merchants.file.js';
import { createMerchants } from './merchants.js';
import type { ConfiguredMerchant, Credentials, Merchants } from './merchants.js';

/** What became of reading the merchants file again. */
export type ReloadOutcome =
  /** There was nothing to look at, or nothing to change. */
  | { readonly kind: 'same' }
  /** In force for every request from now on. */
  | { readonly kind: 'taken' }
  /** Nothing has changed. */
  | { readonly kind: 'refused'; readonly faults: readonly string[] };

/**
 * Which text is worth looking at. `always`: secrets may have changed where the text has not. `faulty`: the text is the one
 * that was read last, and has faults that may go by themselves, as when a secret arrives after the file that names it.
 */
export type ReloadWhen = 'always' | 'changed' | 'faulty';

/** One at a time: a call that comes meanwhile reads the file once more when the running one is done. */
export type Reload = (when: ReloadWhen) => Promise<ReloadOutcome>;

/** What a reload works on. */
export interface ReloadParts {
  readonly read: () => JsonReading;
  readonly check: (json: JsonReading) => Interruptible<MerchantsReading>;
  readonly environment: Environment;
  readonly live: LiveMerchants;
  readonly redactor: Redactor;
  /** Of the text in force. */
  readonly fingerprint: string;
}

/**
 * At start a faulty merchant is stopped and the others go on, because there is nothing to fall back on. A reload can fall
 * back on what is in force: it is refused as a whole when it would stop a merchant that works, or bring in a new one with
 * faults. A merchant that was stopped before may stay so: its faults must not keep the others from changing.
 */
export function createReload({ read, check, environment, live, redactor, fingerprint }: ReloadParts): Reload {
  let seen = fingerprint;
  let isRefused = false;
  let turn: Promise<unknown> = Promise.resolve();

  function isWorthChecking(when: ReloadWhen, now: string): boolean {
    if (when === 'always') return true;
    if (when === 'changed') return now !== seen;
    return now === seen && (isRefused || live.merchants.listStopped().length > 0);
  }

  async function reload(when: ReloadWhen): Promise<ReloadOutcome> {
    const json = read();
    if (!isWorthChecking(when, json.fingerprint)) return { kind: 'same' };
    seen = json.fingerprint;
    const { file, faults } = await runInSlices(check(json));
    const next = file && createMerchants(file, environment);
    const wasRefused = isRefused;
    isRefused = next === undefined || !stopsNoWorkingMerchant(next, live.merchants);
    if (file === undefined || next === undefined || isRefused) return { kind: 'refused', faults };
    // Secrets that changed beside these faults are read when somebody asks for it.
    if (when === 'faulty' && !wasRefused && !startsAny(next, live.merchants)) return { kind: 'same' };
    // Learned before it can be used: no line may show it.
    redactor.addPermanentSecrets(...collectSecrets(file));
    live.replace(next);
    return { kind: 'taken' };
  }

  return (when) => {
    const mine = turn.then(() => reload(when));
    turn = mine.catch(() => undefined);
    return mine;
  };
}

/** Whether a merchant works in `next` that does not work now. */
function startsAny(next: Merchants, now: Merchants): boolean {
  const working = new Set(now.listUsable().map(({ id }) => id));
  return next.listUsable().some(({ id }) => !working.has(id));
}

function stopsNoWorkingMerchant(next: Merchants, now: Merchants): boolean {
  const stopped = new Set(now.listStopped().map(({ id }) => id));
  return next.listStopped().every(({ id }) => stopped.has(id));
}

/** Merchants that can be replaced as a whole while requests come in. */
export interface LiveMerchants {
  /** Always what was read last: a request that asks twice may see two versions, each whole. */
  readonly merchants: Merchants;
  replace(next: Merchants): void;
}

/** What a worker needs of a merchant to find out how its running transactions end. */
interface RemovedMerchant {
  readonly merchant: ConfiguredMerchant;
  readonly credentials: Credentials | undefined;
  readonly listWebhookKeys: Merchants['listWebhookKeys'];
}

/**
 * A merchant that was taken out of the file starts nothing any more: its keys and terminals are unknown at once. What it
 * has started is driven to an answer: until the process ends, its credentials are kept for that.
 */
export function createLiveMerchants(first: Merchants): LiveMerchants {
  let current = first;
  const removed = new Map<string, RemovedMerchant>();
  const merchants: Merchants = {
    findByApiKey: (presented) => current.findByApiKey(presented),
    findStopped: (presented) => current.findStopped(presented),
    listTerminals: (id) => current.listTerminals(id),
    findTerminal: (merchantId, terminalId) => current.findTerminal(merchantId, terminalId),
    listUsable: () => current.listUsable(),
    listStopped: () => current.listStopped(),
    findMerchant: (id) => current.findMerchant(id) ?? removed.get(id)?.merchant,
    findCredentials: (id) => current.findCredentials(id) ?? removed.get(id)?.credentials,
    listWebhookKeys: (id, endpoint) =>
      (current.findMerchant(id) ? current : removed.get(id))?.listWebhookKeys(id, endpoint) ?? [],
  };
  function replace(next: Merchants): void {
    const { listWebhookKeys } = current;
    for (const merchant of current.listUsable()) {
      const credentials = current.findCredentials(merchant.id);
      removed.set(merchant.id, { merchant, credentials, listWebhookKeys });
    }
    current = next;
  }
  return { merchants, replace };
}
