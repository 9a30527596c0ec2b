import { loadClientConnectConfig } from '@temporalio/envconfig';
import { runMain } from './run-main.js';
import { readSettings, temporalSettings } from './settings.js';
import { connectAndPrepare } from './temporal/start.js';

await runMain(async () => {
  const { RETENTION: retentionMs } = readSettings(temporalSettings.pick({ RETENTION: true }), process.env);
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const to = { ...connectionOptions, address: connectionOptions.address ?? '127.0.0.1:7233' };
  const done = await connectAndPrepare(to, { namespace, retentionMs, longerRetention: 'shorten' });
  console.log([`Namespace "${namespace}" at ${to.address}:`, ...done].join('\n  '));
  return 0;
});
