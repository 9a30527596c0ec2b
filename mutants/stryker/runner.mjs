import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  determineHitLimitReached,
} from '@stryker-mutator/api/test-runner';
import { cases } from './fast-check.mjs';
import { beginFile, endBlocks, runTest, tests } from './jest-globals.mjs';
import { findSpecFiles } from './spec-files.mjs';

/** How long each test took without a change, and how many cases it needs: in the sandbox, for the processes that follow. */
const notesFile = '.stryker-notes.json';

const FEW_CASES = 300;

// The same in every process: a test has one name, and what is drawn at random is drawn again.
process.env.EVIDENCE_ORDERS ??= '1000';
process.env.EVIDENCE_SEED ??= '186';

/**
 * Loads all spec files once and runs those tests that reach a change, the quickest first, until one fails. Jest would load every file anew
 * for each change, which takes seconds; this takes milliseconds.
 */
class SpecRunner {
  #generation = 0;
  #context = (globalThis.__stryker__ ??= {});
  /** The tables of what is loaded now are those of a change. */
  #isChanged = false;
  #notes = { times: {}, cases: {} };

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    await this.#load(false);
    const results = [];
    for (const test of tests) {
      this.#context.currentTestId = test.id;
      const { failure, timeSpentMs } = await this.#tryOut(test);
      const about = { id: test.id, name: test.name, fileName: resolve(test.file), timeSpentMs };
      results.push(
        failure === undefined
          ? { ...about, status: TestStatus.Success }
          : { ...about, status: TestStatus.Failed, failureMessage: describeFailure(failure) },
      );
    }
    this.#context.currentTestId = undefined;
    writeFileSync(notesFile, JSON.stringify(this.#notes));
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage: this.#context.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    if (mutantActivation === 'static') this.#context.activeMutant = activeMutant.id;
    try {
      await this.#load(mutantActivation === 'static');
    } catch (error) {
      return {
        status: MutantRunStatus.Killed,
        killedBy: ['loading'],
        failureMessage: describeFailure(error),
        nrOfTests: 0,
      };
    }
    this.#context.activeMutant = activeMutant.id;
    this.#context.hitCount = hitLimit === undefined ? undefined : 0;
    this.#context.hitLimit = hitLimit;
    const wanted = testFilter && new Set(testFilter);
    const chosen = tests
      .filter((test) => !wanted || wanted.has(test.id))
      .sort((a, b) => this.#time(a) - this.#time(b));
    try {
      for (const [count, test] of chosen.entries()) {
        const failure = await this.#runAlone(test);
        const timeout = determineHitLimitReached(this.#context.hitCount, hitLimit);
        if (timeout) return timeout;
        if (failure !== undefined)
          return {
            status: MutantRunStatus.Killed,
            killedBy: [test.id],
            failureMessage: describeFailure(failure),
            nrOfTests: count + 1,
          };
      }
    } finally {
      this.#context.activeMutant = undefined;
    }
    return { status: MutantRunStatus.Survived, nrOfTests: chosen.length };
  }

  /** With as few cases as it is content with. */
  async #tryOut(test) {
    for (const most of [FEW_CASES, 2_000, Infinity]) {
      this.#notes.cases[test.id] = most;
      const since = performance.now();
      const failure = await this.#runAlone(test);
      const timeSpentMs = performance.now() - since;
      this.#notes.times[test.id] = timeSpentMs;
      if (failure === undefined || most === Infinity) return { failure, timeSpentMs };
    }
  }

  #time({ id }) {
    return this.#notes.times[id] ?? 0;
  }

  async #runAlone(test) {
    cases.most = this.#notes.cases[test.id] ?? FEW_CASES;
    const begun = new Set();
    const failure = await runTest(test, begun);
    await endBlocks(begun);
    return failure;
  }

  /** Once, and anew for what is computed while a file is loaded. */
  async #load(isAnew) {
    if (this.#generation > 0 && !isAnew && !this.#isChanged) return;
    if (this.#generation === 0) register('./loader.mjs', import.meta.url);
    if (existsSync(notesFile)) this.#notes = JSON.parse(readFileSync(notesFile, 'utf8'));
    this.#generation += 1;
    this.#isChanged = isAnew;
    tests.length = 0;
    for (const file of findSpecFiles()) {
      beginFile(file);
      await import(`${pathToFileURL(resolve(file)).href}?g=${this.#generation}`);
    }
  }
}

const describeFailure = (error) => String(error?.message ?? error).slice(0, 500);

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'specs', SpecRunner)];
