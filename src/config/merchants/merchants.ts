import type { MerchantPolicies } from '../../domain/merchant-policies.js';
import type { Mode } from '../../domain/policy.js';
import type { Country, Terminal } from '../../domain/terminal.js';
import type { MerchantsContext } from '../environment/environment.js';
import { SettingsInvalid } from '../environment/settings-invalid.js';
import { createApiKeyLookup, indexCallers } from './api-keys.js';
import type { Caller } from './api-keys.js';
import type { Credentials } from './credentials.js';
import { runAtOnce } from './interruptible.js';
import type { StoppedEntry } from './merchants.entries.js';
import { checkMerchants, readMerchantsJson } from './merchants.file.js';
import type { MerchantsFile } from './merchants.file.js';
import type { MerchantEntry } from './merchants.schema.js';

export type { Caller, Role } from './api-keys.js';
export type { Credentials } from './credentials.js';

/** A terminal of a merchant, with the mode its commands are sent in. */
export interface ConfiguredTerminal extends Terminal {
  readonly merchant: string;
  /** As pinned in the file, else async when PUBLIC_URL is set and sync when not. */
  readonly mode: Mode;
}

/** Where a merchant is told what happened. */
export interface ConfiguredWebhook {
  readonly id: string;
  readonly url: string;
  /** Types of events, or patterns of them. */
  readonly events: readonly string[];
}

/** A merchant as configured. */
export interface ConfiguredMerchant {
  readonly id: string;
  readonly name: string | undefined;
  readonly country: Country;
  /** How the branch id goes over the wire: documented as a number, seen as a zero-padded text (contract §4.0). */
  readonly sendIdSucursalAs: 'int' | 'string';
  readonly terminals: readonly ConfiguredTerminal[];
  readonly policies: MerchantPolicies;
  readonly webhooks: readonly ConfiguredWebhook[];
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
  /** The merchant of a key that {@link findByApiKey} does not find because the merchant's entry has faults. */
  findStopped(presented: string): StoppedMerchant | undefined;
  /** @returns undefined for a merchant that is stopped or not configured. */
  findMerchant(merchantId: string): ConfiguredMerchant | undefined;
  /** @returns none for a merchant that is stopped or not configured. */
  listTerminals(merchantId: string): readonly ConfiguredTerminal[];
  findTerminal(merchantId: string, terminalId: string): ConfiguredTerminal | undefined;
  /** Of a stopped merchant, too, where they can be read: its running transactions are still asked about. */
  findCredentials(merchantId: string): Credentials | undefined;
  /** The keys that sign what goes to an endpoint, the first one first; none where it is not configured. Secret. */
  listWebhookKeys(merchantId: string, endpoint: string): readonly Buffer[];
  /** Those that are not stopped. */
  listUsable(): readonly ConfiguredMerchant[];
  listStopped(): readonly StoppedMerchant[];
}

/**
 * Reads MERCHANTS_FILE and the secrets it names.
 *
 * @throws SettingsInvalid naming all that is wrong with it, when none of its merchants can be used.
 */
export function readMerchants(context: MerchantsContext, variables: NodeJS.ProcessEnv): Merchants {
  const { file, faults } = runAtOnce(checkMerchants(readMerchantsJson(context), { context, variables }));
  if (file === undefined) throw new SettingsInvalid(faults);
  return createMerchants(file, context);
}

export function createMerchants({ usable, stopped }: MerchantsFile, context: MerchantsContext): Merchants {
  const mode: Mode = context.PUBLIC_URL === undefined ? 'sync' : 'async';
  const merchants = new Map(usable.map(({ entry }) => [entry.id, toConfiguredMerchant(entry, mode)]));
  const terminals = new Map([...merchants].map(([id, merchant]) => [id, indexTerminals(merchant)]));
  const credentials = new Map([...collectStoppedCredentials(stopped), ...usable.map(pickCredentials)]);
  const webhookKeys = new Map(usable.map(indexWebhookKeys));
  const known = stopped.map(toStoppedMerchant);
  const all = [...merchants.values()];
  return {
    findByApiKey: createApiKeyLookup(indexCallers(usable.map(({ entry }) => entry))),
    findStopped: createApiKeyLookup(indexStopped(stopped)),
    findMerchant: (id) => merchants.get(id),
    listTerminals: (id) => merchants.get(id)?.terminals ?? [],
    findTerminal: (merchantId, terminalId) => terminals.get(merchantId)?.get(terminalId),
    findCredentials: (id) => credentials.get(id),
    listWebhookKeys: (merchantId, endpoint) => webhookKeys.get(merchantId)?.get(endpoint) ?? [],
    listUsable: () => all,
    listStopped: () => known,
  };
}

function toConfiguredMerchant(
  { id, name, country, getnet, terminals, policies, webhooks }: MerchantEntry,
  mode: Mode,
): ConfiguredMerchant {
  return {
    id,
    name,
    country,
    sendIdSucursalAs: getnet.sendIdSucursalAs,
    terminals: terminals.map((terminal) => ({ mode, ...terminal, country, merchant: id })),
    policies,
    webhooks: webhooks.map(({ id: endpoint, url, events }) => ({ id: endpoint, url, events })),
  };
}

function indexTerminals({ terminals }: ConfiguredMerchant): ReadonlyMap<string, ConfiguredTerminal> {
  return new Map(terminals.map((terminal) => [terminal.id, terminal]));
}

function indexWebhookKeys({ entry, webhookSecrets }: MerchantsFile['usable'][number]) {
  return [entry.id, new Map(webhookSecrets.map(({ endpoint, keys }) => [endpoint, keys]))] as const;
}

function pickCredentials({ entry, credentials }: MerchantsFile['usable'][number]) {
  return [entry.id, credentials] as const;
}

/** Two entries of one id could be mixed up: the credentials of neither are used. */
function collectStoppedCredentials(
  stopped: readonly StoppedEntry[],
): readonly (readonly [string, Credentials])[] {
  const entryCounts = new Map<string | undefined, number>();
  for (const { outline } of stopped) entryCounts.set(outline.id, (entryCounts.get(outline.id) ?? 0) + 1);
  return stopped.flatMap(({ outline: { id }, credentials }) =>
    id !== undefined && credentials !== undefined && entryCounts.get(id) === 1
      ? [[id, credentials] as const]
      : [],
  );
}

function toStoppedMerchant({ place, outline, faults }: StoppedEntry): StoppedMerchant {
  return {
    id: outline.id === undefined || outline.id === '' ? place : outline.id,
    name: outline.name,
    faults,
  };
}

function indexStopped(stopped: readonly StoppedEntry[]): ReadonlyMap<string, StoppedMerchant> {
  return new Map(
    stopped.flatMap((entry) =>
      entry.outline.apiKeys.flatMap(({ sha256 }) =>
        sha256 === undefined ? [] : [[sha256.toLowerCase(), toStoppedMerchant(entry)] as const],
      ),
    ),
  );
}
