import type { Operation } from './operation.js';

/** The operation's own 6 digits; a million operations share none. */
export function deriveAuthorizationCode({ idPosTxs }: Operation): string {
  return String(BigInt(idPosTxs) % 1_000_000n).padStart(6, '0');
}

/** The code by which a return finds this sale: the one a script has it tell, else its own. */
export function chooseRecordedCode(operation: Operation): string {
  return String(operation.script.customer?.says?.authorizationCode || deriveAuthorizationCode(operation));
}
