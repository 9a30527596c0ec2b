import { existsSync } from 'node:fs';
import type { ProcessName } from './defaults.js';
import { checkEnvironment } from './environment.js';
import type { Environment, EnvironmentReading } from './environment.js';
import { missingBaseUrls } from './getnet-address.js';
import { liveMerchants } from './live-merchants.js';
import { checkMerchants, readMerchantsJson } from './merchants.file.js';
import type { MerchantsReading } from './merchants.file.js';
import type { JsonReading } from './merchants.json.js';
import { merchantsOf } from './merchants.js';
import type { Merchants } from './merchants.js';
import { reloadOf } from './merchants-reload.js';
import type { Reload } from './merchants-reload.js';
import { createRedactor } from './redaction.js';
import type { Redactor } from './redaction.js';
import { clientSecretsOf, secretsOfEnvironment } from './secrets-of-settings.js';
import { SettingsInvalid } from './settings-invalid.js';
import { atOnce } from './slices.js';
import type { Interruptible } from './slices.js';

/** Everything a process is told from outside. */
export interface Settings {
  readonly environment: Environment;
  /** As read last: see {@link reloadMerchants}. */
  readonly merchants: Merchants;
  /** Knows every secret of the settings, and each API key once it was used; told others as they come (`learn`). */
  readonly redactor: Redactor;
  /** Reads the merchants file again, all or nothing. */
  readonly reloadMerchants: Reload;
}

/**
 * Reads the variables, the merchants file and the secrets it names. A merchant with a fault stops no other: it is listed
 * in `merchants.stopped()`.
 *
 * @throws SettingsInvalid naming the faults of all of them at once, when a variable is wrong or no merchant can be used.
 */
export function readSettings(name: ProcessName, source: NodeJS.ProcessEnv): Settings {
  const { environment, faults, texts } = checkEnvironment(source);
  const parts: CheckParts = { name, texts, source };
  const json = readMerchantsJson(texts);
  const { file, faults: merchantsFaults } = atOnce(checkFor(parts, json));
  if (environment === undefined || file === undefined)
    throw new SettingsInvalid([...faults, ...merchantsFaults]);
  const redactor = createRedactor(secretsOfEnvironment(environment, source));
  redactor.learnForGood(...clientSecretsOf(file));
  const live = liveMerchants(merchantsOf(file, environment));
  const reloadMerchants = reloadOf({
    read: () => readMerchantsJson(texts),
    check: (changed) => checkFor(parts, changed),
    environment,
    live,
    redactor,
    fingerprint: json.fingerprint,
  });
  return { environment, merchants: learning(live.merchants, redactor), redactor, reloadMerchants };
}

interface CheckParts {
  readonly name: ProcessName;
  readonly texts: EnvironmentReading['texts'];
  readonly source: NodeJS.ProcessEnv;
}

/** The merchants file as this process can use it: whoever talks to Getnet needs an address for each country. */
function* checkFor({ name, texts, source }: CheckParts, json: JsonReading): Interruptible<MerchantsReading> {
  const reading = yield* checkMerchants(json, { context: texts, variables: source });
  const addresses = name === 'worker' ? missingBaseUrls(texts, reading.countries) : [];
  if (addresses.length === 0) return reading;
  return { ...reading, file: undefined, faults: [...addresses, ...reading.faults] };
}

/** An API key is known by its hash alone until it is presented. */
function learning(merchants: Merchants, redactor: Redactor): Merchants {
  const findByApiKey: Merchants['findByApiKey'] = (presented) => {
    const caller = merchants.findByApiKey(presented);
    if (caller !== undefined) redactor.learn(presented);
    return caller;
  };
  const findStopped: Merchants['findStopped'] = (presented) => {
    const stopped = merchants.findStopped(presented);
    if (stopped !== undefined) redactor.learn(presented);
    return stopped;
  };
  return { ...merchants, findByApiKey, findStopped };
}

/**
 * What a process's main calls first: reads `.env` of the working directory, where the environment itself goes first, then
 * the settings. Wrong ones end the process with code 1 and one line that names all of them.
 */
export function settingsOrExit(name: ProcessName): Settings {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
    return readSettings(name, process.env);
  } catch (error) {
    if (!(error instanceof SettingsInvalid)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
