export { lateResult } from './late-result.js';
export { recovery } from './recovery.js';
export { terminalLease } from './terminal-lease.js';
export { terminalQueue } from './terminal-queue.js';
export { transaction } from './transaction.js';
export { undos } from './undos.js';
