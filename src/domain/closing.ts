import type { TransactionId } from './ids.js';
import type { Snapshot } from './snapshot.js';
import { isFinal } from './status.js';
import type { TerminalWalk } from './terminal-chain.js';
import type { Country } from './terminal.js';
import { movesMoney } from './transaction-type.js';
import type { TransactionType } from './transaction-type.js';

/** What ends a terminal's batch in each country: the batch itself, or the shift. */
export const closingTypes = { CL: 'close', AR: 'shift' } as const satisfies Record<Country, TransactionType>;

export type ClosingType = (typeof closingTypes)[Country];

/** `unknown`: the closing command was sent, or may have been, and nobody learned how it ended. Wire format: never renamed. */
export const closingStates = ['open', 'closed', 'not_closed', 'unknown'] as const;

export type ClosingState = (typeof closingStates)[number];

/** How the closing of a terminal stands. */
export interface Closing {
  readonly type: ClosingType;
  readonly state: ClosingState;
  /** The closing command, a transaction of its own; undefined until it is started. */
  readonly transactionId?: TransactionId;
  /** A clause: why it was not closed, or is not known to be. */
  readonly why?: string;
}

/** Whether a transaction has closed its terminal: what was open before does not belong to what is closed next. */
export function hasClosedTerminal({ accepted, status }: Snapshot): boolean {
  return accepted.type === closingTypes[accepted.terminal.country] && status === 'completed';
}

/** @returns the payments since the terminal was closed last that have no proven outcome: it must not be closed over them. */
export function listUnsettled(latestFirst: readonly Snapshot[]): readonly Snapshot[] {
  const closed = latestFirst.findIndex(hasClosedTerminal);
  const since = closed < 0 ? latestFirst : latestFirst.slice(0, closed);
  return since.filter(({ accepted, status }) => movesMoney(accepted.type) && !isFinal(status));
}

/** Names transactions to a merchant: another merchant's, on a device that both use, are counted and never named. */
export function nameToMerchant(transactions: readonly Snapshot[], merchant: string): string {
  const own = transactions.filter(({ accepted }) => accepted.merchant === merchant);
  const named = own
    .slice(0, MAX_NAMED)
    .map(({ accepted, status }) => `${accepted.transactionId} (${status})`);
  const left = transactions.length - named.length;
  if (named.length === 0) return left === 1 ? 'one that is not yours' : `${left} that are not yours`;
  return left === 0 ? named.join(', ') : `${named.join(', ')} and ${left} more`;
}

const MAX_NAMED = 5;

/** What is judged before a closing is sent. */
export interface ClosingFacts {
  /** What the terminal did since the report, the report included. */
  readonly since: TerminalWalk;
  /** The report that was compared. */
  readonly report: TransactionId;
  readonly merchant: string;
}

/**
 * Judged with the lease of the terminal in hand: a batch is closed as it was compared, and in no other state.
 *
 * @returns a clause: why it is not closed now.
 */
export function findClosingObstacle({ since, report, merchant }: ClosingFacts): string | undefined {
  const isReached = since.transactions.some(({ accepted }) => accepted.transactionId === report);
  if (!isReached) return `what the terminal did since its report ${report} is not known`;
  const payments = since.transactions.filter(
    ({ accepted, status }) => movesMoney(accepted.type) && (status === 'approved' || !isFinal(status)),
  );
  if (payments.length === 0) return undefined;
  return `payments came after the terminal’s report ${report}: ${nameToMerchant(payments, merchant)}`;
}
