import { activityInfo, log } from '@temporalio/activity';
import { describeDispatch } from '../domain/dispatch.js';
import type { DispatchOutcome } from '../domain/dispatch.js';
import type { Accepted } from '../domain/transaction.js';
import { doubtsQuery } from '../workflows/transaction.messages.js';
import type { CommandActivities, DispatchOrder } from './contract.js';
import { deliverOutcome } from './deliver-outcome.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import { isAskedByResetRun } from './reset-detection.js';
import { SendingClaim, isBegunAgain } from './sending-claim.js';

/** Hands one command to Getnet. It is never aborted, whatever Temporal or the process wants, and its answer is not lost. */
export function commandActivities(deps: Dependencies): Pick<CommandActivities, 'dispatch'> {
  return {
    async dispatch(order) {
      const answer = answerWithoutGetnet(deps, order);
      if (answer) return { outcome: answer, at: Date.now() };
      const claim = new SendingClaim(deps);
      try {
        const outcome = await send(deps, order, claim);
        log.info('dispatched', { customId: order.accepted.customId, outcome: describeDispatch(outcome) });
        return await deliverOutcome(deps, order, outcome);
      } finally {
        claim.end();
      }
    },
  };
}

function answerWithoutGetnet(
  { callbackUrl }: Dependencies,
  order: DispatchOrder,
): DispatchOutcome | undefined {
  // One attempt ever, whatever an operator does to the activity: the first one may have sent.
  if (isBegunAgain()) return { kind: 'unknown', cause: 'asked a second time, and sent nothing then' };
  if (isAskedByResetRun(order.firstRunId)) return { kind: 'reset' };
  if (order.policy.mode === 'sync' || callbackUrl !== undefined) return undefined;
  return {
    kind: 'refused',
    reason: 'mode_unavailable',
    message: 'This worker has no PUBLIC_URL to be called back at.',
  };
}

function send(deps: Dependencies, order: DispatchOrder, claim: SendingClaim): Promise<DispatchOutcome> {
  const { accepted, policy, startWithin, asksForDoubts } = order;
  const webhook = policy.mode === 'async' ? deps.callbackUrl?.(accepted.customId) : undefined;
  const mayStillSend = async () => {
    if (asksForDoubts && !(await hasNoDoubts(deps, accepted))) return false;
    await claim.make();
    // Claimed first: a cancel request that is taken after this answer finds the claim, and follows the command.
    return !policy.cancelFollowsCommand || hasNoDoubts(deps);
  };
  const mayRepeat = async () => {
    // A run whose worker was given up may be proven meanwhile by what was written first, and its terminal be another one's.
    await claim.renew();
    // What was called back about has run, whatever the answer to its token was: asked of the first attempt too.
    return (await hasNoDoubts(deps)) && claim.isFresh;
  };
  return deps.getnet.send(accepted, { policy, webhook, startWithin, mayStillSend, mayRepeat });
}

/** A callback may have come after this attempt was scheduled, or while it was being refused: the run itself knows. */
async function hasNoDoubts(deps: Dependencies, except?: Pick<Accepted, 'customId'>): Promise<boolean> {
  const { workflowId = '', runId = '' } = activityInfo().workflowExecution ?? {};
  const run = deps.temporal.workflow.getHandle(workflowId, runId);
  const doubts = await callTemporal(deps, () => run.query(doubtsQuery));
  return doubts.every((customId) => customId === except?.customId);
}
