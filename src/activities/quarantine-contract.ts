import type { TransactionId } from '../domain/ids.js';
import type { UnknownOutcome } from '../domain/quarantine.js';
import type { Device } from '../domain/terminal.js';
import type { Timed } from './run-contract.js';

/** What `countUnknown` is asked: a money command needs a person. */
export interface UnknownReport {
  readonly device: Device;
  readonly transactionId: TransactionId;
  readonly merchant: string;
  readonly terminalId: string;
  /** The merchant's policy: so many in a row quarantine the terminal. */
  readonly quarantineAfter: number;
  /** Nothing was heard of it within the bound: alone it quarantines the terminal, unless the terminal was heard of since. */
  readonly isSilent?: true;
}

/** What came of the count. */
export interface UnknownCount extends Timed {
  /** In a row, this one included. */
  readonly inRow: number;
  readonly isQuarantined: boolean;
}

/** A poll that the terminal completed. */
export interface CompletedPoll {
  readonly device: Device;
  readonly transactionId: TransactionId;
}

/** What `closeToPayments` is asked. */
export interface QuarantineClosing {
  readonly device: Device;
  readonly unknown: readonly UnknownOutcome[];
}

/** Counts unknown outcomes, and keeps a terminal that had too many in a row from new payments. All may be repeated. */
export interface QuarantineActivities {
  /** Counts the unknown outcomes in a row, and quarantines the terminal where there are enough. */
  countUnknown(report: UnknownReport): Promise<UnknownCount>;
  /** Ends the quarantine of the terminal, if there is one. */
  endQuarantineByPoll(poll: CompletedPoll): Promise<Timed & { readonly isEnded: boolean }>;
  /** Makes new payments check for a quarantine, for some time, and notifies the payments that wait. */
  closeToPayments(closing: QuarantineClosing): Promise<Timed>;
  /** New payments no longer check for a quarantine. */
  openToPayments(device: Device): Promise<Timed>;
}
