import { isDifference } from './reconciliation-lines.js';
import type { ReconciledLine } from './reconciliation-lines.js';

/** What tells which differences still wait for a person. */
export interface DifferencesStanding {
  readonly lines: readonly Pick<ReconciledLine, 'class'>[];
  readonly settled: readonly { readonly line: number }[];
}

/** @returns the places in `lines` of the differences that nobody has dealt with. */
export function listOpenDifferences({ lines, settled }: DifferencesStanding): readonly number[] {
  const done = new Set(settled.map(({ line }) => line));
  return [...lines.entries()]
    .filter(([place, line]) => isDifference(line) && !done.has(place))
    .map(([place]) => place);
}

/** @returns why the lines cannot be settled: one of them is no difference, or there are none. */
export function findSettlingFault(
  { lines }: DifferencesStanding,
  wanted: readonly number[] | undefined,
): string | undefined {
  if (wanted === undefined)
    return lines.some(isDifference) ? undefined : 'This reconciliation has no difference.';
  const wrong = wanted.find((place) => {
    const line = lines[place];
    return line === undefined || !isDifference(line);
  });
  return wrong === undefined ? undefined : `Line ${wrong} of this reconciliation is no difference.`;
}
