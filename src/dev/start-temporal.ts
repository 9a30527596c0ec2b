import { describeExit } from './processes/child.js';
import { waitForEndSignal } from './processes/signals.js';
import { runMain } from './run-main.js';
import { databaseFile, readSettings, temporalSettings } from './settings.js';
import { startTemporal } from './temporal/start.js';
import type { Temporal } from './temporal/start.js';
import { loadEnvFile } from '../config/load-env-file.js';

await runMain(async () => {
  const endSignal = waitForEndSignal();
  loadEnvFile();
  const settings = readSettings(temporalSettings, process.env);
  const starting = startTemporal({
    // 0 leaves the choice of the port to us.
    port: settings.TEMPORAL_PORT || undefined,
    uiPort: settings.TEMPORAL_UI_PORT || undefined,
    ui: true,
    namespace: settings.TEMPORAL_NAMESPACE,
    databaseFile: databaseFile(settings.DATA_DIR),
    retentionMs: settings.RETENTION,
    onLine: repeatLine,
    print: (line) => logLine('info', line),
  });
  const temporal = await Promise.race([starting, endSignal]);
  // Asked to end before it was up: what has been started ends with us.
  if (typeof temporal === 'string') return 0;
  const { address, uiUrl, pid, source, prepared } = temporal;
  logLine('info', 'temporal ready', { address, uiUrl, pid, source, dataDir: settings.DATA_DIR, prepared });
  return waitForEnd(temporal, endSignal);
});

async function waitForEnd(temporal: Temporal, askedToEnd: Promise<NodeJS.Signals>): Promise<number> {
  const over = await Promise.race([askedToEnd, temporal.exited]);
  if (typeof over === 'string') {
    logLine('info', 'temporal stopping', { signal: over });
    await temporal.stop();
    return 0;
  }
  logLine('error', `temporal ${describeExit(over)} on its own`, { lastLines: temporal.lastLines(10) });
  return 1;
}

function repeatLine(line: string): void {
  if (line.trim() === '') return;
  const isJson = line.startsWith('{');
  if (isJson) process.stdout.write(`${line}\n`);
  else logLine('info', line, { from: 'temporal' });
}

/** Writes one event as one line of JSON to stdout. */
function logLine(level: 'info' | 'warn' | 'error', msg: string, fields: Record<string, unknown> = {}): void {
  process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), msg, ...fields })}\n`);
}
