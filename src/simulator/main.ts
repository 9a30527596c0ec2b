import { existsSync } from 'node:fs';
import type { Simulator } from './server.js';
import { startSimulator } from './server.js';
import { readSettings } from './settings.js';

// Answers on their way get this long; a held sync request may well be cut.
const graceMs = 1_500;

function log(event: string, fields: object = {}): void {
  const level = event === 'alarm' ? 'error' : 'info';
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`);
}

function giveUp(reason: string): never {
  process.stderr.write(`The simulator cannot start: ${reason}\n`);
  process.exit(1);
}

async function stopOnSignal(signal: string, simulator: Simulator): Promise<void> {
  log('stopping', { signal });
  await simulator.stop(graceMs);
  log('stopped');
  process.exit(0);
}

if (existsSync('.env')) process.loadEnvFile('.env');
const reading = readSettings(process.env);
if (reading.kind === 'faults') giveUp(`${reading.faults.join('; ')}.`);
const simulator = await startSimulator({ ...reading.settings, log }).catch((error: NodeJS.ErrnoException) => {
  const { host, port } = reading.settings;
  return giveUp(
    `${host}:${port} answers ${error.code ?? error.message}; set SIMULATOR_PORT or SIMULATOR_HOST.`,
  );
});
const { url, baseUrl, port } = simulator;
log('listening', { url, baseUrl, port, page: `${url}/_sim` });
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopOnSignal(signal, simulator));
}
