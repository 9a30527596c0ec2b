import { activityInfo, log } from '@temporalio/activity';
import type { DispatchOutcome } from '../domain/dispatch.js';
import { dispatchInWords } from '../domain/dispatch.js';
import type { CommandActivities, DispatchOrder } from './contract.js';
import { deliverAnswer } from './deliver-answer.js';
import type { Dependencies } from './dependencies.js';
import { signsOfLife } from './signs-of-life.js';
import { askedByResetRun } from './reset-run.js';

/**
 * Hands one command to Getnet. It is never aborted, whatever Temporal or the process wants, and its answer comes home by
 * signal as well wherever the completion might be refused: in sync mode always, in async mode when a heartbeat was.
 */
export function commandActivities(deps: Dependencies): CommandActivities {
  return {
    async dispatch(order) {
      const refusal = refusedHere(deps, order);
      if (refusal) return refusal;
      const pulse = signsOfLife(deps.temporal, heartbeatEvery());
      try {
        const outcome = await send(deps, order);
        log.info('dispatched', { customId: order.accepted.customId, outcome: dispatchInWords(outcome) });
        if (order.policy.mode === 'sync' || !pulse.allAccepted) await deliverAnswer(deps, outcome);
        return outcome;
      } finally {
        pulse.stop();
      }
    },
  };
}

function refusedHere({ callbackUrl }: Dependencies, order: DispatchOrder): DispatchOutcome | undefined {
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
  { accepted, policy }: DispatchOrder,
): Promise<DispatchOutcome> {
  const webhook = policy.mode === 'async' ? callbackUrl?.(accepted.customId) : undefined;
  return getnet.send(accepted, { policy, webhook });
}

/** Three signs of life within the time after which silence counts as death. */
function heartbeatEvery(): number {
  return (activityInfo().heartbeatTimeoutMs ?? 3_000) / 3;
}
