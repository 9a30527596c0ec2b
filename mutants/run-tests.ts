import { spawn, spawnSync } from 'node:child_process';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A mistake may make a test wait for ever. */
const MAX_TEST_MS = 300_000;
/** A test that is not told otherwise waits no longer for what will never come. */
const TEST_TIMEOUT_MS = 60_000;

/** What a run of one spec file came to. */
export interface TestRun {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  /** It did not end by itself. */
  readonly isStuck: boolean;
  /** Of a file that could not be run at all: what Jest says. */
  readonly fault: string | undefined;
}

/** Runs tests of the copy. */
export class TestRunner {
  private readonly quick: ReadonlySet<string>;

  constructor(
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {
    this.quick = listQuick(folder);
  }

  /** Whether the spec file needs neither a server nor a build. */
  isQuick(spec: string): boolean {
    return this.quick.has(join(this.folder, spec));
  }

  /** @param names parts of the names of the tests to run. */
  async run(spec: string, names: readonly string[], log: string): Promise<TestRun> {
    const results = join(this.folder, '.cache/results.json');
    await rm(results, { force: true });
    const config = this.isQuick(spec) ? 'jest.quick.config.mjs' : 'jest.config.mjs';
    const pattern = names.map(escapeForPattern).join('|');
    const output = ['--json', `--outputFile=${results}`, '--reporters=default'];
    const limits = [`--testTimeout=${TEST_TIMEOUT_MS}`];
    const isStuck = await this.start(
      ['-c', config, '--runTestsByPath', spec, '-t', pattern, ...output, ...limits],
      log,
    );
    return readRun(await readFile(results, 'utf8').catch(() => undefined), isStuck);
  }

  /** @returns whether it had to be ended. */
  private async start(jest: readonly string[], log: string): Promise<boolean> {
    await mkdir(join(log, '..'), { recursive: true });
    const file = await open(log, 'w');
    const child = spawn(
      process.execPath,
      [...node, ...jest, '--runInBand', '--ci', '--forceExit', '--silent'],
      {
        cwd: this.folder,
        env: { ...process.env, ...this.environment },
        stdio: ['ignore', file.fd, file.fd],
        detached: true,
      },
    );
    let isStuck = false;
    const timer = setTimeout(() => {
      isStuck = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, MAX_TEST_MS);
    await new Promise((resolve) => child.once('close', resolve));
    clearTimeout(timer);
    await file.close();
    return isStuck;
  }
}

const node = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];

function listQuick(folder: string): ReadonlySet<string> {
  const listed = spawnSync(process.execPath, [...node, '-c', 'jest.quick.config.mjs', '--listTests'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return new Set(listed.stdout.split('\n').filter((line) => line !== ''));
}

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

interface JestResults {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

function readRun(json: string | undefined, isStuck: boolean): TestRun {
  if (json === undefined) return { passed: [], failed: [], isStuck, fault: 'Jest wrote no results' };
  const { testResults } = JSON.parse(json) as JestResults;
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const withStatus = (wanted: string) =>
    tests.filter(({ status }) => status === wanted).map(({ fullName }) => fullName);
  const fault = tests.length === 0 ? testResults.map(({ message }) => message).join('\n') : undefined;
  return { passed: withStatus('passed'), failed: withStatus('failed'), isStuck, fault };
}
