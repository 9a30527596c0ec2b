import { withAttemptOf } from '../domain/callback-agreement.js';
import {
  buildLateResultStart,
  hintArrivedSignal,
  lateResultWorkflow,
} from '../workflows/late-result.messages.js';
import type { LateResultInput } from '../workflows/late-result.messages.js';
import type { CallbackHint } from '../workflows/transaction.messages.js';
import type { LateHintActivities } from './contract.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/** Makes durable, beside a proven outcome, a callback that contradicts it: as the API does once the run has ended. */
export function lateHintActivities(deps: Dependencies): LateHintActivities {
  return {
    async keepLateHint({ snapshot, policy, hint }) {
      const { accepted, idPosTxs } = withAttemptOf(snapshot, hint);
      const input: LateResultInput = { version: 1, accepted, policy, ...(idPosTxs && { idPosTxs }) };
      const options = {
        ...buildLateResultStart(input, { taskQueue: deps.taskQueue, claims: hint.claims }),
        signal: hintArrivedSignal,
        signalArgs: [hint] as [CallbackHint],
      };
      await callTemporal(deps, () => deps.temporal.workflow.signalWithStart(lateResultWorkflow, options));
    },
  };
}
