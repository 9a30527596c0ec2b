import type { Environment } from './environment.js';
import type { LiveMerchants } from './live-merchants.js';
import type { MerchantsReading } from './merchants.file.js';
import type { JsonReading } from './merchants.json.js';
import { merchantsOf } from './merchants.js';
import type { Merchants } from './merchants.js';
import type { Redactor } from './redaction.js';
import { clientSecretsOf } from './secrets-of-settings.js';
import { inSlices } from './slices.js';
import type { Interruptible } from './slices.js';

/** What became of reading the merchants file again. */
export type ReloadOutcome =
  /** The text is the one that was read last. */
  | { readonly kind: 'same' }
  /** In force for every request from now on. */
  | { readonly kind: 'taken' }
  /** Nothing has changed. */
  | { readonly kind: 'refused'; readonly faults: readonly string[] };

/** Which text is worth looking at. `always`: secrets may have changed where the text has not. */
export type ReloadWhen = 'always' | 'changed';

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
export function reloadOf({ read, check, environment, live, redactor, fingerprint }: ReloadParts): Reload {
  let seen = fingerprint;
  let turn: Promise<unknown> = Promise.resolve();

  async function reload(when: ReloadWhen): Promise<ReloadOutcome> {
    const json = read();
    if (when === 'changed' && json.fingerprint === seen) return { kind: 'same' };
    seen = json.fingerprint;
    const { file, faults } = await inSlices(check(json));
    if (file === undefined) return { kind: 'refused', faults };
    const next = merchantsOf(file, environment);
    if (!stopsNoMore(next, live.merchants)) return { kind: 'refused', faults };
    // Learned before it can be used: no line may show it.
    redactor.learnForGood(...clientSecretsOf(file));
    live.replace(next);
    return { kind: 'taken' };
  }

  return (when) => {
    const mine = turn.then(() => reload(when));
    turn = mine.catch(() => undefined);
    return mine;
  };
}

function stopsNoMore(next: Merchants, now: Merchants): boolean {
  const stopped = new Set(now.stopped().map(({ id }) => id));
  return next.stopped().every(({ id }) => stopped.has(id));
}
