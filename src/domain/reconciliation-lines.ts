import type { TransactionId } from './ids.js';
import type { Amount } from './money.js';
import type { Status } from './status.js';
import type { ReportedSale } from './verdict.js';

/** How a line of a terminal's report and a transaction of ours stand to each other. Wire format: never renamed. */
export const lineClasses = [
  'equal',
  'missing_here',
  'missing_there',
  'amount',
  'state',
  'duplicate',
  'other_batch',
  'unknown_open',
  'foreign',
  'cut',
] as const;

export type LineClass = (typeof lineClasses)[number];

/** What each class says, for the API's document and the attention list. */
export const lineTexts: Readonly<Record<LineClass, string>> = {
  equal: 'Both sides have the sale, with the same numbers and the same amount.',
  missing_here: 'The terminal lists a sale that fits one of ours, and ours is not approved.',
  missing_there: 'We have an approved sale of this batch that the terminal does not list.',
  amount: 'Both sides have the sale, with different amounts.',
  state:
    'Both sides have the sale, in different states: ours was voided; or the terminal says that its sale was voided, returned or refused; or only amount and time suggest that it is the same sale.',
  duplicate: 'The sale is there twice.',
  other_batch: 'The terminal lists a sale of ours that belongs to a batch which was closed before.',
  unknown_open: 'The outcome of our transaction is not known yet.',
  foreign:
    'The terminal lists a sale that no transaction of ours fits: it was taken by hand, or by somebody else.',
  cut: 'One side is incomplete, so this line could not be compared.',
};

/** What our side says about a sale. `void_open`: approved, and its void has no proven outcome. */
export type OurState = 'approved' | 'voided' | 'void_open' | 'unknown' | 'not_charged';

/** A sale or return of ours, as far as a comparison needs it. */
export interface OurSale {
  readonly transactionId: TransactionId;
  readonly state: OurState;
  /** As the transaction's own run shows it. */
  readonly status: Status;
  readonly operationId: number | null;
  readonly authorizationCode: string | null;
  readonly amount: Amount | null;
  /** When it was accepted. */
  readonly createdAtMs: number;
  /** `not_known`: no close of ours says so, and it is older than the day of the report. */
  readonly batch: 'this' | 'other' | 'not_known';
  /** A return: a report need not list it. */
  readonly isOptional: boolean;
}

/** What says that a line and a transaction are the same: amount and time only propose it. */
export type MatchedBy = 'numbers' | 'amount_and_time';

/** One line of a comparison: what each side says, or null where it says nothing. */
export interface ReconciledLine {
  readonly class: LineClass;
  readonly ours: OurSale | null;
  readonly theirs: ReportedSale | null;
  readonly matchedBy: MatchedBy | null;
}

/** Whether a person has to look at a line: all but what is equal, or could not be compared. */
export function isDifference({ class: found }: Pick<ReconciledLine, 'class'>): boolean {
  return found !== 'equal' && found !== 'cut';
}

/** How many lines there are of each class. */
export type LineCounts = Readonly<Record<LineClass, number>>;

export function countLines(lines: readonly Pick<ReconciledLine, 'class'>[]): LineCounts {
  const none = Object.fromEntries(lineClasses.map((name) => [name, 0])) as Record<LineClass, number>;
  return lines.reduce((counts, { class: found }) => ({ ...counts, [found]: counts[found] + 1 }), none);
}
