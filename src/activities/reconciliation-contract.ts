import type { ClosingType } from '../domain/closing.js';
import type { TransactionId } from '../domain/ids.js';
import type { NotSentReason } from '../domain/not-sent.js';
import type { ReconciliationId } from '../domain/reconciliation-id.js';
import type { Comparison, ReconciliationStatus } from '../domain/reconciliation.js';
import type { ReconciledBatch, ReconciliationInput } from '../workflows/reconciliation.messages.js';
import type { Timed } from './run-contract.js';

/** One attempt at a terminal's report, or at its closing. */
export interface ReportOrder {
  readonly input: ReconciliationInput;
  readonly type: 'details' | ClosingType;
  /** Of a closing: the report that was compared. */
  readonly closesAfter?: TransactionId;
  readonly transactionId: TransactionId;
  readonly attempt: number;
}

/** How the report stands. */
export type ReportProgress = Timed &
  (
    | { readonly kind: 'open' }
    | { readonly kind: 'told' }
    /** It ended without the terminal's numbers. */
    | {
        readonly kind: 'not_told';
        readonly why: string;
        /** The command may have run all the same. */
        readonly isUnknown?: true;
      }
    | {
        readonly kind: 'not_sent';
        readonly attempt: number;
        readonly reason: NotSentReason;
        readonly detail?: string | undefined;
        /** Its own key may still try again. */
        readonly mayRetry: boolean;
      }
  );

/** What is compared: a report that has been told, and what the terminal did before it. */
export interface ComparisonOrder {
  readonly merchant: string;
  readonly reportId: TransactionId;
}

export interface ComparisonReport extends Timed, Comparison {
  readonly batch: ReconciledBatch;
  /** A clause: why the terminal must not be closed over what is open; undefined where nothing is. */
  readonly unsettled?: string;
}

/** What `checkClosing` is asked, with the lease of the terminal in hand. */
export interface ClosingCheck {
  /** What had the terminal before. */
  readonly previous: readonly TransactionId[];
  readonly closesAfter: TransactionId;
  readonly merchant: string;
}

/** A terminal's own numbers against ours. All may be repeated: the id of the report follows from the reconciliation's. */
export interface ReconciliationActivities {
  startReport(order: ReportOrder): Promise<void>;
  readReport(order: Pick<ReportOrder, 'transactionId' | 'attempt'>): Promise<ReportProgress>;
  compareTerminal(order: ComparisonOrder): Promise<ComparisonReport>;
}

/** A terminal whose day ends. */
export interface DailyOrder {
  readonly merchant: string;
  readonly terminalId: string;
  /** What asks: the id of the reconciliation follows from it. */
  readonly of: string;
}

export interface DailyReconciliationActivities {
  /** @returns undefined where the settings do not want it any more. */
  openReconciliation(order: DailyOrder): Promise<ReconciliationId | undefined>;
  readReconciliation(id: ReconciliationId): Promise<'running' | ReconciliationStatus>;
}

/** Read only: asked by a closing command before it is sent. */
export interface ClosingActivities {
  /** @returns `obstacle`: a clause, why the terminal is not closed now. */
  checkClosing(check: ClosingCheck): Promise<Timed & { readonly obstacle: string | undefined }>;
}
