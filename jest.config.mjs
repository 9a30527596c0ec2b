/** Native ESM, because Nest 12 is ESM only: docs/adr/0001. Packages are loaded once for all spec files: docs/adr/0028. */
export default {
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  testEnvironment: '<rootDir>/test/support/one-realm/environment.mjs',
  runtime: '<rootDir>/test/support/one-realm/runtime.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/', '<rootDir>/.data/'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  setupFilesAfterEnv: ['<rootDir>/test/support/e2e-limit.mjs'],
  reporters: ['default', '<rootDir>/test/support/closing-line-reporter.mjs'],
  testSequencer: '<rootDir>/test/support/spread-sequencer.mjs',
  maxWorkers: 3,
  workerIdleMemoryLimit: '1GB',
  testTimeout: 180_000,
};
