import quick from '../../jest.quick.config.mjs';

/** Beside these no test is needed to judge src/domain and src/getnet/mapping. */
const tests = process.env.STRYKER_TESTS ?? '{domain,getnet}/*';

/** Some thousand orders of evidence are enough to see a change. */
process.env.EVIDENCE_ORDERS ??= '5000';

// Stryker extends Jest's own environment, and these tests load few packages.
const { runtime, testEnvironment, ...config } = quick;

export default {
  ...config,
  rootDir: '../..',
  testMatch: [
    `<rootDir>/test/${tests}.spec.ts`,
    // These open sockets.
    '!<rootDir>/test/getnet/{against-simulator,bulkhead,cancel,client,compression,connecting,last-question,late-refusals,queries,refused-tokens,shared-account,status-query,terminal-list,token,transport}.spec.ts',
  ],
  reporters: [],
  workerIdleMemoryLimit: undefined,
};
