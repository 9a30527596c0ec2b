import { writeSync } from 'node:fs';

/** @returns the closing line of a run; a spec file that could not even be loaded counts as one failure. */
export function closingLine({
  numPassedTests,
  numFailedTests,
  numRuntimeErrorTestSuites,
  numPendingTests,
  numTodoTests,
}) {
  const skipped = numPendingTests + numTodoTests;
  const counts = [`${numPassedTests} passed`, `${numFailedTests + numRuntimeErrorTestSuites} failed`];
  return [...counts, ...(skipped > 0 ? [`${skipped} skipped`] : [])].join(', ');
}

/** Prints `N passed, N failed` as the very last line, for people and for CI. */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    // At the exit: global teardown and Jest's own summary come after this call.
    process.once('exit', () => writeSync(1, `${closingLine(results)}\n`));
  }
}
