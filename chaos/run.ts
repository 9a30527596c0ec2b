import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../src/dev/project-root.js';
import { runChaos } from './chaos.js';
import type { ChaosResult } from './chaos.js';
import { createPlan } from './plan/plan.js';
import type { ChaosSize } from './plan/plan.js';
import { describePhases } from './stopwatch.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    transactions: { type: 'string' },
    kills: { type: 'string' },
    full: { type: 'boolean', default: false },
    soak: { type: 'string' },
    plan: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

const usual = values.full ? { transactions: 1_000, kills: 60 } : { transactions: 300, kills: 20 };
const firstSeed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const buildSize = (seed: number): ChaosSize => ({
  seed,
  transactions: Number(values.transactions ?? usual.transactions),
  kills: Number(values.kills ?? usual.kills),
});

if (values.plan) {
  console.log(JSON.stringify(createPlan(buildSize(firstSeed)), undefined, 1));
} else {
  const until = Date.now() + Number(values.soak ?? 0) * 60_000;
  let seed = firstSeed;
  do {
    if (!(await isClean(buildSize(seed)))) {
      process.exitCode = 1;
      break;
    }
    seed += 1;
  } while (Date.now() < until);
}

async function isClean(size: ChaosSize): Promise<boolean> {
  const folder = join(projectRoot, '.data', 'chaos', String(size.seed));
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const result = await runChaos({ plan: createPlan(size), folder, say });
  report(size, result);
  const isFine = result.violations.length === 0;
  if (isFine && !values.keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  return isFine;
}

function report({ seed, transactions, kills }: ChaosSize, result: ChaosResult): void {
  const byKind: { [kind: string]: number } = {};
  for (const { deed } of result.done) byKind[deed.kind] = (byKind[deed.kind] ?? 0) + 1;
  console.table({ deeds: byKind });
  console.table({ endings: result.endings });
  console.log(
    `Seed ${seed}: ${transactions} orders, ${result.answers} answers, ${result.unanswered} lost, ` +
      `${byKind['kill'] ?? 0} of ${kills} kills, ${result.histories} histories replayed, ` +
      `${(result.tookMs / 1_000).toFixed(0)} s: ${result.violations.length} violations.`,
  );
  console.log(describePhases(result.phases));
  for (const id of result.stuck) console.log(`  stopped by a known race of Temporal's Core: ${id}`);
  for (const { rule, id, text } of result.violations) console.log(`  ${rule} ${id} ${text}`);
  if (result.violations.length > 0)
    console.log(`Logs, data bases and histories: ${result.folder}. Again: npm run chaos -- --seed ${seed}`);
}
