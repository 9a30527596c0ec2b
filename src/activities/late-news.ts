import type { ReportedOutcome } from '../domain/late-result.js';
import type { IdPosTxs } from '../domain/ids.js';
import { isOfEarlierUse } from '../domain/key-use.js';
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
import type {
  LateResultFinding,
  LateResultInput,
  LateResultMemo,
} from '../workflows/late-result.messages.js';
import { isOpen, undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import type { CallbackHint } from '../workflows/transaction.messages.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';
import type { LateResultRun, RecalledFinding } from './reversal-contract.js';

/** What came for a transaction whose run does not take it any more. */
export interface LateNews {
  readonly accepted: Accepted;
  readonly policy: Policy;
  /** Whom the closed run told, where that is known. */
  readonly announces?: Announces | undefined;
  readonly reported: ReportedOutcome;
  /** The number of our own acknowledgement. */
  readonly idPosTxs?: IdPosTxs | undefined;
  readonly proof?: Proof | undefined;
  readonly hint: CallbackHint;
}

/** Makes late news durable as `lateResult/<customId>`, as the API does for a callback. */
export async function keepLateNews(deps: Dependencies, news: LateNews): Promise<void> {
  const { accepted, policy, announces, reported, idPosTxs, proof, hint } = news;
  const endpoints = deps.webhooks.listEndpoints(accepted.merchant);
  const known = await readKnown(deps, news.accepted);
  const input: LateResultInput = {
    version: 1,
    accepted,
    policy,
    told: reported,
    action: deps.findLateResultAction(accepted.merchant),
    ...buildAnnounces(combineEndpoints(endpoints, listAccepted(announces))),
    ...(idPosTxs && { idPosTxs }),
    ...(proof && { proof }),
    ...known,
  };
  const options = {
    ...buildLateResultStart(input, { taskQueue: deps.taskQueue, claims: hint.claims }),
    signal: hintArrivedSignal,
    signalArgs: [hint] as [CallbackHint],
  };
  await callTemporal(deps, () => deps.temporal.workflow.signalWithStart(lateResultWorkflow, options));
}

/** What earlier news came to is carried on. A run that is open takes the news itself, unless it ends first. */
async function readKnown(
  deps: Dependencies,
  accepted: Accepted,
): Promise<Pick<LateResultInput, 'before' | 'openRunId'>> {
  const { customId } = accepted;
  const run = deps.temporal.workflow.getHandle(lateResultWorkflowId(customId));
  const found = await callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
  if (found === undefined) return {};
  if (isOpen(found.status.name)) return { openRunId: found.runId };
  const { finding } = await recallFinding(deps, { customId, runId: found.runId });
  return finding && !isOfEarlierUse(finding, accepted) ? { before: finding } : {};
}

/** What a run that has ended found out. One that was ended by hand knows what it began with. */
export async function recallFinding(
  deps: Dependencies,
  { customId, runId }: LateResultRun,
): Promise<RecalledFinding> {
  const run = deps.temporal.workflow.getHandle(lateResultWorkflowId(customId), runId);
  const { status, memo } = await callTemporal(deps, () => run.describe());
  if (status.name === 'COMPLETED')
    return { finding: (await callTemporal(deps, () => run.result())) as LateResultFinding };
  const { before } = (memo ?? {}) as LateResultMemo;
  return before ? { finding: before } : {};
}
