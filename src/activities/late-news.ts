import type { ReportedOutcome } from '../domain/late-result.js';
import type { IdPosTxs } from '../domain/ids.js';
import type { Policy } from '../domain/policy.js';
import type { Accepted } from '../domain/transaction.js';
import type { Proof } from '../domain/verdict.js';
import { buildAnnounces, combineEndpoints, listAccepted } from '../domain/webhook-audience.js';
import type { Announces } from '../domain/webhook-audience.js';
import {
  buildLateResultStart,
  hintArrivedSignal,
  lateResultWorkflow,
  lateResultWorkflowId,
} from '../workflows/late-result.messages.js';
import type { LateResultFinding, LateResultInput } from '../workflows/late-result.messages.js';
import { undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import type { CallbackHint } from '../workflows/transaction.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/** What came for a transaction whose run does not take it any more. */
export interface LateNews {
  readonly accepted: Accepted;
  readonly policy: Policy;
  /** Whom the closed run told, where that is known. */
  readonly announces?: Announces | undefined;
  readonly told: ReportedOutcome;
  /** The number of our own acknowledgement. */
  readonly idPosTxs?: IdPosTxs | undefined;
  readonly proof?: Proof | undefined;
  readonly hint: CallbackHint;
}

/** Makes late news durable as `lateResult/<customId>`, as the API does for a callback. */
export async function keepLateNews(deps: Dependencies, news: LateNews): Promise<void> {
  const { accepted, policy, announces, told, idPosTxs, proof, hint } = news;
  const endpoints = deps.webhooks.listEndpoints(accepted.merchant);
  const before = await readFinding(deps, news);
  const input: LateResultInput = {
    version: 1,
    accepted,
    policy,
    told,
    action: deps.findLateResultAction(accepted.merchant),
    ...buildAnnounces(combineEndpoints(endpoints, listAccepted(announces))),
    ...(idPosTxs && { idPosTxs }),
    ...(proof && { proof }),
    ...(before && { before }),
  };
  const options = {
    ...buildLateResultStart(input, { taskQueue: deps.taskQueue, claims: hint.claims }),
    signal: hintArrivedSignal,
    signalArgs: [hint] as [CallbackHint],
  };
  await callTemporal(deps, () => deps.temporal.workflow.signalWithStart(lateResultWorkflow, options));
}

/** What earlier news came to is carried on. */
async function readFinding(
  deps: Dependencies,
  { accepted: { customId } }: LateNews,
): Promise<LateResultFinding | undefined> {
  const run = deps.temporal.workflow.getHandle(lateResultWorkflowId(customId));
  const found = await callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
  if (found?.status.name !== 'COMPLETED') return undefined;
  return (await callTemporal(deps, () => run.result())) as LateResultFinding;
}
