import type { Mode } from '../domain/policy.js';
import type { Country, Terminal } from '../domain/terminal.js';
import { byApiKey, callersOf } from './api-keys.js';
import type { Caller } from './api-keys.js';
import type { Credentials } from './credentials.js';
import type { StoppedEntry } from './merchants.entries.js';
import { checkMerchants, readMerchantsJson } from './merchants.file.js';
import type { MerchantsFile } from './merchants.file.js';
import type { MerchantsContext } from './merchants.rules.js';
import type { MerchantEntry } from './merchants.schema.js';
import { SettingsInvalid } from './settings-invalid.js';
import { atOnce } from './slices.js';

export type { Caller, Role } from './api-keys.js';
export type { Credentials } from './credentials.js';

/** A terminal of a merchant, with the mode its commands are sent in. */
export interface ConfiguredTerminal extends Terminal {
  readonly merchant: string;
  /** As pinned in the file, else async when PUBLIC_URL is set and sync when not. */
  readonly mode: Mode;
}

/** A merchant as configured. */
export interface ConfiguredMerchant {
  readonly id: string;
  readonly name: string | undefined;
  readonly country: Country;
  /** How the branch id goes over the wire: documented as a number, seen as a zero-padded text (contract §4.0). */
  readonly sendIdSucursalAs: 'int' | 'string';
  readonly terminals: readonly ConfiguredTerminal[];
}

/** A merchant whose entry has faults: nothing is started for it, and the others go on. */
export interface StoppedMerchant {
  /** Its id, or the place of its entry where the id cannot be read. */
  readonly id: string;
  readonly name: string | undefined;
  readonly faults: readonly string[];
}

/** The merchants this service works for. */
export interface Merchants {
  /** Takes the same time whoever is found, and however many merchants there are. @param presented the key as it came with the request. */
  findByApiKey(presented: string): Caller | undefined;
  /** @returns the merchant of a key that {@link findByApiKey} does not find because the merchant's entry has faults. */
  findStopped(presented: string): StoppedMerchant | undefined;
  /** @returns undefined for a merchant that is stopped or not configured. */
  merchant(merchantId: string): ConfiguredMerchant | undefined;
  /** @returns none for a merchant that is stopped or not configured. */
  terminalsOf(merchantId: string): readonly ConfiguredTerminal[];
  terminal(merchantId: string, terminalId: string): ConfiguredTerminal | undefined;
  /** Of a stopped merchant, too, where they can be read: its running transactions are still asked about. */
  credentialsOf(merchantId: string): Credentials | undefined;
  /** Those that are not stopped. */
  all(): readonly ConfiguredMerchant[];
  stopped(): readonly StoppedMerchant[];
}

/**
 * Reads MERCHANTS_FILE and the secrets it names.
 *
 * @throws SettingsInvalid naming all that is wrong with it, when none of its merchants can be used.
 */
export function readMerchants(context: MerchantsContext, variables: NodeJS.ProcessEnv): Merchants {
  const { file, faults } = atOnce(checkMerchants(readMerchantsJson(context), { context, variables }));
  if (file === undefined) throw new SettingsInvalid(faults);
  return merchantsOf(file, context);
}

/** @returns the merchants of a file already checked. */
export function merchantsOf({ usable, stopped }: MerchantsFile, context: MerchantsContext): Merchants {
  const mode: Mode = context.PUBLIC_URL === undefined ? 'sync' : 'async';
  const merchants = new Map(usable.map(({ entry }) => [entry.id, configured(entry, mode)]));
  const terminals = new Map([...merchants].map(([id, merchant]) => [id, byId(merchant)]));
  const credentials = new Map([...credentialsOfStopped(stopped), ...usable.map(credentialsOfUsable)]);
  const known = stopped.map(stoppedMerchant);
  const all = [...merchants.values()];
  return {
    findByApiKey: byApiKey(callersOf(usable.map(({ entry }) => entry))),
    findStopped: byApiKey(stoppedByHash(stopped)),
    merchant: (id) => merchants.get(id),
    terminalsOf: (id) => merchants.get(id)?.terminals ?? [],
    terminal: (merchantId, terminalId) => terminals.get(merchantId)?.get(terminalId),
    credentialsOf: (id) => credentials.get(id),
    all: () => all,
    stopped: () => known,
  };
}

function configured({ id, name, country, getnet, terminals }: MerchantEntry, mode: Mode): ConfiguredMerchant {
  return {
    id,
    name,
    country,
    sendIdSucursalAs: getnet.sendIdSucursalAs,
    terminals: terminals.map((terminal) => ({ mode, ...terminal, country, merchant: id })),
  };
}

function byId({ terminals }: ConfiguredMerchant): ReadonlyMap<string, ConfiguredTerminal> {
  return new Map(terminals.map((terminal) => [terminal.id, terminal]));
}

function credentialsOfUsable({ entry, credentials }: MerchantsFile['usable'][number]) {
  return [entry.id, credentials] as const;
}

/** Two entries of one id could be mixed up: the credentials of neither are used. */
function credentialsOfStopped(stopped: readonly StoppedEntry[]): readonly (readonly [string, Credentials])[] {
  const entriesOf = new Map<string | undefined, number>();
  for (const { outline } of stopped) entriesOf.set(outline.id, (entriesOf.get(outline.id) ?? 0) + 1);
  return stopped.flatMap(({ outline: { id }, credentials }) =>
    id !== undefined && credentials !== undefined && entriesOf.get(id) === 1
      ? [[id, credentials] as const]
      : [],
  );
}

function stoppedMerchant({ place, outline, faults }: StoppedEntry): StoppedMerchant {
  return {
    id: outline.id === undefined || outline.id === '' ? place : outline.id,
    name: outline.name,
    faults,
  };
}

function stoppedByHash(stopped: readonly StoppedEntry[]): ReadonlyMap<string, StoppedMerchant> {
  return new Map(
    stopped.flatMap((entry) =>
      entry.outline.apiKeys.flatMap(({ sha256 }) =>
        sha256 === undefined ? [] : [[sha256.toLowerCase(), stoppedMerchant(entry)] as const],
      ),
    ),
  );
}
