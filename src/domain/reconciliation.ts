import { findDenials, groupLines } from './reconciliation-denials.js';
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
 * Compares a terminal's own numbers with ours, line by line. Total: each line of the report that is a sale is classed once, and so is each
 * of our sales that the report should list. A line that the terminal itself calls a void, a return or refused is no sale, and is named only
 * where one of ours is approved under its numbers. Nothing is called missing that an incomplete report may only have left out.
 */
export function reconcile(sides: ReconciliationSides): Comparison {
  const { report, ours, country, isOursComplete } = sides;
  const { sales, others, unreadable } = groupLines(report?.sales ?? []);
  const found = matchLines(sales, ours, country);
  const denials = findDenials(others, ours);
  const isReportWhole = report !== undefined && report.sales !== null && !report.cut;
  const isComplete = isReportWhole && unreadable.length === 0 && isOursComplete;
  const lines: readonly ReconciledLine[] = [
    ...found.matches.map((match) => classifyMatch(match, denials.get(match.ours))),
    ...found.repeatedLines.map((match) => toLine(match, 'duplicate')),
    ...found.repeatedOurs.map((match) => ({ ...toLine(match, 'duplicate'), theirs: null })),
    ...found.lines.map((theirs) => toUnmatchedLine(theirs, isOursComplete)),
    ...unreadable.map((theirs) => toUnmatchedLine(theirs, false)),
    ...found.ours.flatMap((sale) => toUnmatchedSale(sale, isComplete, denials.get(sale))),
  ];
  const counts = countLines(lines);
  const isProven = isComplete && counts.cut === 0;
  const status = isProven ? (counts.equal === lines.length ? 'equal' : 'different') : 'incomplete';
  return { status, counts, lines };
}

function toLine({ theirs, ours, by }: Match, found: LineClass): ReconciledLine {
  return { class: found, ours, theirs, matchedBy: by };
}

function classifyMatch(match: Match, denial: ReportedSale | undefined): ReconciledLine {
  return denial === undefined
    ? toLine(match, classify(match))
    : toLine({ ...match, theirs: denial, by: 'numbers' }, 'state');
}

function classify({ theirs, ours, by }: Match): LineClass {
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
function toUnmatchedSale(
  ours: OurSale,
  isComplete: boolean,
  denial: ReportedSale | undefined,
): readonly ReconciledLine[] {
  if (denial !== undefined) return [toLine({ theirs: denial, ours, by: 'numbers' }, 'state')];
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
