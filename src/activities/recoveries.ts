import type { WorkflowExecutionDescription } from '@temporalio/client';
import { buildCustomId } from '../domain/ids.js';
import type { CustomId, TransactionId } from '../domain/ids.js';
import { isOfEarlierUse } from '../domain/key-use.js';
import type { DispatchOutcome } from '../domain/dispatch.js';
import { computeLongestStartMs } from '../domain/policy.js';
import type { Snapshot } from '../domain/snapshot.js';
import type { Accepted } from '../domain/transaction.js';
import { lateResultWorkflowId } from '../workflows/late-result.messages.js';
import type { LateResultFinding } from '../workflows/late-result.messages.js';
import { buildRecoveryStart, recoveryWorkflow } from '../workflows/recovery.messages.js';
import type { DeadRun, DeadRunFinding, DeadRunNews, RecoveryInput } from '../workflows/recovery.messages.js';
import { ignoreAlreadyStarted, isOpen, undefinedWhenNotFound } from '../workflows/run-answers.messages.js';
import { answeredSignal, transactionWorkflowId } from '../workflows/transaction.messages.js';
import type { AnsweredSignal } from '../workflows/transaction.messages.js';
import type { DispatchOrder, Timed } from './contract.js';
import { pickMessages, readRunNews, readRunStart } from './dead-run.js';
import type { Event, RunStart } from './dead-run.js';
import { callTemporal } from './dependencies.js';
import type { Dependencies } from './dependencies.js';

/** Starts the search for the outcome of a run that ended without one. It is started once. */
export async function startRecovery(
  deps: Dependencies,
  subject: Omit<RecoveryInput, 'version'>,
): Promise<void> {
  const options = buildRecoveryStart({ version: 1, ...pickSubject(subject) }, deps.taskQueue);
  await callTemporal(deps, () => deps.temporal.workflow.start(recoveryWorkflow, options)).catch(
    ignoreAlreadyStarted,
  );
}

/** A worker has the answer of a dispatch whose run has ended: the search takes it, and begins with it if need be. */
export async function signalRecoveryAnswer(
  deps: Dependencies,
  { accepted, handOut }: Pick<DispatchOrder, 'accepted' | 'handOut'>,
  outcome: DispatchOutcome,
): Promise<void> {
  const { transactionId, merchant, terminal, type, customId } = accepted;
  if (outcome.kind === 'reset' || (await hasOutcome(deps, transactionId))) return;
  // That it was withheld from sending is as good as too late: its run opens nothing more.
  const deliverable: DispatchOutcome = outcome.kind === 'withheld' ? { kind: 'expired' } : outcome;
  const answer: AnsweredSignal = { version: 1, customId, handOut, outcome: deliverable, at: Date.now() };
  const input: RecoveryInput = { version: 1, transactionId, merchant, terminalId: terminal.id, type };
  const options = {
    ...buildRecoveryStart(input, deps.taskQueue),
    signal: answeredSignal,
    signalArgs: [answer] as [AnsweredSignal],
  };
  await callTemporal(deps, () => deps.temporal.workflow.signalWithStart(recoveryWorkflow, options)).catch(
    ignoreAlreadyStarted,
  );
}

/** A run that still goes on, or that ended with an outcome, needs no search. */
async function hasOutcome(deps: Dependencies, transactionId: TransactionId): Promise<boolean> {
  const run = deps.temporal.workflow.getHandle(transactionWorkflowId(transactionId));
  const found = await callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
  return found === undefined || isOpen(found.status.name) || found.status.name === 'COMPLETED';
}

/** A lease's holder tells more than is needed. */
function pickSubject({ transactionId, merchant, terminalId, type }: Omit<RecoveryInput, 'version'>) {
  return { transactionId, merchant, terminalId, type };
}

