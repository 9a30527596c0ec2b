import { countLines } from './reconciliation-lines.js';
import type { LineClass, LineCounts, OurSale, ReconciledLine } from './reconciliation-lines.js';
import { matchLines } from './reconciliation-match.js';
import type { Match } from './reconciliation-match.js';
import { isSameAmount } from './reconciliation-numbers.js';
import type { Country } from './terminal.js';
import type { Report, ReportedSale } from './verdict.js';

/** Both sides of a comparison. */
export interface ReconciliationSides {
  readonly country: Country;
  /** What the terminal told; undefined where it told nothing. */
  readonly report: Pick<Report, 'sales' | 'cut'> | undefined;
  readonly ours: readonly OurSale[];
  /** Whether everything of ours that the report can be about is in `ours`. */
  readonly isOursComplete: boolean;
}

/** `incomplete`: one side does not tell everything, so that nothing is proven. */
export const reconciliationStatuses = ['equal', 'different', 'incomplete'] as const;

export type ReconciliationStatus = (typeof reconciliationStatuses)[number];

/** What a comparison came to. */
export interface Comparison {
  readonly status: ReconciliationStatus;
  readonly counts: LineCounts;
  readonly lines: readonly ReconciledLine[];
}

/**
 * Compares a terminal's own numbers with ours, line by line. Total: each line of the report is classed once, and so is each of our
 * sales that the report should list. Nothing is called missing that an incomplete report may only have left out.
 */
export function reconcile(sides: ReconciliationSides): Comparison {
  const { report, ours, country, isOursComplete } = sides;
  const found = matchLines(report?.sales ?? [], ours, country);
  const isReportComplete = report !== undefined && report.sales !== null && !report.cut;
  const lines: readonly ReconciledLine[] = [
    ...found.matches.map((match) => toLine(match, classifyMatch(match))),
    ...found.repeatedLines.map((match) => toLine(match, 'duplicate')),
    ...found.repeatedOurs.map((match) => ({ ...toLine(match, 'duplicate'), theirs: null })),
    ...found.lines.map((theirs) => toUnmatchedLine(theirs, isOursComplete)),
    ...found.ours.flatMap((sale) => toUnmatchedSale(sale, isReportComplete && isOursComplete)),
  ];
  const counts = countLines(lines);
  const isComplete = isReportComplete && isOursComplete && counts.cut === 0;
  const status = isComplete ? (counts.equal === lines.length ? 'equal' : 'different') : 'incomplete';
  return { status, counts, lines };
}

function toLine({ theirs, ours, by }: Match, found: LineClass): ReconciledLine {
  return { class: found, ours, theirs, matchedBy: by };
}

function classifyMatch({ theirs, ours, by }: Match): LineClass {
  switch (ours.state) {
    case 'not_charged':
      return 'missing_here';
    case 'unknown':
    case 'void_open':
      return 'unknown_open';
    case 'voided':
      return ours.batch === 'other' ? 'other_batch' : 'state';
    case 'approved':
      if (by === 'amount_and_time') return 'state';
      if (ours.batch === 'other') return 'other_batch';
      if (theirs.amount === null) return 'cut';
      return isSameAmount(theirs, ours) ? 'equal' : 'amount';
  }
}

/** A line of which nothing can be read is a part of the report that is missing. */
function toUnmatchedLine(theirs: ReportedSale, isOursComplete: boolean): ReconciledLine {
  const { operationId, authorizationCode, amount } = theirs;
  const isReadable = operationId !== null || authorizationCode !== null || amount !== null;
  return { class: isReadable && isOursComplete ? 'foreign' : 'cut', ours: null, theirs, matchedBy: null };
}

/** What moved no money, or was given back, need not be listed. */
function toUnmatchedSale(ours: OurSale, isComplete: boolean): readonly ReconciledLine[] {
  const toClass = (found: LineClass) => [{ class: found, ours, theirs: null, matchedBy: null }];
  switch (ours.state) {
    case 'unknown':
    case 'void_open':
      return toClass('unknown_open');
    case 'approved':
      if (ours.isOptional || ours.batch !== 'this') return [];
      return toClass(isComplete ? 'missing_there' : 'cut');
    case 'voided':
    case 'not_charged':
      return [];
  }
}
