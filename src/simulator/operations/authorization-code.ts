import type { Operation } from './operation.js';

/** Whether the customer pays by QR code. Contract §10: `saleType` 1 in Argentina, something else in Chile. */
export function isQr({ terminal, order, command }: Operation): boolean {
  return terminal.country === 'AR' && command.kind === 'sale' && order.saleType === 1;
}

/** The operation's own 6 digits; a million operations share none. */
export function deriveAuthorizationCode({ idPosTxs }: Operation): string {
  return String(BigInt(idPosTxs) % 1_000_000n).padStart(6, '0');
}

/** The code by which a return finds this sale: the one a script has it tell, else its own. */
export function chooseRecordedCode(operation: Operation): string {
  return String(operation.script.customer?.says?.authorizationCode || deriveAuthorizationCode(operation));
}