/** Reads what a run that ended without an outcome had learned: of a run that was reset, what the first one had learned, too. */
export async function readDeadRun(
  deps: Dependencies,
  transactionId: TransactionId,
): Promise<DeadRun & Timed> {
  const workflowId = transactionWorkflowId(transactionId);
  const latest = deps.temporal.workflow.getHandle(workflowId);
  const found = await callTemporal(deps, () => latest.describe()).catch(undefinedWhenNotFound);
  if (found === undefined) return { kind: 'forgotten' };
  if (found.status.name === 'COMPLETED')
    return { kind: 'ended', snapshot: (await callTemporal(deps, () => latest.result())) as Snapshot };
  const firstRunId = found.raw.workflowExecutionInfo?.firstRunId ?? found.runId;
  const [first, last] = await Promise.all([
    readEvents(deps, workflowId, firstRunId),
    firstRunId === found.runId ? [] : readEvents(deps, workflowId, found.runId),
  ]);
  return readDead(deps, { found, first, last });
}

interface DeadHistories {
  readonly found: WorkflowExecutionDescription;
  readonly first: readonly Event[];
  /** Of a run that was reset; else empty. */
  readonly last: readonly Event[];
}

async function readDead(deps: Dependencies, { found, first, last }: DeadHistories): Promise<DeadRun & Timed> {
  const { loadedDataConverter: converter } = deps.temporal.options;
  const ownStart = await readRunStart(first, converter);
  const start = ownStart ?? (await readRunStart(last, converter));
  if (start === undefined) return { kind: 'forgotten' };
  const ofFirst = await readRunNews(first, converter);
  const ofLast = await readRunNews(last, converter);
  const news = ownStart === undefined ? ofLast : [...ofFirst, ...pickMessages(ofLast)];
  return {
    kind: 'dead',
    ...start.input,
    staysOpen: true,
    ending: endings[found.status.name] ?? 'ended without an outcome',
    news: news.filter((one) => one.kind !== 'dispatched' || one.outcome.kind !== 'reset'),
    findings: await readFindings(deps, start.input.accepted, news),
    isComplete: ownStart !== undefined && isStartedByUs(ownStart),
    at: Date.now(),
  };
}

const endings: Readonly<Partial<Record<WorkflowExecutionDescription['status']['name'], string>>> = {
  TERMINATED: 'was terminated by hand',
  CANCELLED: 'was cancelled by hand',
  TIMED_OUT: 'was ended by a time limit of Temporal',
  FAILED: 'failed by a fault of this service',
  RUNNING: 'was reset by hand',
};

async function readEvents(deps: Dependencies, workflowId: string, runId: string): Promise<readonly Event[]> {
  const run = deps.temporal.workflow.getHandle(workflowId, runId);
  const history = await callTemporal(deps, () => run.fetchHistory()).catch(undefinedWhenNotFound);
  return history?.events ?? [];
}

/** A run that somebody started by hand may repeat one that was deleted, and that had sent. */
function isStartedByUs({ input, hasOurMemo, atMs }: RunStart): boolean {
  const { accepted, policy } = input;
  return hasOurMemo && atMs - Date.parse(accepted.createdAt) <= computeLongestStartMs(policy.limits);
}

async function readFindings(
  deps: Dependencies,
  accepted: Accepted,
  news: readonly DeadRunNews[],
): Promise<readonly DeadRunFinding[]> {
  const { transactionId } = accepted;
  const opened = news.flatMap((one) => (one.kind === 'opened' ? [one.accepted.customId] : []));
  const customIds = new Set([buildCustomId({ transactionId, attempt: 1 }), ...opened]);
  const findings = await Promise.all([...customIds].map((customId) => readFinding(deps, customId)));
  return findings
    .filter((one) => one !== undefined)
    .filter(({ finding }) => !isOfEarlierUse(finding, accepted));
}

async function readFinding(deps: Dependencies, customId: CustomId): Promise<DeadRunFinding | undefined> {
  const run = deps.temporal.workflow.getHandle(lateResultWorkflowId(customId));
  const found = await callTemporal(deps, () => run.describe()).catch(undefinedWhenNotFound);
  if (found?.status.name !== 'COMPLETED') return undefined;
  return { customId, finding: (await callTemporal(deps, () => run.result())) as LateResultFinding };
}
