import type { ChaosResult } from './chaos.js';
import type { Violation } from './oracle/evidence.js';
import type { ChaosSize } from './plan/plan.js';
import { describePhases } from './stopwatch.js';

/** What one run came to, for whoever started it. */
export function report({ seed, transactions, kills }: ChaosSize, result: ChaosResult): void {
  const byKind: { [kind: string]: number } = {};
  for (const { disturbance } of result.done) byKind[disturbance.kind] = (byKind[disturbance.kind] ?? 0) + 1;
  console.table({ disturbances: byKind });
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
    console.log(
      `Logs, data bases and histories: ${result.folder}. ` +
        `Again: npm run chaos -- --seed ${seed} --transactions ${transactions} --kills ${kills}`,
    );
}

/** In how many of several runs each rule was broken. Transactions have the same ids in all runs of a seed. */
export interface RunComparison {
  readonly runs: number;
  readonly failed: number;
  readonly byRule: Readonly<{ [rule: string]: number }>;
  /** Rules that were broken at the same transaction in every run, and at which. */
  readonly always: readonly string[];
  /** Each run failed, and at least one rule was broken at one transaction in every one of them. */
  readonly isAlike: boolean;
}

/** Compares runs of one plan. */
export function compareRuns(runs: readonly Pick<ChaosResult, 'violations'>[]): RunComparison {
  const byRule = countRuns(runs, ({ rule }) => rule);
  const byPlace = countRuns(runs, ({ rule, id }) => (id === '' ? rule : `${rule} at ${id}`));
  const failed = runs.filter(({ violations }) => violations.length > 0).length;
  const always = Object.keys(byPlace).filter((place) => byPlace[place] === runs.length);
  return { runs: runs.length, failed, byRule, always, isAlike: always.length > 0 };
}

function countRuns(
  runs: readonly Pick<ChaosResult, 'violations'>[],
  nameOf: (violation: Violation) => string,
): { readonly [name: string]: number } {
  const counts: { [name: string]: number } = {};
  for (const { violations } of runs)
    for (const name of new Set(violations.map(nameOf))) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

export function describeLikeness({ runs, failed, byRule, always, isAlike }: RunComparison): string {
  const rules = Object.entries(byRule).map(([rule, count]) => `${rule} in ${count}`);
  const alike = isAlike ? `they fail alike (${always.join(', ')})` : 'they do not fail alike';
  const how = failed === 0 ? 'all clean' : alike;
  return `${failed} of ${runs} runs failed${rules.length > 0 ? `: ${rules.join(', ')}` : ''}; ${how}.`;
}

/** In one line, e.g. `98 of 100 seeds without a violation; with one: 7, 12.` */
export function describeSeeds(seeds: number, failed: readonly number[]): string {
  const clean = `${seeds - failed.length} of ${seeds} seeds without a violation`;
  return failed.length === 0 ? `${clean}.` : `${clean}; with one: ${failed.join(', ')}.`;
}
