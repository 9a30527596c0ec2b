import { readSettings } from '../config/settings.js';
import type { Settings } from '../config/settings.js';
import { SettingsInvalid } from '../config/environment/settings-invalid.js';
import { createGetnetClient } from '../getnet/client.js';
import { checkTerminals } from '../getnet/terminal-check.js';
import { createGetnetOptions } from '../worker/getnet-options.js';
import { hasDifferences, describeCheck, summarize } from './check-merchants.report.js';
import type { CheckedMerchant } from './check-merchants.report.js';
import { runMain } from './run-main.js';
import { loadEnvFile } from '../config/load-env-file.js';

/** Compares the merchants file with itself, then with Getnet's lists of terminals: 1 where something is wrong. */
await runMain(async () => {
  loadEnvFile();
  const settings = readSettingsOrThrow();
  const faults = settings.merchants.listStopped().flatMap((merchant) => merchant.faults);
  for (const fault of faults) console.log(settings.redactor.redactText(fault));
  const checked = await compareAll(settings);
  console.log(summarize(checked, faults.length));
  return faults.length > 0 || checked.some(hasDifferences) ? 1 : 0;
});

/** The API's settings: without an address of Getnet the file is still checked against itself. */
function readSettingsOrThrow(): Settings {
  try {
    return readSettings('api', process.env);
  } catch (error) {
    if (!(error instanceof SettingsInvalid)) throw error;
    throw new Error(error.faults.join('\n'), { cause: error });
  }
}

async function compareAll(settings: Settings): Promise<readonly CheckedMerchant[]> {
  const client = createGetnetClient(createGetnetOptions(settings, () => undefined));
  const checked: CheckedMerchant[] = [];
  for (const owner of settings.merchants.listUsable()) {
    const check = await checkTerminals(client, owner, settings.environment.GETNET_TIMEOUT);
    checked.push({ owner, check });
    for (const line of describeCheck({ owner, check })) console.log(settings.redactor.redactText(line));
  }
  await client.close();
  return checked;
}
