import base from './jest.config.mjs';

const { globalSetup, globalTeardown, setupFilesAfterEnv, ...config } = base;

/** What needs no Temporal server and no build: for the inner loop. */
export default {
  ...config,
  // They only compute: more at a time than there are processors gain nothing.
  maxWorkers: 2,
  testMatch: [
    '<rootDir>/test/domain/*.spec.ts',
    '<rootDir>/test/timeline/*.spec.ts',
    '<rootDir>/test/activities/{number-history,news-of-earlier-use,worker-ahead-of-history}.spec.ts',
    '<rootDir>/test/config/*.spec.ts',
    '<rootDir>/test/getnet/{amounts,approvals,device-verdicts,response-texts,odd-codes,voids,command,fixtures,mapping,money-verdicts,refusals,raw-fields,report-fields,reports,requests,undo-numbers,callback-hint,callback-token,options,charges,replies}.spec.ts',
    '<rootDir>/test/api/{fault-messages,operation-bodies,merchant-cursor,problems,request-parts,start-body,shared-waits,temporal-connection,merchant-progress,merchant-resumes,event-catch-up,run-finality,run-history,runs-in-doubt,report-proposals,held-terminals}.spec.ts',
    '<rootDir>/test/docs/*.spec.ts',
    '<rootDir>/test/chaos/{plan,oracle,report,tcp-proxy,process}.spec.ts',
    '<rootDir>/test/support/**/*.spec.ts',
    '<rootDir>/test/mutants/*.spec.ts',
    '<rootDir>/test/workflows/{attempts,endpoint-sequence,number-orders}.spec.ts',
    '<rootDir>/test/clients/**/*.spec.ts',
    '<rootDir>/test/dev/openapi/*.spec.ts',
  ],
  // These two start a built process, or watch files for seconds.
  testPathIgnorePatterns: ['/node_modules/', 'test/config/(settings|watch-merchants)'],
};
