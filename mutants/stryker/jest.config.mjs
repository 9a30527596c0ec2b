import quick from '../../jest.quick.config.mjs';

/** The tests that judge src/domain and src/getnet/mapping, and need nothing but these files. */
export default {
  ...quick,
  rootDir: '../..',
  testMatch: [
    '<rootDir>/test/domain/*.spec.ts',
    '<rootDir>/test/getnet/{amounts,approvals,odd-codes,voids,command,fixtures,mapping,money-verdicts,refusals,reports,requests,undo-numbers,options}.spec.ts',
  ],
  reporters: [],
  workerIdleMemoryLimit: undefined,
};
