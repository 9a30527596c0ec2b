import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { roundFigure } from '../measure/statistics.js';
import { measureKills } from './kills.js';
import { measureLag } from './lag.js';
import { measureLists } from './lists.js';
import { measureLives } from './lives.js';
import { measurePages } from './pages.js';
import { measureFailovers, measureSales } from './sales.js';
import { startLedgerStack } from './stack.js';
import type { LedgerStack, StackOptions } from './stack.js';

const parts = ['lives', 'matrix', 'failover', 'lag', 'sales', 'pages', 'kills', 'lists'] as const;
type Part = (typeof parts)[number];

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [...parts] },
    lives: { type: 'string' },
    rows: { type: 'string' },
    rounds: { type: 'string' },
    out: { type: 'string' },
  },
});
const isShort = options.short;
const sizes = {
  lives: Number(options.lives ?? (isShort ? 2_000 : 100_000)),
  rows: Number(options.rows ?? (isShort ? 20_000 : 1_000_000)),
  lag: isShort ? 30 : 500,
  rounds: Number(options.rounds ?? (isShort ? 1 : 12)),
  salesABlock: isShort ? 10 : 20,
  times: isShort ? 20 : 100,
};
/** A part, or a small size, replaces no figures of the whole. */
const resultsFile =
  options.out ?? (isShort || options.only.length < parts.length ? undefined : 'bench/ledger-results.json');

// The compiler leaves them behind.
await cp('src/ledger/database/migrations', '.cache/bench/src/ledger/database/migrations', {
  recursive: true,
});

const results: Record<string, unknown> = {
  date: new Date().toISOString(),
  machine: { cores: availableParallelism(), cpu: cpus()[0]?.model, node: process.version },
  loadBefore: loadavg().map(roundFigure),
};
const wants = (part: Part) => options.only.includes(part);

if (wants('lives')) await take('lives', () => measureLives(sizes.lives));
if (wants('matrix')) await take('matrix', async () => printMatrix());
if (wants('failover')) {
  await runOnStack({ isReplicated: true }, (stack) => take('failover', () => measureFailovers(stack, sizes)));
}
if (parts.slice(3).some(wants)) {
  await runOnStack({ isReplicated: false }, async (stack) => {
    if (wants('lag')) await take('lag', () => measureLag(stack, sizes.lag));
    if (wants('sales')) await take('sales', () => measureSales(stack, sizes));
    if (wants('pages')) await take('pages', () => measurePages(stack));
    if (wants('kills')) await take('kills', () => measureKills(stack, { isShort }));
    if (wants('lists')) await take('lists', () => measureLists(stack, sizes));
  });
}
results['loadAfter'] = loadavg().map(roundFigure);
if (resultsFile !== undefined) await writeFile(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`);
console.log(JSON.stringify(results, undefined, 2));
process.exit(0);

async function take(name: Part, measure: () => Promise<unknown>): Promise<void> {
  process.stderr.write(`${name}…\n`);
  const from = performance.now();
  results[name] = await measure();
  process.stderr.write(`${name}: ${((performance.now() - from) / 1_000).toFixed(0)} s\n`);
}

async function runOnStack(options: StackOptions, act: (stack: LedgerStack) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  const stack = await startLedgerStack(folder, options);
  try {
    await act(stack);
  } finally {
    await stack.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The test that seeds 10,000 lines with every difference prints its table. */
function printMatrix(): object {
  const command = ['run', '--silent', 'test:quick', '--', 'test/domain/reconciliation-matrix.spec.ts'];
  const { status, stdout } = spawnSync('npm', command, { encoding: 'utf8' });
  process.stdout.write(stdout);
  return { isPassed: status === 0, lines: 10_000, seeds: 3 };
}
