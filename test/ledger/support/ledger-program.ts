import { startChild } from '../../../src/dev/processes/child.js';
import type { Child } from '../../../src/dev/processes/child.js';
import { programPath } from '../../../src/dev/project-root.js';

/** Settings that every program asks for and the ledger does not use: a doubt of the contract, and the logins of the demo. */
export const unusedSettings = {
  GETNET_AR_AMOUNT_UNIT: 'pesos',
  DEMO_CL_CLIENT_ID: 'a',
  DEMO_CL_CLIENT_SECRET: 'b',
  DEMO_AR_CLIENT_ID: 'c',
  DEMO_AR_CLIENT_SECRET: 'd',
} as const;

/** How the ledger's own program is started. */
export interface LedgerProgram {
  readonly env: NodeJS.ProcessEnv;
  /** A module that is loaded before it. */
  readonly require?: string;
  readonly logFile?: string;
}

/** The process of production. */
export function startLedgerProgram({ env, require, logFile }: LedgerProgram): Promise<Child> {
  return startChild({
    name: 'The ledger',
    command: process.execPath,
    args: [...(require === undefined ? [] : ['--require', require]), programPath('ledger')],
    env: { PATH: process.env['PATH'], METRICS_PORT: '0', ...unusedSettings, ...env },
    ...(logFile !== undefined && { logFile }),
  });
}
