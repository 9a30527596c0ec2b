import type { OurSale } from './reconciliation-lines.js';
import { compareNumbers } from './reconciliation-numbers.js';
import type { ReportedSale } from './verdict.js';

/** The lines of a report, by what the terminal itself says that they are. */
export interface GroupedLines {
  readonly sales: readonly ReportedSale[];
  /** Of another command, such as a void or a return, or of one that was refused. */
  readonly others: readonly ReportedSale[];
  /** Nobody can tell which of the two. */
  readonly unreadable: readonly ReportedSale[];
}

export function groupLines(lines: readonly ReportedSale[]): GroupedLines {
  return {
    sales: lines.filter(({ isSale }) => isSale !== false),
    others: lines.filter(({ isSale, isUnreadable }) => isSale === false && isUnreadable !== true),
    unreadable: lines.filter(({ isUnreadable }) => isUnreadable === true),
  };
}

/**
 * Finds the sales that we call approved and of which the terminal says otherwise: a line that is no sale has their numbers.
 *
 * @param others lines that are no sales. @returns the first such line of each.
 */
export function findDenials(
  others: readonly ReportedSale[],
  ours: readonly OurSale[],
): ReadonlyMap<OurSale, ReportedSale> {
  const returns = ours.filter(({ isOptional }) => isOptional);
  const denying = others.filter((line) => !returns.some((one) => sharesNumber(line, one)));
  const approved = ours.filter(
    ({ state, batch, isOptional }) => state === 'approved' && batch !== 'other' && !isOptional,
  );
  return new Map(
    approved.flatMap((sale) => {
      const line = denying.find((one) => sharesNumber(one, sale));
      return line === undefined ? [] : [[sale, line] as const];
    }),
  );
}

function sharesNumber(line: ReportedSale, sale: OurSale): boolean {
  const agreement = compareNumbers(line, sale);
  return agreement === 'both' || agreement === 'one';
}
