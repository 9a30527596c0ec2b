import { sleep, workflowInfo } from '@temporalio/workflow';
import { reportProxy } from './activity-proxies.js';
import type { DailyReconciliationInput, DailyReconciliationResult } from './daily-reconciliation.messages.js';
import { computePauseMs } from './undo-by-service.js';

const MAX_PAUSE_MS = 60_000;

/**
 * Once a day a schedule has a terminal reconciled and closed, at the merchant's closing time. This run lasts as long as the
 * comparison, so that the schedule never starts a second one beside it; what differs waits for people elsewhere.
 */
export async function dailyReconciliation(
  input: DailyReconciliationInput,
): Promise<DailyReconciliationResult> {
  const { workflowId, firstExecutionRunId } = workflowInfo();
  const { merchant, terminalId } = input;
  const opened = await reportProxy.openReconciliation({
    merchant,
    terminalId,
    of: `${workflowId}/${firstExecutionRunId}`,
  });
  if (opened === undefined) return { version: 1, status: 'not_wanted' };
  for (let looks = 0; ; looks += 1) {
    const status = await reportProxy.readReconciliation(opened);
    if (status !== 'running') return { version: 1, id: opened, status };
    await sleep(computePauseMs(looks, MAX_PAUSE_MS), {
      summary: 'until the comparison is looked at again',
    });
  }
}
