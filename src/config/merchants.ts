import type { Country, Terminal } from '../domain/terminal.js';
import type { Mode } from '../domain/policy.js';
import { callerByKey } from './api-keys.js';
import type { Caller } from './api-keys.js';
import { checkMerchants } from './merchants.file.js';
import type { MerchantsContext } from './merchants.rules.js';
import type { MerchantEntry, MerchantsDocument, SecretReference } from './merchants.schema.js';
import { readSecret } from './secrets.js';
import type { SecretSource } from './secrets.js';
import { SettingsInvalid } from './settings-invalid.js';

export type { Caller, Role } from './api-keys.js';

/** A terminal of a merchant, with the mode its commands are sent in. */
export interface ConfiguredTerminal extends Terminal {
  readonly merchant: string;
  /** As pinned in the file, else async when PUBLIC_URL is set and sync when not. */
  readonly mode: Mode;
}

/** What opens Getnet to a merchant. Secret: for the login alone. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
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

/** The merchants this service works for. */
export interface Merchants {
  /** Takes as long for a wrong key as for a right one. @param presented the key as it came with the request. */
  findByApiKey(presented: string): Caller | undefined;
  /** @returns undefined for a merchant that is not configured (any more). */
  merchant(merchantId: string): ConfiguredMerchant | undefined;
  /** @returns none for an unknown merchant. */
  terminalsOf(merchantId: string): readonly ConfiguredTerminal[];
  terminal(merchantId: string, terminalId: string): ConfiguredTerminal | undefined;
  /** @returns undefined for a merchant that is not configured (any more). */
  credentialsOf(merchantId: string): Credentials | undefined;
  all(): readonly ConfiguredMerchant[];
}

/**
 * Reads MERCHANTS_FILE and the secrets it names.
 *
 * @throws SettingsInvalid naming all that is wrong with it.
 */
export function readMerchants(context: MerchantsContext, variables: NodeJS.ProcessEnv): Merchants {
  const { document, faults, secrets } = checkMerchants(context, variables);
  if (document === undefined) throw new SettingsInvalid(faults);
  return merchantsOf(document, context, secrets);
}

/** @returns the merchants of a file already checked. */
export function merchantsOf(
  document: MerchantsDocument,
  context: MerchantsContext,
  secrets: SecretSource,
): Merchants {
  const mode: Mode = context.PUBLIC_URL === undefined ? 'sync' : 'async';
  const merchants = new Map(document.merchants.map((entry) => [entry.id, configured(entry, mode)]));
  const credentials = new Map(
    document.merchants.map(({ id, getnet }) => [id, credentialsIn(getnet, secrets)]),
  );
  const terminalsOf = (id: string): readonly ConfiguredTerminal[] => merchants.get(id)?.terminals ?? [];
  return {
    findByApiKey: callerByKey(document.merchants),
    merchant: (id) => merchants.get(id),
    terminalsOf,
    terminal: (merchantId, terminalId) => terminalsOf(merchantId).find(({ id }) => id === terminalId),
    credentialsOf: (id) => credentials.get(id),
    all: () => [...merchants.values()],
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

function credentialsIn(
  { clientId, clientSecret }: MerchantEntry['getnet'],
  source: SecretSource,
): Credentials {
  return { clientId: secretOf(clientId, source), clientSecret: secretOf(clientSecret, source) };
}

function secretOf(reference: SecretReference, source: SecretSource): string {
  const secret = readSecret(reference, source);
  if (secret.kind === 'missing') throw new SettingsInvalid([`MERCHANTS_FILE: ${secret.why}`]);
  return secret.value;
}
