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

/** How the closing of a terminal stands. */
export interface Closing {
  readonly type: ClosingType;
  readonly state: 'open' | 'closed' | 'not_closed';
  /** The closing command, a transaction of its own; undefined until it is started. */
  readonly transactionId?: TransactionId;
  /** A clause: why it was not closed. */
  readonly why?: string;
}

/** @returns the payments of a terminal that have no proven outcome: its batch must not be closed over them. */
export function listUnsettled(transactions: readonly Snapshot[]): readonly TransactionId[] {
  const open = transactions.filter(({ accepted, status }) => movesMoney(accepted.type) && !isFinal(status));
  return open.map(({ accepted }) => accepted.transactionId);
}

/**
 * Judged with the lease of the terminal in hand: a batch is closed as it was compared, and in no other state.
 *
 * @param since what the terminal did since the report, the report included.
 * @returns a clause: why it is not closed now.
 */
export function findClosingObstacle(since: TerminalWalk, report: TransactionId): string | undefined {
  const isReached = since.transactions.some(({ accepted }) => accepted.transactionId === report);
  if (!isReached) return `what the terminal did since its report ${report} is not known`;
  const payment = since.transactions.find(
    ({ accepted, status }) => movesMoney(accepted.type) && (status === 'approved' || !isFinal(status)),
  );
  return payment && `${payment.accepted.transactionId} came after the terminal’s report ${report}`;
}
