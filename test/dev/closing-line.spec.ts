import { expect, it } from '@jest/globals';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { projectRoot } from '../../src/dev/project-root.js';

interface Reporter {
  closingLine(results: Readonly<Record<string, number>>): string;
}

const none = {
  numPassedTests: 0,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: 0,
  numTodoTests: 0,
};

it.each([
  ['all passed', { numPassedTests: 12 }, '12 passed, 0 failed'],
  ['some failed', { numPassedTests: 10, numFailedTests: 2 }, '10 passed, 2 failed'],
  [
    'a spec file could not be loaded',
    { numPassedTests: 3, numRuntimeErrorTestSuites: 1 },
    '3 passed, 1 failed',
  ],
  [
    'some were left out',
    { numPassedTests: 3, numPendingTests: 1, numTodoTests: 1 },
    '3 passed, 0 failed, 2 skipped',
  ],
])('%s: the closing line says so', async (_what, results, line) => {
  const file = pathToFileURL(join(projectRoot, 'test/support/closing-line-reporter.mjs')).href;
  const { closingLine } = (await import(file)) as Reporter;
  expect(closingLine({ ...none, ...results })).toBe(line);
});
