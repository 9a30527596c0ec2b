import { readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { describeFinding, huntAll } from './hunt.js';
import type { Finding, Hunt } from './hunt.js';
import { Journal } from './journal.js';
import { mutants } from './list.js';
import { buildTable, withTable } from './page.js';
import { TestRunner } from './run-tests.js';
import { ProjectCopy } from './tree.js';

const RETENTION_MS = 30 * 86_400_000;
const PAGE = 'docs/proof.md';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    list: { type: 'boolean', default: false },
    copies: { type: 'string', default: '2' },
    resume: { type: 'boolean', default: false },
  },
});
const chosen = mutants.filter(({ name }) => options.only?.some((part) => name.includes(part)) ?? true);

if (options.list) for (const { name, why } of chosen) say(`${name}: ${why}`);
else if (chosen.length === 0) fail(`No planted bug is called ${options.only?.join(' or ')}.`);
else await run();

async function run(): Promise<void> {
  const logs = resolve('.cache/mutants/logs');
  await rm(logs, { recursive: true, force: true });
  const journal = await Journal.open('.cache/mutants/journal.jsonl', chosen, options.resume);
  const tell = async (finding: Finding) => {
    say(describeFinding(finding));
    await journal.add(finding);
  };
  const folders = Array.from({ length: Number(options.copies) }, (_, n) =>
    resolve(`.cache/mutants/tree-${n + 1}`),
  );
  const trees = await Promise.all(folders.map((folder) => ProjectCopy.copy(process.cwd(), folder)));
  const temporal = await startTemporal();
  const begunAt = performance.now();
  try {
    const server = { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: temporal.namespace };
    const [first, ...others] = trees.map((tree): Hunt => {
      return { tree, logs, tell, tests: new TestRunner(tree.folder, server) };
    });
    if (first === undefined) return fail('--copies needs a number from 1.');
    const known = chosen.flatMap((mutant) => journal.find(mutant) ?? []);
    const left = chosen.filter((mutant) => journal.find(mutant) === undefined);
    const found = await huntAll([first, ...others], left);
    await report([...known, ...found], (performance.now() - begunAt) / 1_000);
  } finally {
    await temporal.stop();
  }
}

interface BuiltTools {
  startTemporal(options: { readonly retentionMs: number }): Promise<{
    readonly address: string;
    readonly namespace: string;
    stop(): Promise<void>;
  }>;
}

/** As the tests do: what was built finds the server of the project. */
async function startTemporal() {
  const built = pathToFileURL(resolve('dist/dev/temporal/start.js')).href;
  return ((await import(built)) as BuiltTools).startTemporal({ retentionMs: RETENTION_MS });
}

async function report(findings: readonly Finding[], seconds: number): Promise<void> {
  const caught = findings.filter(({ verdict }) => verdict === 'caught');
  say(
    `\n${buildTable(findings)}\n\n${caught.length} of ${findings.length} planted bugs caught in ${seconds.toFixed(0)} s.`,
  );
  await writeFile(PAGE, withTable(await readFile(PAGE, 'utf8'), findings, mutants));
  if (caught.length < findings.length) fail('A bug that no test catches is a test that is missing.');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(why: string): void {
  process.stderr.write(`${why}\n`);
  process.exitCode = 1;
}
