import { activityInfo, heartbeat, log } from '@temporalio/activity';
import { dispatchInWords } from '../domain/dispatch.js';
import type { DispatchOutcome } from '../domain/dispatch.js';
import { bringAnswerHome } from './bring-answer-home.js';
import type { CommandActivities, DispatchOrder } from './contract.js';
import type { Dependencies } from './dependencies.js';
import { askedByResetRun } from './repeated-run.js';

/** Hands one command to Getnet. It is never aborted, whatever Temporal or the process wants, and its answer is not lost. */
export function commandActivities(deps: Dependencies): CommandActivities {
  return {
    async dispatch(order) {
      const answer = answeredHere(deps, order);
      if (answer) return answer;
      const pulse = setInterval(() => heartbeat(), heartbeatEvery());
      try {
        const outcome = await send(deps, order);
        log.info('dispatched', { customId: order.accepted.customId, outcome: dispatchInWords(outcome) });
        return await bringAnswerHome(deps, outcome);
      } finally {
        clearInterval(pulse);
      }
    },
  };
}

/** What needs no Getnet to be answered. */
function answeredHere({ callbackUrl }: Dependencies, order: DispatchOrder): DispatchOutcome | undefined {
  // One attempt ever, also where an operator has changed the activity's retries: the first one may have sent.
  if (activityInfo().attempt > 1)
    return { kind: 'unknown', cause: 'asked a second time, and sent nothing then' };
  if (askedByResetRun(order.firstRunId)) return { kind: 'reset' };
  if (order.policy.mode === 'sync' || callbackUrl !== undefined) return undefined;
  return {
    kind: 'refused',
    reason: 'mode_unavailable',
    message: 'This worker has no PUBLIC_URL to be called back at.',
  };
}

function send(
  { getnet, callbackUrl }: Dependencies,
  { accepted, policy, startWithin }: DispatchOrder,
): Promise<DispatchOutcome> {
  const webhook = policy.mode === 'async' ? callbackUrl?.(accepted.customId) : undefined;
  return getnet.send(accepted, { policy, webhook, startWithin });
}

/** Three signs of life within the time after which silence counts as death. */
function heartbeatEvery(): number {
  return (activityInfo().heartbeatTimeoutMs ?? 3_000) / 3;
}
