import { existsSync } from 'node:fs';
import type { ProcessName } from './defaults.js';
import { checkEnvironment } from './environment.js';
import type { Environment } from './environment.js';
import { missingBaseUrls } from './getnet-address.js';
import { checkMerchants } from './merchants.file.js';
import { merchantsOf } from './merchants.js';
import type { Merchants } from './merchants.js';
import { createRedactor } from './redaction.js';
import type { Redactor } from './redaction.js';
import { secretsOf } from './secrets-of-settings.js';
import { SettingsInvalid } from './settings-invalid.js';

/** Everything a process is told from outside. */
export interface Settings {
  readonly environment: Environment;
  readonly merchants: Merchants;
  /** Knows every secret of the settings, and each API key once it was used; told others as they come (`learn`). */
  readonly redactor: Redactor;
}

/**
 * Reads the variables, the merchants file and the secrets it names.
 *
 * @throws SettingsInvalid naming the faults of all of them at once.
 */
export function readSettings(name: ProcessName, source: NodeJS.ProcessEnv): Settings {
  const { environment, faults, texts } = checkEnvironment(source);
  const file = checkMerchants(texts, source);
  const addresses = name === 'worker' ? missingBaseUrls(texts, file.countries) : [];
  const all = [...faults, ...addresses, ...file.faults];
  if (environment === undefined || file.document === undefined || all.length > 0)
    throw new SettingsInvalid(all);
  return settingsOf(environment, merchantsOf(file.document, environment, file.secrets), source);
}

function settingsOf(environment: Environment, merchants: Merchants, source: NodeJS.ProcessEnv): Settings {
  const redactor = createRedactor(secretsOf(environment, merchants, source));
  const findByApiKey: Merchants['findByApiKey'] = (presented) => {
    const caller = merchants.findByApiKey(presented);
    if (caller !== undefined) redactor.learn(presented);
    return caller;
  };
  return { environment, merchants: { ...merchants, findByApiKey }, redactor };
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
