import { join } from 'node:path';
import type { Mutant } from './mutant.js';
import type { TestRun, TestRunner } from './run-tests.js';
import type { ProjectCopy } from './tree.js';

/** Whether a planted bug was found, and how long that took. */
export interface Finding {
  readonly mutant: Mutant;
  /** `broken`: the test does not pass without the bug either, or cannot be run. */
  readonly verdict: 'caught' | 'survived' | 'broken';
  readonly seconds: number;
  /** For whoever mends it. */
  readonly detail?: string;
}

/** What a hunt is made with. */
export interface Hunt {
  readonly tree: ProjectCopy;
  readonly tests: TestRunner;
  readonly logs: string;
  /** Told of each bug as soon as it is caught, or is not. */
  readonly tell: (finding: Finding) => Promise<void>;
}

/**
 * Runs each bug's test: once without any bug for each spec file, then with each of them. Each hunt has a copy of the project to
 * itself, and takes the next spec file when it is done with one; those that need a server come first, because they take longest.
 */
export async function huntAll(
  hunts: readonly [Hunt, ...Hunt[]],
  mutants: readonly Mutant[],
): Promise<readonly Finding[]> {
  const [{ tests }] = hunts;
  const specs = [...new Set(mutants.map(({ caughtBy }) => caughtBy.spec))];
  const left = specs.toSorted((one, other) => Number(tests.isQuick(one)) - Number(tests.isQuick(other)));
  const findings: Finding[] = [];
  const huntNext = async (hunt: Hunt) => {
    for (let spec = left.shift(); spec !== undefined; spec = left.shift()) {
      const planted = mutants.filter(({ caughtBy }) => caughtBy.spec === spec);
      findings.push(...(await huntIn(hunt, spec, planted)));
    }
  };
  await Promise.all(hunts.map(huntNext));
  return mutants.flatMap((mutant) => findings.filter((finding) => finding.mutant === mutant));
}

async function huntIn(hunt: Hunt, spec: string, planted: readonly Mutant[]): Promise<readonly Finding[]> {
  const log = join(hunt.logs, `${spec.replaceAll('/', '-')}.log`);
  const names = planted.map(({ caughtBy }) => caughtBy.test);
  const sound = await hunt.tests.run(spec, names, log);
  const findings: Finding[] = [];
  for (const mutant of planted) {
    const finding = findUnsound(mutant, sound, log) ?? (await huntOne(hunt, mutant));
    await hunt.tell(finding);
    findings.push(finding);
  }
  return findings;
}

function findUnsound(mutant: Mutant, sound: TestRun, log: string): Finding | undefined {
  const { test } = mutant.caughtBy;
  const isSound = includesTest(sound.passed, test) && !includesTest(sound.failed, test);
  if (isSound) return undefined;
  return { mutant, verdict: 'broken', seconds: 0, detail: `without the bug its test does not pass: ${log}` };
}

async function huntOne({ tree, tests, logs }: Hunt, mutant: Mutant): Promise<Finding> {
  const { name, caughtBy } = mutant;
  const log = join(logs, `${name}.log`);
  const begunAt = performance.now();
  try {
    await tree.plant(mutant, !tests.isQuick(caughtBy.spec));
    const run = await tests.run(caughtBy.spec, [caughtBy.test], log);
    const seconds = (performance.now() - begunAt) / 1_000;
    return { mutant, seconds, ...judge(run, caughtBy.test, log) };
  } finally {
    await tree.takeOut(mutant);
  }
}

function judge(run: TestRun, test: string, log: string): Pick<Finding, 'verdict' | 'detail'> {
  if (includesTest(run.failed, test)) return { verdict: 'caught' };
  if (run.isStuck) return { verdict: 'broken', detail: `the test did not end: ${log}` };
  if (run.fault !== undefined) return { verdict: 'broken', detail: `${run.fault}\n${log}` };
  return { verdict: 'survived', detail: log };
}

function includesTest(names: readonly string[], part: string): boolean {
  return names.some((name) => name.includes(part));
}

/** In a line. */
export function describeFinding({ mutant, verdict, seconds, detail }: Finding): string {
  return `${verdict.padEnd(8)} ${seconds.toFixed(1).padStart(6)} s  ${mutant.name}${detail ? `: ${detail}` : ''}`;
}
