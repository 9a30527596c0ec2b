import type { TerminalCheck, TerminalOwner } from '../getnet/terminal-check.js';
import { describeDifference } from '../getnet/terminal-check.js';

/** A merchant and what the comparison of its terminals came to. */
export interface CheckedMerchant {
  readonly owner: TerminalOwner;
  readonly check: TerminalCheck;
}

/** Whether Getnet does not list one of the merchant's terminals. A failed query is no difference. */
export function hasDifferences({ check }: CheckedMerchant): boolean {
  return check.kind === 'compared' && check.differences.length > 0;
}

/** One line for each difference, or one that says why there is none. */
export function describeCheck({
  owner: { id, country, terminals },
  check,
}: CheckedMerchant): readonly string[] {
  const merchant = `${id} (${country})`;
  switch (check.kind) {
    case 'compared':
      return check.differences.length === 0
        ? [`${merchant}: Getnet lists all of its terminals (${terminals.length}).`]
        : check.differences.map((difference) => `${merchant}: ${describeDifference(difference)}`);
    case 'not_offered':
      return [`${merchant}: nothing compared, for this Getnet has no list of terminals: ${check.cause}`];
    case 'unavailable':
      return [`${merchant}: nothing compared, for Getnet could not be asked: ${check.cause}`];
  }
}

/** @param faults how many the merchants file has by itself. */
export function summarize(checked: readonly CheckedMerchant[], faults: number): string {
  const compared = checked.filter(({ check }) => check.kind === 'compared').length;
  const missing = checked.flatMap(({ check }) => (check.kind === 'compared' ? check.differences : [])).length;
  const found = missing === 0 ? 'no differences' : `terminals not listed: ${missing}`;
  return `Faults of the file itself: ${faults}. Merchants compared with Getnet's list: ${compared} of ${checked.length}; ${found}.`;
}
