import type { DispatchOutcome } from '../domain/dispatch.js';
import type { IdPosTxs } from '../domain/ids.js';
import type { Proof } from '../domain/verdict.js';
import {
  hintArrivedSignal,
  buildLateResultStart,
  lateResultWorkflow,
} from '../workflows/late-result.messages.js';
import type { LateResultInput } from '../workflows/late-result.messages.js';
import type { CallbackHint } from '../workflows/transaction.messages.js';
import type { DispatchOrder } from './contract.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/** Keeps, beside a run that has ended, what Getnet answered to its command: the proof, or the number to ask about. */
export async function keepLateOutcome(
  deps: Dependencies,
  { accepted, policy }: DispatchOrder,
  outcome: DispatchOutcome,
): Promise<void> {
  const { proof, idPosTxs } = readOutcome(outcome);
  if (proof === undefined && idPosTxs === undefined) return;
  const number = idPosTxs && { idPosTxs };
  const claims = proof?.kind ?? 'nothing';
  const { customId } = accepted;
  const digest = `answer of the dispatch of ${customId}`;
  const hint: CallbackHint = { version: 1, customId, digest, claims, ...number };
  const input: LateResultInput = { version: 1, accepted, policy, ...number, ...(proof && { proof }) };
  const options = {
    ...buildLateResultStart(input, { taskQueue: deps.taskQueue, claims }),
    signal: hintArrivedSignal,
    signalArgs: [hint] as [CallbackHint],
  };
  await callTemporal(deps, () => deps.temporal.workflow.signalWithStart(lateResultWorkflow, options));
}

function readOutcome(outcome: DispatchOutcome): {
  readonly proof?: Proof | undefined;
  readonly idPosTxs?: IdPosTxs | undefined;
} {
  switch (outcome.kind) {
    case 'finished':
      return { proof: outcome.proof, idPosTxs: outcome.proof.idPosTxs };
    case 'acknowledged':
    case 'unknown':
      return { idPosTxs: outcome.idPosTxs };
    case 'refused':
    case 'unreachable':
    case 'expired':
    case 'withheld':
    case 'reset':
      return {};
  }
}
