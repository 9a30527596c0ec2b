import type { ProcessName } from './derived.js';
import { checkEnvironment } from './environment/environment.js';
import type { Environment, EnvironmentReading } from './environment/environment.js';
import { findMissingBaseUrls } from './environment/getnet-address.js';
import { SettingsInvalid } from './environment/settings-invalid.js';
import { runAtOnce } from './merchants/interruptible.js';
import type { Interruptible } from './merchants/interruptible.js';
import { checkMerchants, collectSecrets, readMerchantsJson } from './merchants/merchants.file.js';
import type { JsonReading, MerchantsReading } from './merchants/merchants.file.js';
import { createMerchants } from './merchants/merchants.js';
import type { Merchants } from './merchants/merchants.js';
import { createLiveMerchants, createReload } from './merchants/merchants.reload.js';
import type { Reload } from './merchants/merchants.reload.js';
import { listDatabasePasswords } from './redaction/database-passwords.js';
import { createRedactor } from './redaction/redaction.js';
import type { Redactor } from './redaction/redaction.js';
import { loadEnvFile } from './load-env-file.js';

/** All settings of a process. */
export interface Settings {
  readonly environment: Environment;
  /** The merchants in force; {@link reloadMerchants} replaces them. */
  readonly merchants: Merchants;
  /** Knows every secret of the settings, and each API key once it was used; others are added as they come (`addSecrets`). */
  readonly redactor: Redactor;
  /** Reads the merchants file again, all or nothing. */
  readonly reloadMerchants: Reload;
}

/**
 * Reads the variables, the merchants file and the secrets it names. A merchant with a fault stops no other: it is listed
 * in `merchants.listStopped()`.
 *
 * @throws SettingsInvalid naming the faults of all of them at once, when a variable is wrong or no merchant can be used.
 */
export function readSettings(name: ProcessName, source: NodeJS.ProcessEnv): Settings {
  const { environment, faults, texts } = checkEnvironment(source);
  const parts: CheckParts = { name, texts, source };
  const json = readMerchantsJson(texts);
  const { file, faults: merchantsFaults } = runAtOnce(checkMerchantsFor(parts, json));
  if (environment === undefined || file === undefined)
    throw new SettingsInvalid([...faults, ...merchantsFaults]);
  const redactor = createRedactor(collectEnvironmentSecrets(environment, source));
  redactor.addPermanentSecrets(...collectSecrets(file));
  const live = createLiveMerchants(createMerchants(file, environment));
  const reloadMerchants = createReload({
    read: () => readMerchantsJson(texts),
    check: (changed) => checkMerchantsFor(parts, changed),
    environment,
    live,
    redactor,
    fingerprint: json.fingerprint,
  });
  return { environment, merchants: addPresentedKeys(live.merchants, redactor), redactor, reloadMerchants };
}

interface CheckParts {
  readonly name: ProcessName;
  readonly texts: EnvironmentReading['texts'];
  readonly source: NodeJS.ProcessEnv;
}

/** The merchants file as this process can use it: whoever talks to Getnet needs an address for each country. */
function* checkMerchantsFor(
  { name, texts, source }: CheckParts,
  json: JsonReading,
): Interruptible<MerchantsReading> {
  const reading = yield* checkMerchants(json, { context: texts, variables: source });
  const addresses = name === 'worker' ? findMissingBaseUrls(texts, reading.countries) : [];
  if (addresses.length === 0) return reading;
  return { ...reading, file: undefined, faults: [...addresses, ...reading.faults] };
}

/** An API key is known by its hash alone until it is presented. */
function addPresentedKeys(merchants: Merchants, redactor: Redactor): Merchants {
  const findByApiKey: Merchants['findByApiKey'] = (presented) => {
    const caller = merchants.findByApiKey(presented);
    if (caller !== undefined) redactor.addSecrets(presented);
    return caller;
  };
  const findStopped: Merchants['findStopped'] = (presented) => {
    const stopped = merchants.findStopped(presented);
    if (stopped !== undefined) redactor.addSecrets(presented);
    return stopped;
  };
  return { ...merchants, findByApiKey, findStopped };
}

/**
 * What a process's main calls first: reads `.env` of the working directory, where the environment itself goes first, then
 * the settings. Wrong ones end the process with code 1 and one line that names all of them.
 */
export function readSettingsOrExit(name: ProcessName): Settings {
  try {
    loadEnvFile();
    return readSettings(name, process.env);
  } catch (error) {
    if (!(error instanceof SettingsInvalid)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** Read by the libraries of Temporal and PostgreSQL themselves, and no less secret. */
const secretsOfLibraries = [
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS_CLIENT_KEY_DATA',
  'TEMPORAL_CODEC_AUTH',
  'PGPASSWORD',
] as const;
/** A firewall's key is longer than the ordinary words other headers hold. */
const MIN_HEADER_SECRET_LENGTH = 8;

/** Every secret in the variables, in each spelling in which a log could show it. */
export function collectEnvironmentSecrets(
  environment: Environment,
  source: NodeJS.ProcessEnv,
): readonly string[] {
  const keys = [
    ...(environment.CALLBACK_KEYS ?? []).map(({ key }) => key),
    environment.CALLBACK_SIGNATURE_KEY,
  ];
  const headers = Object.values(environment.GETNET_EXTRA_HEADERS);
  return [
    ...keys.flatMap((key) => (key === undefined ? [] : listKeySpellings(key))),
    ...headers.filter((value) => value.length >= MIN_HEADER_SECRET_LENGTH),
    ...secretsOfLibraries.flatMap((name) => source[name] ?? []),
    ...listDatabasePasswords(environment.DATABASE_URL),
  ];
}

function listKeySpellings(key: Buffer): readonly string[] {
  return [key.toString('base64').replace(/=+$/, ''), key.toString('base64url'), key.toString('hex')];
}
