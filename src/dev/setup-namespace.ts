import { readTemporalServer } from './temporal/server-of-settings.js';
import { connectAndPrepare } from './temporal/start.js';
import { runMain } from './run-main.js';
import { readSettings, temporalSettings } from './settings.js';
import { loadEnvFile } from '../config/load-env-file.js';

/** Prepares the namespace that the service uses, by the same settings. */
await runMain(async () => {
  loadEnvFile();
  const { RETENTION: retentionMs } = readSettings(temporalSettings.pick({ RETENTION: true }), process.env);
  const { namespace, options } = readTemporalServer(process.env);
  // A shorter one would forget keys and results that were promised for longer.
  const done = await connectAndPrepare(options, { namespace, retentionMs, longerRetention: 'leave' });
  console.log([`Namespace "${namespace}" at ${options.address}:`, ...done].join('\n  '));
  return 0;
});
