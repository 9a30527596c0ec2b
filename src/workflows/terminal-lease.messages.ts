import type { TransactionId } from '../domain/ids.js';
import type { Device } from '../domain/terminal.js';
import type { TransactionType } from '../domain/transaction-type.js';

/** The registered name of the workflow. */
export const terminalLeaseWorkflow = 'terminalLease';

/** The run that has the terminal. */
export interface LeaseHolder {
  readonly transactionId: string;
  readonly merchant: string;
  readonly terminalId: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly attempt: number;
  readonly type: TransactionType;
  /** ISO 8601: when the attempt was accepted. */
  readonly createdAt: string;
}

/** What `describe` tells of a lease: who has the terminal, since when, and until when at the latest. */
export interface LeaseMemo {
  readonly version: 1;
  readonly holder: LeaseHolder;
  /** ISO 8601. */
  readonly since: string;
  /** ISO 8601. */
  readonly until: string;
  /** Who had the terminal before. */
  readonly previous?: TransactionId;
  /** The terminal is asked about a command, not given one. */
  readonly isForQuery?: boolean;
}

/** What a `terminalLease` is started with. */
export interface LeaseInput {
  readonly version: 1;
  readonly holder: LeaseHolder;
}

/** How a lease ended that nobody gave back. */
export interface LeaseResult {
  readonly version: 1;
  /** `running`: overdue, and reported. `lost`: its run ended without an outcome, which `recovery` looks for. */
  readonly holderState: 'running' | 'ended' | 'lost' | 'gone' | 'not_known';
}

/** Temporal runs one workflow of an id at a time: that is the mutual exclusion. */
export function leaseWorkflowId({ country, serialNumber }: Device): string {
  return `terminal/${country}/${serialNumber}`;
}

const RELEASE_REASON_PREFIX = 'given back ';

/** The reason that a lease is ended with: who gives it back, and on what proof. */
export function buildReleaseReason(transactionId: string, runId: string, proof: string): string {
  return `${RELEASE_REASON_PREFIX}by ${transactionId} (run ${runId}): ${proof}`;
}

/** Whether a lease was given back, by its holder or by an operator on proof. Any other reason is somebody's hand. */
export function isReleaseReason(reason: string): boolean {
  return reason.startsWith(RELEASE_REASON_PREFIX);
}
