import { fileURLToPath } from 'node:url';

/** `npm run stryker -- --mutate <file>,<file>` from the root: every small change of the pure decisions, one after the other. */
export default {
  mutate: ['src/domain/**/*.ts', 'src/getnet/mapping/**/*.ts'],
  plugins: [fileURLToPath(new URL('runner.mjs', import.meta.url))],
  testRunner: 'specs',
  coverageAnalysis: 'perTest',
  // What is computed once, when a file is loaded, takes a new process for each change.
  ignoreStatic: process.env.STRYKER_STATIC !== '1',
  concurrency: 1,
  tempDirName: '.cache/stryker/tmp',
  incremental: true,
  incrementalFile: '.cache/stryker/incremental.json',
  ignorePatterns: [
    ...['/.cache', '/.data', '/dist', '/docs', '/bench', '/chaos', '/clients', '/test/histories'],
    ...['/mutants/stryker/node_modules', '/coverage'],
  ],
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: '.cache/stryker/report.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  timeoutMS: 20_000,
};
