import { TypedSearchAttributes } from '@temporalio/common';
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Closing, ClosingType } from '../domain/closing.js';
import type { TransactionId } from '../domain/ids.js';
import type { Policy } from '../domain/policy.js';
import type { LineCounts, ReconciledLine } from '../domain/reconciliation-lines.js';
import { deriveReportId } from '../domain/reconciliation-id.js';
import type { ReconciliationId } from '../domain/reconciliation-id.js';
import type { ReconciliationStatus } from '../domain/reconciliation.js';
import type { Terminal } from '../domain/terminal.js';
import type { EpochMs } from '../domain/time.js';
import { merchantKey, terminalKey, transactionStatusKey } from './search-attributes.messages.js';

/** The registered name of the workflow. */
export const reconciliationWorkflow = 'reconciliation';

/** What a `reconciliation` is started with. */
export interface ReconciliationInput {
  readonly version: 1;
  readonly id: ReconciliationId;
  readonly merchant: string;
  readonly terminal: Terminal;
  /** Of the report that the terminal is asked for. */
  readonly policy: Policy;
  /** The batch, or the shift, is closed once everything is proven. */
  readonly closes?: ClosingType;
  /** The id of the API key that asked; absent: the merchant's schedule. */
  readonly requestedBy?: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** What `describe` tells of a reconciliation without any worker. */
export interface ReconciliationMemo {
  readonly version: 1;
  readonly input: ReconciliationInput;
}

/** The batch that was compared. */
export interface ReconciledBatch {
  /** ISO 8601: where our side begins; a day alone where no close of ours is remembered. */
  readonly since: string;
  /** ISO 8601: when the terminal told its numbers. */
  readonly until: string;
  /** The close that the batch began with. */
  readonly closedBy: TransactionId | null;
}

/** That a person has dealt with a difference. */
export interface SettledDifference {
  /** Its place in `lines`, from 0. */
  readonly line: number;
  readonly reason: string;
  /** The id of the API key. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A reconciliation at one moment: the answer of the query, and the workflow's result. */
export interface ReconciliationStanding {
  readonly version: 1;
  readonly input: ReconciliationInput;
  readonly status: 'running' | ReconciliationStatus;
  /** The latest report of the terminal, a transaction of its own. */
  readonly reportId: TransactionId;
  /** A clause: why nothing could be compared. */
  readonly why?: string;
  readonly batch?: ReconciledBatch;
  readonly counts?: LineCounts;
  /** Only of one that closes. */
  readonly closing?: Closing;
  /** What differs comes first. */
  readonly lines: readonly ReconciledLine[];
  /** ISO 8601: when the comparison was done. */
  readonly comparedAt?: string;
  readonly settled: readonly SettledDifference[];
}

/** How a reconciliation stands when it has begun. */
export function buildFirstStanding(input: ReconciliationInput): ReconciliationStanding {
  const closing = input.closes && ({ closing: { type: input.closes, state: 'open' } } as const);
  const reportId = deriveReportId(input.id);
  return { version: 1, input, status: 'running', reportId, lines: [], settled: [], ...closing };
}

/** What `differencesSettled` carries. */
export interface SettleDifferences {
  readonly version: 1;
  /** Places in `lines`; absent: all that differ. */
  readonly lines?: readonly number[];
  readonly reason: string;
  readonly by: string;
  readonly at: EpochMs;
}

/** Why differences are not settled; the failure type of the update. */
export const NOT_A_DIFFERENCE = 'NotADifference';

/** A person has dealt with differences: each leaves the attention list. */
export const differencesSettledUpdate = defineUpdate<ReconciliationStanding, [SettleDifferences]>(
  'differencesSettled',
);

export const standingQuery = defineQuery<ReconciliationStanding>('standing');

export function reconciliationWorkflowId(id: ReconciliationId): string {
  return `reconciliation/${id}`;
}

/** How it is started: a closed one is never started again. */
export function buildReconciliationStart(input: ReconciliationInput, taskQueue: string) {
  const memo: ReconciliationMemo = { version: 1, input };
  return {
    workflowId: reconciliationWorkflowId(input.id),
    taskQueue,
    args: [input] as [ReconciliationInput],
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
    memo: { ...memo },
    staticSummary: `${input.terminal.id}: the terminal’s own numbers against ours`,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: merchantKey, value: input.merchant },
      { key: terminalKey, value: input.terminal.id },
      { key: transactionStatusKey, value: 'dispatching' },
    ]),
  };
}
