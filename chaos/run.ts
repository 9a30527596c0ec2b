import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../src/dev/project-root.js';
import { runChaos } from './chaos.js';
import type { ChaosResult } from './chaos.js';
import { mapConcurrently } from './map-concurrently.js';
import { createPlan } from './plan/plan.js';
import type { ChaosSize } from './plan/plan.js';
import { buildWithBug } from './planted.js';
import { compareRuns, describeLikeness, describeSeeds, report } from './report.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    transactions: { type: 'string' },
    kills: { type: 'string' },
    full: { type: 'boolean', default: false },
    soak: { type: 'string' },
    seeds: { type: 'string' },
    'at-once': { type: 'string', default: '1' },
    repeat: { type: 'string' },
    plant: { type: 'string' },
    plan: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

/** @throws Error for what is no whole number from `least`: nothing would run, and nothing fail. */
function readCount(name: string, text: string, least = 1): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < least)
    throw new Error(`--${name} must be a whole number from ${least}`);
  return count;
}

const usual = values.full ? { transactions: 1_000, kills: 60 } : { transactions: 300, kills: 20 };
const firstSeed = readCount('seed', values.seed ?? String(Math.floor(Math.random() * 1_000_000)), 0);
const buildSize = (seed: number): ChaosSize => ({
  seed,
  transactions: readCount('transactions', values.transactions ?? String(usual.transactions)),
  kills: readCount('kills', values.kills ?? String(usual.kills), 0),
});
const print = (line: string) => void process.stderr.write(`${line}\n`);

if (values.plan) console.log(JSON.stringify(createPlan(buildSize(firstSeed)), undefined, 1));
else if (!(await runAll())) process.exitCode = 1;

/** @returns whether it came to what was expected. */
async function runAll(): Promise<boolean> {
  const dist = values.plant === undefined ? undefined : await buildWithBug(values.plant);
  if (values.repeat !== undefined || dist !== undefined)
    return repeat(readCount('repeat', values.repeat ?? '1'), dist);
  if (values.seeds !== undefined) return count(readCount('seeds', values.seeds));
  return soak(Date.now() + readCount('soak', values.soak ?? '0', 0) * 60_000);
}

/** So many seeds, some of them side by side, whatever comes of each: how many of them were clean. */
async function count(seeds: number): Promise<boolean> {
  const failed: number[] = [];
  let ended = 0;
  const all = Array.from({ length: seeds }, (_, index) => firstSeed + index);
  await mapConcurrently(all, readCount('at-once', values['at-once']), async (seed) => {
    const { violations } = await runOnce(buildSize(seed));
    if (violations.length > 0) failed.push(seed);
    console.log(describeSeeds((ended += 1), failed));
  });
  return failed.length === 0;
}

/** Seed after seed until the time is up, or one fails. */
async function soak(until: number): Promise<boolean> {
  let clean = 0;
  do {
    const { violations } = await runOnce(buildSize(firstSeed + clean));
    if (violations.length > 0) return false;
    clean += 1;
    if (values.soak !== undefined) console.log(`${clean} runs without a violation.`);
  } while (Date.now() < until);
  return true;
}

/** One seed several times. With a bug all of them have to fail, and alike. */
async function repeat(times: number, dist: string | undefined): Promise<boolean> {
  const results: ChaosResult[] = [];
  while (results.length < times) {
    results.push(await runOnce(buildSize(firstSeed), dist));
    console.log(describeLikeness(compareRuns(results)));
  }
  const { isAlike, failed } = compareRuns(results);
  return dist === undefined ? failed === 0 : isAlike;
}

async function runOnce(size: ChaosSize, dist?: string): Promise<ChaosResult> {
  const folder = join(projectRoot, '.data', 'chaos', String(size.seed));
  const result = await runChaos({ plan: createPlan(size), folder, print, dist });
  report(size, result);
  const isFine = result.violations.length === 0;
  if (isFine && !values.keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  return result;
}
