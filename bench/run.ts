import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startTemporal } from '../src/dev/temporal/start.js';
import { startBaseline } from './baseline/baseline.js';
import { countCalls } from './calls.js';
import type { Compared } from './figures.js';
import { rounded } from './figures.js';
import { startGetnetStub } from './getnet-stub.js';
import { measureLatency } from './latency.js';
import { startService } from './service.js';
import type { Service } from './service.js';
import { measureThroughput } from './throughput.js';
import type { Taker } from './throughput.js';

/** What the service asks for by default. */
const RETENTION_MS = 30 * 86_400_000;
const CALLS_TO_THE_INDEX = /^(List|Scan|Count)/;

const { values: options, positionals } = parseArgs({
  options: { short: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const isShort = options.short;
/** A short run is a first look and replaces no figures. */
const resultsFile = positionals[0] ?? (isShort ? undefined : 'bench/results.json');

const folder = await mkdtemp(join(tmpdir(), 'terminal-payments-bench-'));
const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })];
const begun = <T extends { stop(): Promise<unknown> }>(part: T): T => {
  stops.unshift(() => part.stop());
  return part;
};
try {
  const loadBefore = loadavg();
  const temporal = begun(await startTemporal({ retentionMs: RETENTION_MS }));
  const getnet = begun(await startGetnetStub());
  const where = { folder, temporalAddress: temporal.address, getnet: getnet.baseUrl };
  const baseline = begun(await startBaseline(where));
  const service = begun(await startService({ ...where, name: 'memory' }));
  const contestants = { service, baseline, getnet };

  say('One at a time…');
  const latency = await measureLatency(
    contestants,
    isShort ? { warmUp: 10, pairs: 20 } : { warmUp: 20, pairs: 80 },
  );
  say(`${JSON.stringify(latency)}\nCounting calls…`);
  const { calls, history } = await countCalls(contestants, temporal.address);
  say(`${JSON.stringify(history)}\n50 in flight…`);
  const ours = takerOf(service);
  const load = { sales: isShort ? 100 : 150, inFlight: 50, turns: isShort ? 1 : 4 };
  const at50 = await measureThroughput({ ours, baseline, getnet }, load);
  await baseline.stop();
  say(`${JSON.stringify(at50)}\nA database file against memory, 20 in flight…`);
  const databaseFile = join(folder, 'temporal.db');
  const onFile = begun(await startTemporal({ retentionMs: RETENTION_MS, databaseFile }));
  const fileService = begun(await startService({ ...where, name: 'file', temporalAddress: onFile.address }));
  const fileLoad = { sales: isShort ? 50 : 100, inFlight: 20, turns: isShort ? 1 : 4 };
  const file = await measureThroughput({ ours: takerOf(fileService), baseline: ours, getnet }, fileLoad);

  const results = {
    date: new Date().toISOString(),
    machine: {
      cores: availableParallelism(),
      cpu: cpus()[0]?.model,
      node: process.version,
      temporal: temporal.source.replace(/ from .*/, ''),
      loadBefore: loadBefore.map(rounded),
      loadAfter: loadavg().map(rounded),
    },
    'request to command at Getnet, ms (aim 1.4)': latency.toDispatch,
    'callback to final state readable, ms (aim 1.1)': latency.toFinal,
    'sales a second, 50 in flight (aim 0.85)': at50.perSecond,
    'worker CPU a sale, ms (aim 1.2)': at50.workerCpuMs,
    'sales a second on a database file against memory, 20 in flight (aim 0.85)': file.perSecond,
    'calls to Temporal': calls,
    'transaction and lease (aim 24 events, 11 transitions)': history,
    'all sales at 50 in flight, both contestants': at50.seen,
    'without an outcome after a minute, 50 in flight': at50.withoutOutcome,
  };
  if (resultsFile !== undefined) await writeFile(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`);
  report(results, calls);
} finally {
  for (const stop of stops) await stop().catch((error: unknown) => console.error(error));
}

function takerOf(service: Service): Taker {
  return {
    worker: service.worker,
    takeSale: () => service.startSale(service.nextTerminal(), { waitSeconds: 60 }),
  };
}

function report(results: object, calls: Readonly<Record<string, readonly string[]>>): void {
  const compared = Object.entries(results as Record<string, unknown>).filter(
    (entry): entry is [string, Compared] =>
      typeof entry[1] === 'object' && entry[1] !== null && 'ratio' in entry[1],
  );
  console.table(
    Object.fromEntries(
      compared.map(([name, { quartiles, ...one }]) => [name, { ...one, quartiles: quartiles.join('–') }]),
    ),
  );
  const rows = Object.entries(calls).map(([operation, names]) => {
    const onIndex = names.filter((name) => CALLS_TO_THE_INDEX.test(name)).length;
    return [operation, { calls: names.length, 'on the index': onIndex, which: names.join(', ') }] as const;
  });
  console.table(Object.fromEntries(rows));
  const { machine, ...rest } = results as Record<string, object>;
  console.log(machine);
  console.log(Object.fromEntries(Object.entries(rest).slice(-3)));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
