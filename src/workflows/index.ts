export { lateResult } from './late-result.js';
export { terminalLease } from './terminal-lease.js';
export { transaction } from './transaction.js';
export { undos } from './undos.js';
