import type { DispatchOutcome } from '../domain/dispatch.js';
import type { IdPosTxs } from '../domain/ids.js';
import type { Proof } from '../domain/verdict.js';
import { hintArrivedSignal, lateResultStart, lateResultWorkflow } from '../workflows/late-result.messages.js';
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
  const { proof, idPosTxs } = learnedFrom(outcome);
  if (proof === undefined && idPosTxs === undefined) return;
  const { customId } = accepted;
  const hint: CallbackHint = {
    version: 1,
    customId,
    digest: `answer of the dispatch of ${customId}`,
    claims: proof?.kind ?? 'nothing',
    ...(idPosTxs && { idPosTxs }),
  };
  const input = {
    version: 1,
    accepted,
    policy,
    ...(idPosTxs && { idPosTxs }),
    ...(proof && { proof }),
  } as const;
  const start = lateResultStart(input, { taskQueue: deps.taskQueue, claims: hint.claims });
  await callTemporal(deps, () =>
    deps.temporal.workflow.signalWithStart(lateResultWorkflow, {
      ...start,
      signal: hintArrivedSignal,
      signalArgs: [hint] as [CallbackHint],
    }),
  );
}

function learnedFrom(outcome: DispatchOutcome): {
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
