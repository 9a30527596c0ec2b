import { resolveDatabaseUrl } from '../config/derived.js';
import { migrate } from '../ledger/database/migrate.js';
import { ledgerSettings } from './ledger-settings.js';
import { runMain } from './run-main.js';
import { readSettings } from './settings.js';
import { loadEnvFile } from '../config/load-env-file.js';

await runMain(async () => {
  loadEnvFile();
  const url = resolveDatabaseUrl(readSettings(ledgerSettings, process.env));
  if (url === undefined) throw new Error('DATABASE_URL is required: there is no ledger to migrate.');
  const applied = await migrate(url);
  console.log(applied.length === 0 ? 'The ledger is up to date.' : `Taken: ${applied.join(', ')}.`);
  return 0;
});
