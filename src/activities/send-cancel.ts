import { activityInfo, log } from '@temporalio/activity';
import type { CancelOutcome } from '../domain/cancel.js';
import { describeCancel } from '../domain/cancel.js';
import { computeCancelBoundMs } from '../domain/policy.js';
import type { CommandActivities, CancelOrder } from './contract.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { isAskedByResetRun } from './reset-detection.js';
import { isLeaseRunning } from './standing-lease.js';

/** Asks Getnet to stop a command at its terminal: once, in time, and only while the terminal is still ours. */
export function cancelActivities(deps: Dependencies): Pick<CommandActivities, 'sendCancel'> {
  return {
    async sendCancel(order) {
      const outcome = (await answerWithoutGetnet(deps, order)) ?? (await send(deps, order));
      log.info('cancel requested', {
        customId: order.accepted.customId,
        outcome: describeCancel(outcome),
      });
      return { outcome, at: Date.now() };
    },
  };
}

async function answerWithoutGetnet(
  deps: Dependencies,
  { firstRunId, policy }: CancelOrder,
): Promise<CancelOutcome | undefined> {
  // Also where an operator has changed the activity's retries: the first try may have sent.
  if (activityInfo().attempt > 1)
    return { kind: 'unknown', cause: 'asked a second time, and sent nothing then' };
  if (isAskedByResetRun(firstRunId)) return { kind: 'not_sent', cause: 'a reset run does not cancel' };
  if (policy.cancelFollowsCommand && (await isCommandUnclaimed(deps)))
    return { kind: 'not_sent', cause: 'the command had not been sent, and will not be sent' };
  return undefined;
}

/** A worker claims a command before it asks whether it may leave. What cannot be read now is found out by the look at the lease. */
async function isCommandUnclaimed({ temporal }: Dependencies): Promise<boolean> {
  const { workflowId = '', runId = '' } = activityInfo().workflowExecution ?? {};
  const run = temporal.workflow.getHandle(workflowId, runId);
  const found = await callTemporal({ temporal }, () => run.describe()).catch(() => undefined);
  const dispatches = (found?.raw.pendingActivities ?? []).filter(
    ({ activityType }) => activityType?.name === DISPATCH,
  );
  return (
    dispatches.length > 0 && dispatches.every(({ heartbeatDetails }) => !heartbeatDetails?.payloads?.length)
  );
}

const DISPATCH: keyof CommandActivities = 'dispatch';

/** The time to leave runs from the scheduling, by the server's clock: a worker that was paused meanwhile sends nothing. */
function send(deps: Dependencies, { accepted, policy, lease }: CancelOrder): Promise<CancelOutcome> {
  const { limits } = policy;
  const sendWithin = limits.getnetTimeout;
  const sendBy = Math.min(
    activityInfo().currentAttemptScheduledTimestampMs + sendWithin,
    computeCancelBoundMs(lease.until, limits),
  );
  const mayStillSend = () => isLeaseRunning(deps, lease);
  return deps.getnet.cancel(accepted, { policy, sendBy, sendWithin, mayStillSend });
}
