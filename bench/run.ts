import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { readCommandLine } from './command-line.js';
import type { Experiment, Scale } from './figures/experiment.js';
import { roundFigure } from './measure/statistics.js';
import { drawPlots } from './report/plots.js';
import type { Findings, Machine, Results } from './report/results.js';
import { buildTable, withFigures } from './report/table.js';
import { createWorld } from './world.js';
import type { World } from './world.js';

const RESULTS_FILE = 'bench/results.json';
const PAGE = 'docs/performance.md';
const PLOTS = 'docs/performance';
/** A run ends by itself: what is not measured by then is left out. Stopping takes some seconds more. */
const MAX_RUN_MS = 11 * 60_000;
/** Each transaction that waits is sold, called back about and read: thousands of them take longer than the whole run otherwise. */
const MAX_WAITING_MS = 240;

// What a figure left behind that was cut off must not cost the others' results.
process.on('unhandledRejection', (reason) => console.error(`after a figure: ${String(reason)}`));

const { chosen, scale, keeps } = readCommandLine(process.argv.slice(2));
const begun = performance.now();
const loadBefore = loadavg();
const world = await createWorld();
const machine = { ...describeMachine(), loadBefore: loadBefore.map(roundFigure) };
const found: Findings[] = [];
try {
  for (const experiment of chosen) found.push(await runExperiment(experiment, world, scale));
} finally {
  await world.stop();
}
const seconds = roundFigure((performance.now() - begun) / 1_000);
const figures = Object.assign({}, ...found.map((one) => one.figures)) as Results['figures'];
const ended: Machine = { ...machine, loadAfter: loadavg().map(roundFigure) };
const results: Results = {
  date: new Date().toISOString(),
  seconds,
  machine: ended,
  figures,
  calls: found.find((one) => one.calls)?.calls ?? {},
  distributions: found.flatMap((one) => one.distributions ?? []),
  memory: found.find((one) => one.memory)?.memory ?? [],
};
console.log(`\n${buildTable(results)}\n\n${Math.round(seconds)} s; load ${loadBefore[0]} → ${loadavg()[0]}`);
for (const [operation, names] of Object.entries(results.calls))
  console.log(`${operation}: ${names.join(', ')}`);
if (keeps) await keep(results);
process.exit(hasFailed(found) ? 1 : 0);

async function runExperiment(experiment: Experiment, parts: World, size: Scale): Promise<Findings> {
  const { name } = experiment;
  const leftMs = MAX_RUN_MS + size.waiting * MAX_WAITING_MS - (performance.now() - begun);
  if (leftMs <= 0) return leaveOut(experiment, 'the run’s time was over');
  console.error(`${name}…`);
  const from = performance.now();
  try {
    const timeUp = pause(leftMs, undefined, { ref: false }).then(() =>
      leaveOut(experiment, 'the run’s time was over'),
    );
    const findings = await Promise.race([experiment.run(parts, size), timeUp]);
    console.error(`  ${Math.round((performance.now() - from) / 1_000)} s`);
    return findings;
  } catch (failure) {
    console.error(failure);
    return leaveOut(experiment, `it failed: ${String(failure)}`);
  }
}

function leaveOut({ figures: names }: Experiment, why: string): Findings {
  return { figures: Object.fromEntries(names.map((name) => [name, { kind: 'absent', why }] as const)) };
}

function hasFailed(all: readonly Findings[]): boolean {
  return all.some((one) =>
    Object.values(one.figures).some(
      (figure) => figure.kind === 'absent' && figure.why.startsWith('it failed'),
    ),
  );
}

/** What was not measured this time stays as it was. */
async function keep(latest: Results): Promise<void> {
  const former = JSON.parse(await readFile(RESULTS_FILE, 'utf8').catch(() => '{}')) as Partial<Results>;
  const isPart = Object.keys(former.figures ?? {}).some((name) => !(name in latest.figures));
  const whole: Results = {
    ...latest,
    ...(isPart && pickRun(former)),
    figures: { ...former.figures, ...latest.figures },
    calls: Object.keys(latest.calls).length > 0 ? latest.calls : (former.calls ?? {}),
    distributions: latest.distributions.length > 0 ? latest.distributions : (former.distributions ?? []),
    memory: latest.memory.length > 0 ? latest.memory : (former.memory ?? []),
  };
  await writeFile(RESULTS_FILE, `${JSON.stringify(whole, undefined, 1)}\n`);
  await mkdir(PLOTS, { recursive: true });
  for (const [file, plot] of Object.entries(drawPlots(whole))) await writeFile(`${PLOTS}/${file}`, plot);
  await writeFile(PAGE, withFigures(await readFile(PAGE, 'utf8'), whole));
}

/** A run that measured a part does not date the rest. */
function pickRun({ date, seconds, machine: of }: Partial<Results>): Partial<Results> {
  return { ...(date && { date }), ...(seconds && { seconds }), ...(of && { machine: of }) };
}

function describeMachine(): Omit<Machine, 'loadBefore' | 'loadAfter'> {
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    node: process.version,
    temporal: world.temporal.source.replace(/ from .*/, ''),
  };
}
