import 'reflect-metadata';
import { resolveDatabaseUrl } from '../config/derived.js';
import { createLogger } from '../config/logger.js';
import { readSettingsOrExit } from '../config/settings.js';
import { rebuildLedger } from '../ledger/rebuild.js';
import { runMain } from './run-main.js';

const settings = readSettingsOrExit('ledger');
const { environment, redactor } = settings;
const log = createLogger({ name: 'ledger rebuild', level: 'warn', redactor });

await runMain(async () => {
  const url = resolveDatabaseUrl(environment);
  if (url === undefined) throw new Error('DATABASE_URL is required: there is no ledger to rebuild.');
  const { rebuilt, corrected, added, kept } = await rebuildLedger({ url, settings, log });
  console.log(
    `${rebuilt} transactions read again from Temporal: ${corrected} corrected, ${added} added, the others equal byte by byte. ` +
      `${kept} that Temporal has forgotten, or no worker answers for, are kept as they were.`,
  );
  return 0;
});
