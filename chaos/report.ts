import type { ChaosResult } from './chaos.js';
import type { ChaosSize } from './plan/plan.js';
import { describePhases } from './stopwatch.js';

/** What one run came to, for whoever started it. */
export function report({ seed, transactions, kills }: ChaosSize, result: ChaosResult): void {
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

/** In how many of several runs each rule was broken, and which were broken in all of them. */
export interface Likeness {
  readonly runs: number;
  readonly failed: number;
  readonly byRule: Readonly<{ [rule: string]: number }>;
  /** Each run failed, and at least one rule was broken in every one of them. */
  readonly isAlike: boolean;
}

/** Compares runs of one plan. */
export function compareRuns(runs: readonly Pick<ChaosResult, 'violations'>[]): Likeness {
  const byRule: { [rule: string]: number } = {};
  for (const { violations } of runs)
    for (const rule of new Set(violations.map((one) => one.rule))) byRule[rule] = (byRule[rule] ?? 0) + 1;
  const failed = runs.filter(({ violations }) => violations.length > 0).length;
  const isAlike = Object.values(byRule).some((count) => count === runs.length);
  return { runs: runs.length, failed, byRule, isAlike };
}

export function describeLikeness({ runs, failed, byRule, isAlike }: Likeness): string {
  const rules = Object.entries(byRule).map(([rule, count]) => `${rule} in ${count}`);
  const how = failed === 0 ? 'all clean' : isAlike ? 'they fail alike' : 'they do not fail alike';
  return `${failed} of ${runs} runs failed${rules.length > 0 ? `: ${rules.join(', ')}` : ''}; ${how}.`;
}
