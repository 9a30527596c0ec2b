import type { ReconciliationId } from '../domain/reconciliation-id.js';
import type { ReconciliationStatus } from '../domain/reconciliation.js';

/** The registered name of the workflow. */
export const dailyReconciliationWorkflow = 'dailyReconciliation';

/** What a `dailyReconciliation` is started with, by its schedule. All else the settings of that day say. */
export interface DailyReconciliationInput {
  readonly version: 1;
  readonly merchant: string;
  readonly terminalId: string;
}

/** What it came to; `not_wanted`: the terminal is gone, or its merchant has no closing time. */
export interface DailyReconciliationResult {
  readonly version: 1;
  readonly id?: ReconciliationId;
  readonly status: ReconciliationStatus | 'not_wanted';
}

/** The id of a terminal's schedule; the runs that it starts have it too, with the time behind it. */
export function dailyReconciliationWorkflowId({
  merchant,
  terminalId,
}: Omit<DailyReconciliationInput, 'version'>): string {
  return `dailyReconciliation/${merchant}/${terminalId}`;
}
